"""Airflow's merge of template, override and its own values, by version, and with parts that aren't known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from k8slint.airflow.pods.merge import Rules, effective_pod, is_from_airflow, reconcile_pods, written_pod
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Reason, Unknown, Value, get
from k8slint.settings.targets import Targets
from k8slint.source.text import Source, Span

HERE = Origin(Source("dag.py", ""), Span(0, 0))
UNKNOWN = Unknown(Reason.CALL, HERE)

OLD = Targets(airflow=(2, 6), provider=(7, 9))
NEW = Targets()
NAMES = {OLD: "provider 7.9", NEW: "provider 10.25"}


class More(dict[str, Any]):
    """A dict that may hold more than it says."""


class MoreItems(list[Any]):
    """A list that may hold more than it says."""


def value(data: Any) -> Value:
    match data:
        case Unknown() | Absent():
            return data
        case dict():
            return Mapping({name: value(each) for name, each in data.items()}, HERE, not isinstance(data, More))
        case list():
            return Items(tuple(map(value, data)), HERE, not isinstance(data, MoreItems))
        case _:
            return Const(data, HERE)


def plain(merged: Value) -> Any:
    match merged:
        case Const(value=constant):
            return constant
        case Items(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {name: plain(each) for name, each in entries.items()}
        case _:
            return "?"


def pod(container: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None, **spec: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"spec": spec if container is None else {"containers": [container], **spec}}
    return made if metadata is None else {**made, "metadata": metadata}


def merged(override: Any, template: Any, targets: Targets = NEW, *path: str | int) -> Any:
    return plain(get(effective_pod(value(override), value(template), targets), *path))


BASE = ("spec", "containers", 0)
TEMPLATE = pod(
    {"name": "base", "image": "dummy", "env": [{"name": "A", "value": "1"}], "resources": {"requests": {"cpu": "1"}}},
    volumes=[{"name": "logs"}],
    initContainers=[{"name": "init", "image": "a"}],
    nodeSelector={"disk": "ssd"},
    hostNetwork=True,
    terminationGracePeriodSeconds=30,
)
MARKER = {"name": "AIRFLOW_IS_K8S_EXECUTOR_POD", "value": "True"}

TABLE = [
    ("another name is lost", pod({"name": "worker"}), OLD, (*BASE, "name"), "base"),
    ("another name wins", pod({"name": "worker"}), NEW, (*BASE, "name"), "worker"),
    ("an empty name is no name", pod({"name": ""}), NEW, (*BASE, "name"), "base"),
    ("args are lost", pod({"args": ["sleep"]}), OLD, (*BASE, "args"), "?"),
    ("args win", pod({"args": ["sleep"]}), NEW, (*BASE, "args"), ["sleep"]),
    ("command is kept, old", pod({"command": ["sh"]}), OLD, (*BASE, "command"), ["sh"]),
    ("command is kept, new", pod({"command": ["sh"]}), NEW, (*BASE, "command"), ["sh"]),
    ("image, old", pod({"image": "mine"}), OLD, (*BASE, "image"), "mine"),
    ("image, new", pod({"image": "mine"}), NEW, (*BASE, "image"), "mine"),
    ("the template's image loses to the configured one", pod({}), NEW, (*BASE, "image"), "?"),
    ("the pod's name is lost", pod(metadata={"name": "mine"}), OLD, ("metadata", "name"), "?"),
    ("the pod's name wins", pod(metadata={"name": "mine"}), NEW, ("metadata", "name"), "mine"),
    ("the namespace is lost", pod(metadata={"namespace": "mine"}), OLD, ("metadata", "namespace"), "?"),
    ("the namespace wins", pod(metadata={"namespace": "mine"}), NEW, ("metadata", "namespace"), "mine"),
    (
        "a reserved label is lost",
        pod(metadata={"labels": {"try_number": "9"}}),
        OLD,
        ("metadata", "labels", "try_number"),
        "?",
    ),
    (
        "a reserved label wins",
        pod(metadata={"labels": {"try_number": "9"}}),
        NEW,
        ("metadata", "labels", "try_number"),
        "9",
    ),
    (
        "labels are joined",
        pod(metadata={"labels": {"a": "b"}}),
        NEW,
        ("metadata", "labels", "kubernetes_executor"),
        "True",
    ),
    (
        "env is joined, Airflow's last",
        pod({"env": [{"name": "B"}]}),
        OLD,
        (*BASE, "env"),
        [{"name": "A", "value": "1"}, {"name": "B"}, MARKER],
    ),
    (
        "env is joined, the override's last",
        pod({"env": [{"name": "B"}]}),
        NEW,
        (*BASE, "env"),
        [{"name": "A", "value": "1"}, MARKER, {"name": "B"}],
    ),
    (
        "resources are replaced",
        pod({"resources": {"limits": {"cpu": "2"}}}),
        NEW,
        (*BASE, "resources"),
        {"limits": {"cpu": "2"}},
    ),
    ("an empty model is no empty dict", pod({"resources": {}}), NEW, (*BASE, "resources"), {}),
    ("no containers", pod(containers=[]), NEW, (*BASE, "name"), "base"),
    ("volumes are joined", pod(volumes=[{"name": "v"}]), NEW, ("spec", "volumes"), [{"name": "logs"}, {"name": "v"}]),
    ("a node selector replaces", pod(nodeSelector={"gpu": "1"}), NEW, ("spec", "nodeSelector"), {"gpu": "1"}),
    ("an empty node selector doesn't", pod(nodeSelector={}), NEW, ("spec", "nodeSelector"), {"disk": "ssd"}),
    ("false can't win", pod(hostNetwork=False), NEW, ("spec", "hostNetwork"), True),
    ("zero can't win", pod(terminationGracePeriodSeconds=0), NEW, ("spec", "terminationGracePeriodSeconds"), 30),
    ("false wins over nothing", pod(shareProcessNamespace=False), NEW, ("spec", "shareProcessNamespace"), False),
    ("a null is nothing", pod(nodeSelector=None), NEW, ("spec", "nodeSelector"), {"disk": "ssd"}),
]


@pytest.mark.parametrize(
    ("override", "targets", "path", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_over_a_known_template(override: Any, targets: Targets, path: tuple[str | int, ...], expected: Any) -> None:
    assert merged(override, TEMPLATE, targets, *path) == expected


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (Targets(airflow=(2, 1), provider=(2, 0)), [{"name": "init", "command": ["b"]}]),
        (
            Targets(airflow=(2, 2), provider=(2, 1)),
            [{"name": "init", "image": "a"}, {"name": "init", "command": ["b"]}],
        ),
        (
            Targets(airflow=(3, 1), provider=(10, 12, 4)),
            [{"name": "init", "image": "a"}, {"name": "init", "command": ["b"]}],
        ),
        (Targets(airflow=(3, 1), provider=(10, 13)), [{"name": "init", "image": "a", "command": ["b"]}]),
    ],
)
def test_init_containers_by_version(targets: Targets, expected: Any) -> None:
    override = pod(initContainers=[{"name": "init", "command": ["b"]}])
    result = merged(override, TEMPLATE, targets, "spec", "initContainers")
    assert sorted(map(str, (sorted(each.items()) for each in result))) == sorted(
        map(str, (sorted(each.items()) for each in expected))
    )


def test_containers_meet_by_position_not_by_name() -> None:
    override = pod(containers=[{"name": "sidecar", "image": "s"}, {"name": "base", "image": "w"}])
    first, second = merged(override, TEMPLATE, NEW, "spec", "containers")
    assert (first["name"], first["args"], first["resources"]) == ("sidecar", "?", {"requests": {"cpu": "1"}})
    assert second == {"name": "base", "image": "w"}
    old = merged(override, TEMPLATE, OLD, "spec", "containers")
    assert [container["name"] for container in old] == ["base", "base"]


def test_falsy_values_of_template_and_override() -> None:
    template, override = pod({"name": "base"}, hostNetwork=False), pod(hostNetwork=None)
    assert merged(override, template, Targets(provider=(10, 4)), "spec", "hostNetwork") == "?"
    assert merged(override, template, Targets(provider=(10, 5)), "spec", "hostNetwork") is False


def test_an_unknown_template_makes_unknown_what_it_may_change() -> None:
    override = value(pod({"name": "base", "volumeMounts": [{"name": "v", "mountPath": "/v"}]}, hostNetwork=False))
    effective = effective_pod(override, None, NEW)
    assert isinstance(get(effective, "spec", "hostNetwork"), Unknown)
    assert isinstance(get(effective, "spec", "volumes"), Unknown)
    assert isinstance(get(effective, *BASE, "resources"), Unknown)
    mounts = get(effective, *BASE, "volumeMounts")
    assert isinstance(mounts, Items)
    assert not mounts.complete
    assert get(effective, *BASE, "name") is get(override, *BASE, "name")


def test_without_a_template_only_airflow_adds() -> None:
    effective = effective_pod(Absent(HERE), Absent(HERE), NEW, dag="d", task="t", image="airflow:3")
    assert plain(get(effective, "metadata", "annotations"))["task_id"] == "t"
    assert plain(get(effective, *BASE, "image")) == "airflow:3"
    assert is_from_airflow(get(effective, *BASE, "image").origin)
    assert not is_from_airflow(HERE)


def test_a_written_pod_is_judged_over_anything() -> None:
    pod_value = value(pod({"name": "Bad_Name"}))
    assert plain(get(written_pod(pod_value, NEW), *BASE, "name")) == "Bad_Name"
    assert plain(get(written_pod(pod_value, NEW, "base"), *BASE, "name")) == "base"
    assert isinstance(get(written_pod(pod_value, NEW), *BASE, "image"), Unknown)


_texts = st.sampled_from(["", "a", "b"])
_dicts = st.dictionaries(st.sampled_from("xyz"), _texts, max_size=2)
_containers = st.fixed_dictionaries(
    {"name": st.sampled_from(["base", "x", "y"])},
    optional={
        "image": _texts,
        "args": st.lists(_texts, max_size=2),
        "tty": st.booleans(),
        "env": st.lists(st.fixed_dictionaries({"name": st.sampled_from("AB")}, optional={"value": _texts}), max_size=2),
        "resources": st.fixed_dictionaries({}, optional={"limits": _dicts, "requests": _dicts}),
    },
)
_specs = st.fixed_dictionaries(
    {"containers": st.lists(_containers, max_size=3)},
    optional={
        "initContainers": st.lists(_containers, max_size=3, unique_by=lambda container: container["name"]),
        "volumes": st.lists(st.fixed_dictionaries({"name": _texts}), max_size=2),
        "nodeSelector": _dicts,
        "hostNetwork": st.booleans(),
        "restartPolicy": _texts,
    },
)
_pods = st.fixed_dictionaries(
    {}, optional={"metadata": st.fixed_dictionaries({}, optional={"name": _texts, "labels": _dicts}), "spec": _specs}
)
_rules = st.sampled_from([Rules.of(Targets(provider=version)) for version in ((7, 9), (10, 4), (10, 12), (10, 25))])


def blur(data: Any, draw: st.DrawFn, *, from_end: bool) -> Any:
    """The same data with parts made unknown: leaves, whole objects, and that there is no more.

    ``from_end`` leaves out only the last items of a list, as in what the merge itself knows of a template.
    """
    roll = draw(st.integers(0, 9))
    if roll == 0:
        return UNKNOWN
    match data:
        case dict():
            kept = {
                name: blur(each, draw, from_end=from_end)
                for name, each in data.items()
                if roll != 1 or draw(st.booleans())
            }
            return More(kept) if roll <= 2 else kept
        case list():
            length = draw(st.integers(0, len(data))) if roll == 1 and from_end else len(data)
            kept_items = [
                blur(each, draw, from_end=from_end)
                for each in data[:length]
                if roll != 1 or from_end or draw(st.booleans())
            ]
            return MoreItems(kept_items) if roll <= 2 else kept_items
        case _:
            return data


@st.composite
def _blurred(draw: st.DrawFn, *, from_end: bool) -> tuple[Any, Any]:
    data = draw(_pods)
    return data, blur(data, draw, from_end=from_end)


def among(known: tuple[Value, ...], whole: tuple[Value, ...]) -> bool:
    """Whether each item stands for another one of the whole, in whatever order: a template's come between."""
    if not known:
        return True
    return any(admits(known[0], each) and among(known[1:], whole[:i] + whole[i + 1 :]) for i, each in enumerate(whole))


