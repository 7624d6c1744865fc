"""The views of a pod that rules see."""

from __future__ import annotations

from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Reason, Unknown, Value
from k8slint.kube.pod import Pod
from k8slint.source.text import Source, Span

HERE = Origin(Source("dag.py", ""), Span(0, 0))


def value(data: object) -> Value:
    match data:
        case dict():
            return Mapping({name: value(each) for name, each in data.items()}, HERE)
        case list():
            return Items(tuple(map(value, data)), HERE)
        case Unknown():
            return data
        case _:
            return Const(data, HERE)


POD = Pod(
    value(
        {
            "spec": {
                "initContainers": [{"name": "init"}],
                "containers": [{"name": "base", "resources": {"requests": {"cpu": "1"}}}, {"name": "sidecar"}],
                "volumes": [{"name": "v"}],
            }
        }
    )
)


def test_containers_and_their_paths() -> None:
    assert [container.path for container in POD.all_containers] == [
        "spec.initContainers[0]",
        "spec.containers[0]",
        "spec.containers[1]",
    ]
    assert [container.index for container in POD.containers] == [0, 1]
    assert POD.containers_known
    assert len(POD.volumes) == 1


def test_resources_are_as_written_or_absent() -> None:
    base, sidecar = POD.containers
    request = base.request("cpu")
    assert isinstance(request, Const)
    assert request.value == "1"
    assert isinstance(base.limit("cpu"), Absent)
    assert isinstance(sidecar.get("resources", "requests"), Absent)


def test_unknown_lists_hold_nothing_that_can_be_judged() -> None:
    pod = Pod(value({"spec": {"containers": Unknown(Reason.CALL, HERE), "volumes": Unknown(Reason.CALL, HERE)}}))
    assert (pod.containers, pod.init_containers, pod.volumes, pod.containers_known) == ((), (), (), False)
