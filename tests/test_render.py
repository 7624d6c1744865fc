"""The effective pods of tasks as text: the fixtures in every form, and YAML that means what was rendered."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from conftest import FIXTURES
from hypothesis import given, settings
from hypothesis import strategies as st

from k8slint.airflow.pods.render import render_tasks
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.trace import Evaluation
from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reason, Unknown, Value
from k8slint.kube.render import UNKNOWN, to_json, to_yaml
from k8slint.kube.template import load_template
from k8slint.settings.targets import Targets
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source, Span

RENDER = FIXTURES / "render"
HERE = Origin(Source("dag.py", ""), Span(0, 0))


def tasks() -> Evaluation:
    source = Source("dags/tasks.py", (RENDER / "tasks.py").read_text(encoding="utf-8"))
    return evaluate(source, parse(source), Project(), Targets())


def template() -> Value:
    return load_template(Source("template.yaml", (RENDER / "template.yaml").read_text(encoding="utf-8")))


def rendered(variant: str) -> str:
    match variant:
        case "tasks.yaml":
            return render_tasks([tasks()], Targets())
        case "tasks.template.yaml":
            return render_tasks([tasks()], Targets(), template())
        case "tasks.7.9.yaml":
            return render_tasks([tasks()], Targets(airflow=(2, 6), provider=(7, 9)), template(), "image")
        case _:
            return render_tasks([tasks()], Targets(), template(), "image", "json")


@pytest.mark.parametrize("variant", ["tasks.yaml", "tasks.template.yaml", "tasks.7.9.yaml", "image.json"])
def test_fixture(variant: str, accept: bool) -> None:
    text, expected = rendered(variant), RENDER / "expected" / variant
    if accept:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert text == rendered(variant)


def test_every_document_is_yaml_and_every_json_its_pod() -> None:
    documents = list(yaml.safe_load_all(render_tasks([tasks()], Targets(), template())))
    listed = json.loads(render_tasks([tasks()], Targets(), template(), None, "json"))
    assert len(documents) == len(listed)
    for document, entry in zip(documents, listed, strict=True):
        assert (document is None) == (entry["pod"] is None)
        if document is not None:
            assert _marked(entry["pod"]) == document


def _marked(data: Any) -> Any:
    match data:
        case {"unknown": _}:
            return UNKNOWN
        case dict():
            return {name: _marked(each) for name, each in data.items()}
        case list():
            return [_marked(each) for each in data]
        case _:
            return data


def test_one_task_of_one_name() -> None:
    assert render_tasks([tasks()], Targets(), None, "image").count("# dags/tasks.py: task ") == 1
    assert render_tasks([tasks()], Targets(), None, "nobody") == ""
    assert json.loads(render_tasks([tasks()], Targets(), None, "nobody", "json")) == []


_leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_names = st.text(min_size=1)
_data = st.recursive(
    _leaves, lambda each: st.lists(each, max_size=3) | st.dictionaries(_names, each, max_size=3), max_leaves=12
)


def value(data: Any) -> Value:
    match data:
        case dict():
            return Mapping({name: value(each) for name, each in data.items()}, HERE)
        case list():
            return Items(tuple(map(value, data)), HERE)
        case _:
            return Const(data, HERE)


@settings(deadline=None)
@given(_data)
def test_known_values_are_read_back_as_they_are(data: Any) -> None:
    assert yaml.safe_load("\n".join(to_yaml(value(data)))) == data
    assert json.loads(json.dumps(to_json(value(data)))) == data


def test_what_may_hold_more_says_so() -> None:
    unknown = Unknown(Reason.CALL, HERE, "ask()")
    open_list = Items((Const("a", HERE),), HERE, complete=False)
    open_pod = Mapping({"args": open_list, "image": unknown}, HERE, complete=False)
    assert list(to_yaml(open_pod)) == [
        f"image: {UNKNOWN}  # call of unknown code: ask()",
        "args:",
        "  - a",
        "  # and perhaps more: unpacking of an unknown value",
        "# and perhaps more: unpacking of an unknown value",
    ]
    assert to_json(open_pod)["..."] == {"unknown": "unpacking of an unknown value"}
    assert yaml.safe_load("\n".join(to_yaml(open_pod))) == {"image": UNKNOWN, "args": ["a"]}
