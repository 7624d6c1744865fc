"""A pod's way through the client and Airflow, held against the real client."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kubernetes import client as k8s

from k8slint.evaluate.values import Const, Items, Mapping, Model, Origin, Reason, Unknown, Value
from k8slint.kube.schema import FieldType, Schema
from k8slint.kube.wire import python, read_back, sanitize, to_wire
from k8slint.source import Source, Span

CLIENT = (int(re.match(r"\d+", k8s.__version__)[0]),)
SCHEMA = Schema.for_client(CLIENT)
AT = Origin(Source("dag.py", ""), Span(0, 0))
API = k8s.ApiClient()


class Made:
    """A call of a model, real class by name, that both sides can make."""

    def __init__(self, class_name: str, /, **fields: Any) -> None:
        self.name, self.fields = class_name, fields

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(f'{key}={value!r}' for key, value in self.fields.items())})"


def real(plan: Any) -> Any:
    match plan:
        case Made():
            config = k8s.Configuration()
            config.client_side_validation = False  # a constructor's own complaint is another rule's business
            fields = {key: real(value) for key, value in plan.fields.items()}
            return getattr(k8s, plan.name)(**fields, local_vars_configuration=config)
        case dict():
            return {key: real(value) for key, value in plan.items()}
        case list():
            return [real(value) for value in plan]
    return plan


def value_of(plan: Any) -> Value:
    match plan:
        case Made():
            return Model(plan.name, {key: value_of(value) for key, value in plan.fields.items()}, AT)
        case dict():
            return Mapping({key: value_of(value) for key, value in plan.items()}, AT)
        case list():
            return Items(tuple(value_of(value) for value in plan), AT)
    return Const(plan, AT)


def real_round_trip(plan: Any, name: str) -> Any:
    """What Airflow's serialization of a DAG and the executor do to a pod."""
    sent = json.loads(json.dumps(API.sanitize_for_serialization(real(plan))))
    read = API._ApiClient__deserialize_model(sent, getattr(k8s, name))
    return json.loads(json.dumps(API.sanitize_for_serialization(read)))


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 2000), st.sampled_from([0.5, 30.0, 30.7, 1e21]),
    st.sampled_from(["", "30", " 7 ", "abc", "false", "name", "1Gi", "key"]),
)  # fmt: skip
NAMES = sorted(set(SCHEMA.names()))
PODS = [name for name in NAMES if not name.endswith("Status")]


def right(type_: FieldType, depth: int) -> st.SearchStrategy[Any]:
    if type_.kind == "list":
        return st.lists(planned(type_.item, depth), max_size=2)
    if type_.kind == "map":
        return st.dictionaries(st.sampled_from(["a", "cpu", "x/y"]), planned(type_.item, depth), max_size=2)
    if type_.kind == "model":
        return made(type_.name, depth)
    plain = {
        "str": st.sampled_from(["a", "b/c", "1"]),
        "int": st.integers(0, 9),
        "bool": st.booleans(),
        "datetime": st.just("2024-01-01T00:00:00"),
    }
    return plain.get(type_.name, st.sampled_from(["1", 1]))


def planned(type_: FieldType, depth: int) -> st.SearchStrategy[Any]:
    """Mostly what belongs there, sometimes a neighbour's shape, a dict, or a scalar."""
    if type_.name == "datetime":
        return right(type_, 0)
    if depth <= 0:
        return SCALARS
    others = [SCALARS, as_dict(type_, depth - 1)]
    if type_.kind == "list":
        others.append(planned(type_.item, depth - 1))
    if type_.kind in ("model", "scalar"):
        others.append(st.lists(right(type_, depth - 1), max_size=2))
    if type_.kind == "model":
        others.append(st.sampled_from(PODS).flatmap(lambda name: made(name, 1)))
    return st.integers(0, 9).flatmap(lambda n: right(type_, depth - 1) if n else st.one_of(*others))


@st.composite
def made(draw: st.DrawFn, name: str, depth: int) -> Made:
    fields = SCHEMA.model(name).fields
    chosen = {key for key, field in fields.items() if field.required}
    chosen |= set(draw(st.lists(st.sampled_from(sorted(fields)), max_size=4))) if fields else set()
    return Made(name, **{key: draw(planned(fields[key].type, depth)) for key in sorted(chosen)})


@st.composite
def as_dict(draw: st.DrawFn, type_: FieldType, depth: int) -> dict[Any, Any]:
    """A dict in a model's place: right keys, snake_case keys, or made-up ones."""
    model = SCHEMA.model(type_.model) if type_.model else None
    keys = [*model.by_wire, *model.fields, "nonsense"] if model else ["a", 1, True]
    chosen = draw(st.lists(st.sampled_from(keys), max_size=3, unique_by=str))
    by_key = {**model.fields, **model.by_wire} if model else {}
    return {key: draw(planned(by_key[key].type, depth) if key in by_key else SCALARS) for key in chosen}


@given(st.sampled_from(["V1Pod", "V1PodSpec", "V1Container", "V1Volume", "V1Affinity"]).flatmap(lambda n: made(n, 5)))
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_round_trip_is_the_real_one(plan: Made) -> None:
    failures: list[tuple[Origin, str]] = []
    ours = read_back(sanitize(value_of(plan), SCHEMA), FieldType("model", plan.name), SCHEMA, failures)
    try:
        theirs = real_round_trip(plan, plan.name)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        assert failures
    else:
        assert not failures
        assert python(ours) == theirs