def admits(partial: Value, whole: Value) -> bool:
    """Whether what is partly known doesn't contradict the whole truth."""
    match partial, whole:
        case Unknown(), _:
            return True
        case ((Items(items=(), complete=False) | Mapping(entries={}, complete=False)), Absent()):
            return (
                not isinstance(partial, Mapping) or not partial.entries
            )  # nothing, and perhaps something: both are open
        case Const(), Const():
            return partial.value == whole.value
        case Items(complete=True), Items():
            return len(partial.items) == len(whole.items) and all(map(admits, partial.items, whole.items))
        case Items(), Items():
            return among(partial.items, whole.items)
        case Mapping(), Mapping():
            known = all(admits(each, get(whole, name)) for name, each in partial.entries.items())
            return known and (not partial.complete or whole.entries.keys() <= partial.entries.keys())
        case _:
            return False


@settings(max_examples=300, deadline=None)
@given(_blurred(from_end=True), _blurred(from_end=True), _blurred(from_end=False), _rules)
def test_what_is_known_is_true_whatever_the_rest_is(
    template: tuple[Any, Any], airflow: tuple[Any, Any], override: tuple[Any, Any], rules: Rules
) -> None:
    whole = reconcile_pods(reconcile_pods(value(template[0]), value(airflow[0]), rules), value(override[0]), rules)
    partial = reconcile_pods(reconcile_pods(value(template[1]), value(airflow[1]), rules), value(override[1]), rules)
    assert admits(partial, whole), (plain(partial), plain(whole))
