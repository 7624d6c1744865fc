from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from k8slint.evaluate.values import Origin
from k8slint.kube.client.schema import Schema
from k8slint.rules._base import ERROR, UNSAFE, Context, Fix, Needles, Row, Rule, Violation
from k8slint.settings.targets import Targets
from k8slint.source.nodes import nodes_of

NAMES = {
    "k8s": "from kubernetes.client import models as k8s",
    "client": "from kubernetes import client",
    "models": "from kubernetes.client import models",
    "k8s_models": "from kubernetes.client import models as k8s_models",
}
ESCAPES = frozenset({"exec", "eval", "globals", "locals", "vars", "__import__"})  # may define any name


class ModelsNotImported(Rule):
    """The kubernetes models are used under a name that the file doesn't define.

    The line raises NameError; at module level the DAG doesn't load.

    Bad:
        from airflow.operators.python import PythonOperator

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE802", "0.1", ERROR
    fixable = "unsafe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        return frozenset({(b".V1",)})

    def shape(self, row: Row) -> bytes | None:
        return rb"\b(?:%s)\.V1" % "|".join(NAMES).encode()

    def check_module(self, context: Context) -> Iterator[Violation]:
        evaluation = context.evaluation
        if not _candidates(evaluation.source.text):
            return
        schema = Schema.for_client(context.targets.client)
        used: dict[str, ast.Name] = {}
        bound: set[str] = set()
        for node in nodes_of(evaluation.tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=name) as place, attr=attr)) if name in NAMES:
                    if schema.model(attr) is not None and _before(place, used.get(name)):
                        used[name] = place
                case ast.ImportFrom(names=[ast.alias(name="*")]):
                    return
                case ast.Name(id=name, ctx=ast.Load()) if name in ESCAPES:
                    return
                case _:
                    bound.update(_bound(node))
        for name, place in used.items():
            if name not in bound:
                yield self.violation(
                    Origin(evaluation.source, place),
                    f"`{name}` is not defined in this file: this line raises NameError. Add `{NAMES[name]}`",
                    fix=partial(_import, name, context),
                )


def _candidates(text: str) -> list[str]:
    """The names that models are used under and that no import line seems to bind: a search before any walk."""
    return [
        name
        for name in NAMES
        if f"{name}.V1" in text and not re.search(rf"^\s*(?:from|import)\b[^#\n]*\b{name}\b", text, re.MULTILINE)
    ]


def _before(place: ast.Name, other: ast.Name | None) -> bool:
    return other is None or (place.lineno, place.col_offset) < (other.lineno, other.col_offset)


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that one node gives a value to, in whatever scope."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case _:
            return


def _import(name: str, context: Context) -> Fix | None:
    from k8slint.edits.imports import add_import

    edits, local = add_import(context.evaluation.source, context.evaluation.tree, NAMES[name])
    return Fix(f"import `{name}`", edits, UNSAFE) if local == name and edits else None
