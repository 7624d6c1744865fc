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
from k8slint.kube.client.readback import Record, python, read_back
from k8slint.kube.client.schema import FieldType, Schema
from k8slint.kube.client.wire import sanitize, to_wire
from k8slint.source.text import Source, Span

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
    record = Record()
    ours = read_back(sanitize(value_of(plan), SCHEMA), FieldType("model", plan.name), SCHEMA, record)
    try:
        theirs = real_round_trip(plan, plan.name)
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        assert record.failures
    else:
        assert not record.failures
        assert python(ours) == theirs


@given(made("V1Pod", 4))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_sent_directly_is_what_the_client_sends(plan: Made) -> None:
    sent = to_wire(value_of(plan), client=CLIENT, round_trip=False)
    assert python(sent) == json.loads(json.dumps(API.sanitize_for_serialization(real(plan))))


def wire(plan: Any, name: str = "V1Container", client: tuple[int, ...] = CLIENT, round_trip: bool = True) -> object:
    return python(to_wire(value_of(plan), name, client=client, round_trip=round_trip))


@pytest.mark.parametrize(
    ("given", "round_trip", "made"),
    [
        ({"name": "base", "tty": None, "env": []}, True, {"name": "base", "env": []}),
        ({"name": "base", "resources": {"limits": {"cpu": 0.5, "x": None}}}, True,
         {"name": "base", "resources": {"limits": {"cpu": "0.5", "x": None}}}),
        ({"name": "base", "resources": {"limits": {"cpu": 0.5}}}, False,
         {"name": "base", "resources": {"limits": {"cpu": 0.5}}}),
        ({"name": "base", "security_context": {"run_as_user": 1, "runAsGroup": 2}}, True,
         {"name": "base", "securityContext": {"runAsGroup": 2}}),
        ({"name": "base", "security_context": {"run_as_user": 1}}, False,
         {"name": "base", "securityContext": {"run_as_user": 1}}),
        ({"name": "base", "args": "ab"}, True, {"name": "base", "args": ["a", "b"]}),
        ({"name": "base", "stdin": "false"}, True, {"name": "base", "stdin": True}),
        ({"name": "base", "imagePullPolicy": "Always"}, True, {"name": "base", "imagePullPolicy": "Always"}),
    ],
)  # fmt: skip
def test_up_to_client_36(given: dict[str, Any], round_trip: bool, made: object) -> None:
    assert wire(Made("V1Container", **given), round_trip=round_trip) == made


@pytest.mark.parametrize("round_trip", [True, False])
def test_client_37_makes_models_of_dicts(round_trip: bool) -> None:
    context = {"run_as_user": 1, "runAsGroup": 2, "capabilities": None}
    plan = Made("V1Container", name="base", security_context=context, env=[{"name": "A", "value_from": {}}])
    assert wire(plan, client=(37,), round_trip=round_trip) == {
        "name": "base",
        "securityContext": {"runAsUser": 1, "runAsGroup": 2},
        "env": [{"name": "A", "valueFrom": {}}],
    }


def place(start: int) -> Origin:
    return Origin(AT.source, Span(start, start))


def test_origins_and_gaps_are_kept() -> None:
    gap = Unknown(Reason.PARAMETER, place(1))
    limits = Mapping({"cpu": Const(1, place(2)), "memory": gap}, place(3), complete=False, keys={"cpu": place(4)})
    resources = Model("V1ResourceRequirements", {"limits": limits}, place(5), keys={"limits": place(6)})
    env = Items((gap, Model("V1EnvVar", {}, place(7), complete=False)), place(8), complete=False)
    container = Model(
        "V1Container", {"name": Const("base", AT), "resources": resources, "env": env}, AT, complete=False
    )
    made = to_wire(container, "V1Container", client=CLIENT, round_trip=True)
    assert isinstance(made, Mapping)
    assert not made.complete
    inner = made.entries["resources"]
    assert isinstance(inner, Mapping)
    assert (inner.origin, inner.complete, inner.keys["limits"]) == (resources.origin, True, resources.keys["limits"])
    amounts = inner.entries["limits"]
    assert isinstance(amounts, Mapping)
    assert (amounts.origin, amounts.complete, amounts.keys["cpu"]) == (limits.origin, False, limits.keys["cpu"])
    assert isinstance(amounts.entries["cpu"], Const)
    assert amounts.entries["cpu"].value == "1"
    assert amounts.entries["cpu"].origin is limits.entries["cpu"].origin
    assert amounts.entries["memory"] is gap
    listed = made.entries["env"]
    assert isinstance(listed, Items)
    assert not listed.complete
    assert listed.items[0] is gap
    nameless = listed.items[1]  # what it lacks may stand in what isn't known
    assert isinstance(nameless, Mapping)
    assert not nameless.complete


def test_positional_arguments_take_the_slots_of_the_constructor() -> None:
    variable = Model("V1EnvVar", {}, AT, positional=(Const("A", AT), Const("b", AT)))
    assert python(to_wire(variable, "V1EnvVar", client=CLIENT, round_trip=False)) == {"name": "A", "value": "b"}


@pytest.mark.parametrize(
    "value",
    [
        Model("V1Pod", {}, AT, positional=(Model("V1ObjectMeta", {}, AT),)),  # meant for another slot
        Model("V1Pod", {"spce": Const(1, AT)}, AT),  # meant for another keyword
        Model("V1Pod", {}, AT, complete=False),
    ],
)
def test_what_was_meant_for_another_field_leaves_the_model_open(value: Value) -> None:
    made = to_wire(value, client=CLIENT, round_trip=False)
    assert isinstance(made, Mapping)
    assert not made.complete
    assert made.entries == {}


@pytest.mark.parametrize(
    "value",
    [
        Items((), AT, kind="set"),
        Const(b"", AT),
        Model("V1Sidecar", {}, AT),
        Unknown(Reason.CALL, AT),
    ],
)
def test_what_is_no_json_is_unknown(value: Value) -> None:
    assert isinstance(to_wire(value, client=CLIENT, round_trip=True), Unknown)


def test_what_the_scheduler_fails_on_is_unknown_in_its_place() -> None:
    made = to_wire(
        value_of(Made("V1Container", name="base", env={"A": "b"})), "V1Container", client=CLIENT, round_trip=True
    )
    assert isinstance(made, Mapping)
    env = made.entries["env"]
    assert isinstance(env, Items)
    assert isinstance(env.items[0], Unknown)
