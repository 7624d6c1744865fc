"""The recorded pods once more, as people write them: in Python with the client's models, and in YAML."""

from __future__ import annotations

import pytest
import yaml
from conftest import check
from dag_source import source_of
from pods import Answer, recorded

from k8slint.evaluate.evaluator import evaluate
from k8slint.kube.api.declare import (
    ANYTHING,
    Boolean,
    Integer,
    IntOrString,
    ListOf,
    MapOf,
    QuantityType,
    Struct,
    Text,
    Type,
)
from k8slint.kube.api.pod import POD
from k8slint.kube.api.validation import validate
from k8slint.kube.client.schema import FieldType, Schema
from k8slint.kube.client.wire import to_wire
from k8slint.kube.template import TemplateError, load_template
from k8slint.settings.config import Config
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source

CLIENT = (36,)
NOT_EXPRESSIBLE = {2490: "a model leaves out what is None, so the name is absent rather than null"}


def test_every_recorded_verdict_of_pods_written_in_python() -> None:
    schema = Schema.for_client(CLIENT)
    differing = {}
    for number, row in recorded().items():
        if number in NOT_EXPRESSIBLE:
            continue
        source = Source("dag.py", source_of(row["pod"], schema))
        names = evaluate(source, parse(source), Project(("",))).names
        assert names is not None
        wire = to_wire(names["pod"], client=CLIENT, round_trip=False)
        expected = Answer.recorded(row)
        answer = Answer.of(validate(wire), expected)
        if not answer.fits(expected):
            differing[number] = (row["what"], source.text, answer, expected)
    assert not differing


def test_every_recorded_verdict_of_pods_written_in_yaml() -> None:
    """All but those with Jinja or Helm expressions, which are rendered before the server sees them."""
    differing = {}
    for number, row in recorded().items():
        text = yaml.safe_dump(row["pod"], sort_keys=False, allow_unicode=True)
        if "{{" in text:
            continue
        source = Source("pod.yaml", text)
        if row["pod"].get("kind", "Pod") != "Pod":
            with pytest.raises(TemplateError, match="kind: Pod"):
                load_template(source)
            continue
        expected = Answer.recorded(row)
        answer = Answer.of(validate(load_template(source)), expected)
        if not answer.fits(expected):
            differing[number] = (row["what"], answer, expected)
    assert not differing


def test_refusals_of_yaml_stand_at_the_value() -> None:
    text = """\
apiVersion: v1
kind: Pod
spec:
  restartPolicy: never
  containers:
    - name: base
      image: airflow
      livenessProbe: {httpGet: {port: "80"}}
      enviroment: []
    - image: side
"""
    source = Source("pod.yaml", text)
    found = [
        (source.lines.position(refusal.origin.span.start), refusal.kind, refusal.path)
        for refusal in validate(load_template(source))
    ]
    assert sorted((place.row, place.column, kind, path) for place, kind, path in found) == [
        (4, 18, "NotSupported", "spec.restartPolicy"),
        (8, 39, "Invalid", "spec.containers[0].livenessProbe.httpGet.port"),
        (9, 7, "Strict", "spec.containers[0].enviroment"),
        (10, 7, "Required", "spec.containers[1].name"),
    ]


def test_a_key_that_stands_twice_in_yaml_is_said_where_it_stands_again() -> None:
    text = """\
apiVersion: v1
kind: Pod
spec:
  restartPolicy: Never
  containers:
    - {name: base, image: a, image: b}
"""
    (finding,) = check(Source("pod.yaml", text), Config({"select": ("KE522",)}, root="."))
    assert (finding.start.row, finding.start.column, finding.kind) == (6, 30, "Strict")
    assert [related.start.column for related in finding.related] == [20]


NOT_DECLARED = {
    "status",  # of a pod: the server sets it
    "fieldsV1",
    "source",  # of a resource claim until 1.30
    "workloadRef",
    "evictionResponders",
}
"""Fields that are read without looking inside."""


def _fits(declared: Type, type_: FieldType) -> bool:
    if isinstance(declared, QuantityType):
        return type_.name in ("quantity", "str")
    kinds: list[tuple[type[Type], tuple[str, ...]]] = [
        (IntOrString, ("intstr", "object")),
        (Text, ("str", "datetime")),
        (Integer, ("int",)),
        (Boolean, ("bool",)),
    ]
    for kind, names in kinds:
        if isinstance(declared, kind):
            return type_.kind == "scalar" and type_.name in names
    return True


@pytest.mark.parametrize("minor", range(30, 38))
def test_declared_fields_are_those_of_the_client(minor: int) -> None:
    """Names and JSON types, object by object, in every version that has a client of its own."""
    schema = Schema.for_client((minor,))
    problems: list[str] = []
    seen: set[tuple[int, str]] = set()

    def compare(declared: Type, type_: FieldType, path: str) -> None:
        if declared is ANYTHING:
            return
        if isinstance(declared, (ListOf, MapOf)):
            wanted = "list" if isinstance(declared, ListOf) else "map"
            if type_.kind != wanted or type_.item is None:
                problems.append(f"{path}: {declared} is {type_}")
            else:
                compare(declared.item, type_.item, f"{path}[]")
            return
        if not isinstance(declared, Struct):
            if not _fits(declared, type_):
                problems.append(f"{path}: {declared} is {type_}")
            return
        model = schema.model(type_.name)
        if model is None:
            problems.append(f"{path}: no model {type_.name}")
            return
        if (id(declared), model.name) in seen:
            return
        seen.add((id(declared), model.name))
        view = declared.view((1, minor)).fields
        here = model.by_wire
        apart = (view.keys() ^ here.keys()) - NOT_DECLARED
        problems.extend(f"{path}.{name}: only {'declared' if name in view else 'in the client'}" for name in apart)
        for name in view.keys() & here.keys():
            compare(view[name].type, here[name].type, f"{path}.{name}")

    compare(POD, FieldType("model", "V1Pod"), "pod")
    assert not problems
