"""The promise, broken and mended: of each pod that Kubernetes takes, one declared constraint is broken, and the finding stands
there; it is mended, and the finding is gone. As Python, with the client's models, and as YAML."""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from breaking import Break, breaks
from conftest import check
from dag_source import source_of
from pods import recorded

from k8slint.finding import Finding, Severity
from k8slint.kube.client.schema import Schema
from k8slint.settings.config import Config, from_mapping
from k8slint.source.text import Source

pytestmark = pytest.mark.slow

CONFIG = from_mapping({"airflow-version": "3.1", "client-version": "35", "kubernetes-version": "1.36"}, isolated=True)
SCHEMA = Schema.for_client((35,))
EACH = 1  # of each pod in the everyday run; K8SLINT_FUZZ=long takes twelve


def cases(many: bool) -> Iterator[tuple[dict[str, Any], Break]]:
    for number, row in recorded().items():
        if row["verdict"] == "accept" and isinstance(row["pod"].get("spec"), dict):
            ways = list(breaks(row["pod"]))
            for way in random.Random(number).sample(ways, min(len(ways), 12 if many else EACH)):
                yield row["pod"], way


def found(text: str, name: str, config: Config) -> list[Finding]:
    return [each for each in check(Source(name, text), config) if each.severity is not Severity.INFO]


# --- as YAML


def manifest(pod: dict[str, Any]) -> str:
    """A Pod as part of another object, whose every field the API server judges."""
    job = {"apiVersion": "v1", "kind": "PodTemplate", "metadata": {"name": "a"}, "template": {"spec": pod["spec"]}}
    return str(yaml.dump(job, Dumper=_NoAliases, sort_keys=False, allow_unicode=True))


class _NoAliases(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def in_yaml(text: str, way: Break) -> tuple[int, int]:
    """Where the broken value stands; what lacks it, where it was taken out."""
    node = yaml.compose(text)
    for step in ("template", *(way.path if way.value is not None else way.path[:-1])):
        node = node.value[step] if isinstance(step, int) else next(v for k, v in node.value if k.value == str(step))
    return node.start_mark.index, node.end_mark.index


# --- as Python


def in_python(text: str, way: Break) -> list[tuple[int, int]]:
    source = Source("dag.py", text)
    node: Any = ast.parse(text).body[-1].value  # type: ignore[attr-defined]
    model = "V1Pod"
    kind: Any = None
    for step in way.path if way.value is not None else way.path[:-1]:
        if isinstance(step, int):
            node, kind = node.elts[step], kind.item if kind is not None else None
            continue
        if isinstance(node, ast.Dict):
            node = next(
                v
                for k, v in zip(node.keys, node.values, strict=True)
                if isinstance(k, ast.Constant) and k.value == step
            )
            kind = kind.item if kind is not None and kind.kind == "map" else None
            continue
        model = node.func.attr
        field = SCHEMA.model(model).by_wire[step]  # type: ignore[union-attr]
        node, kind = next(keyword.value for keyword in node.keywords if keyword.arg == field.snake), field.type
    start = source.lines.offset_of_bytes(node.lineno, node.col_offset)
    return [(start, source.lines.offset_of_bytes(node.end_lineno, node.end_col_offset))]


def stands(finding: Finding, start: int, end: int, way: Break) -> bool:
    """Whether a finding stands at a place: at its start, or inside of what lacks something or has the wrong type."""
    return start <= finding.span.start and finding.span.end <= end


@pytest.mark.parametrize("written", ["python", "yaml"])
def test_a_broken_constraint_is_found_where_it_is_broken(written: str, long_run: bool) -> None:
    missed: Counter[str] = Counter()
    examples: dict[str, str] = {}
    tried = 0
    for pod, way in cases(long_run):
        broken = way.of(pod)
        if written == "yaml":
            before, after, name = manifest(pod), manifest(broken), "pod.yaml"
            start, end = in_yaml(after, way)
        else:
            before, after, name = source_of(pod, SCHEMA), source_of(broken, SCHEMA), "dag.py"
            ((start, end),) = in_python(after, way)
        said = {(each.code, each.message) for each in found(before, name, CONFIG)}
        new = [each for each in found(after, name, CONFIG) if (each.code, each.message) not in said]
        if written == "python" and (way.what, way.path[-1]) == ("required", "image"):
            continue  # a pod in Python may be an override: the template, or Airflow's configuration, has the image
        tried += 1
        if not any(stands(each, start, end, way) for each in new):
            what = f"{way.what} {'.'.join(str(step) for step in way.path if isinstance(step, str))}"
            missed[what] += 1
            examples.setdefault(what, f"{way} {[(e.code, e.message, e.span) for e in new]} {start}-{end}\n{after}")
    assert tried > 500
    assert not missed, f"{sum(missed.values())} of {tried}: {missed.most_common(30)}\n" + "\n".join(
        list(examples.values())[:6]
    )
