"""The API server's verdicts, as recorded from Kubernetes itself, and ours: on whole pods, by version, half known."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from areas import count
from conftest import ROOT
from differences import DIFFERENCES
from pods import NOWHERE, Answer, as_value, recorded, recorded_by_version

from k8slint.dataclass import replace
from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reason, Unknown, Value
from k8slint.finding import Severity
from k8slint.kube.api.refusal import AREAS, Refusal
from k8slint.kube.api.validation import SUPPORTED, holds_everywhere, validate
from k8slint.source.text import Source, Span

DIFFERING = int(re.findall(r"of 2,502 recorded: \*\*(\d+)\*\*", (ROOT / "README.md").read_text(encoding="utf-8"))[0])
"""How many of the recorded pods we judge otherwise than Kubernetes, as the README says. It can only fall."""


def errors(pod: object, version: tuple[int, ...] = (1, 36)) -> list[Refusal]:
    return [refusal for refusal in validate(as_value(pod), version) if refusal.severity is Severity.ERROR]


def a_pod(**spec: object) -> dict[str, object]:
    return {"spec": {"containers": [{"name": "base", "image": "airflow"}], **spec}}


def test_every_recorded_verdict() -> None:
    """The verdict, and of each refusal the kind and the field."""
    differing = {}
    for number, row in recorded().items():
        expected = Answer.recorded(row)
        answer = Answer.of(validate(as_value(row["pod"])), expected)
        if not answer.fits(expected):
            differing[number] = (row["what"], answer, expected)
    assert len(differing) <= DIFFERING, differing


def test_every_recorded_verdict_of_every_version() -> None:
    differing = []
    for row in recorded_by_version():
        pod = as_value(recorded()[row["id"]]["pod"])
        for version, verdict in row["verdict"].items():
            refusals = list(validate(pod, tuple(map(int, version.split(".")))))
            ours = "accept"
            if any(refusal.kind == "Warning" for refusal in refusals):
                ours = "warn"
            if any(refusal.severity is Severity.ERROR for refusal in refusals):
                ours = "reject"
            if ours != verdict:
                differing.append((row["id"], row["what"], version, ours, verdict))
    assert not differing


def test_every_refusal_can_be_presented() -> None:
    """It has an area that a rule presents, a message in one line, and no suggestion that is refused itself."""
    for row in recorded().values():
        for refusal in validate(as_value(row["pod"])):
            assert refusal.area in AREAS
            assert refusal.message == refusal.message.strip().rstrip(".")
            assert "\n" not in refusal.message
            assert refusal.suggestion != ""


def test_differences_from_the_server_are_all_in_use() -> None:
    """A row of the table that no pod shows would be a guess."""
    pods = [(as_value(row["pod"]), Answer.recorded(row).errors) for row in recorded().values()]
    pods += [(as_value(pod), frozenset({error})) for pod, error in UNRECORDED]
    used = set()
    for pod, expected in pods:
        for refusal in validate(pod):
            used |= {d for d in DIFFERENCES if (refusal.kind, d.apply(refusal.path)) in expected}
    assert used == set(DIFFERENCES)


PORT = {"containerPort": 1, "hostPort": 1}


def _with_volume(**source: object) -> dict[str, object]:
    return a_pod(volumes=[{"name": "v", **source}])


UNRECORDED = [
    (
        a_pod(initContainers=[{"name": "a", "image": "x"}, {"name": "b", "image": "x", "ports": [PORT, PORT]}]),
        ("Duplicate", "spec.initContainers[0].ports[1].hostPort"),
    ),
    (
        _with_volume(iscsi={"targetPortal": "p", "iqn": "iqn.2001-04.com.example:x", "initiatorName": "x"}),
        ("Invalid", "spec.volumes[0].iscsi.initiatorname"),
    ),
    (_with_volume(emptyDir={}, cephfs={"monitors": ["m"]}), ("Forbidden", "spec.volumes[0].cephFS")),
    (_with_volume(csi={"driver": "d", "nodePublishSecretRef": {"name": "A"}}), ("Invalid", "spec.volumes[0].csi.name")),
]
"""Pods that show the other differences, as the server's source has them."""


# --- partial knowledge ----------------------------------------------------------------------------------------------


def _places(value: Value, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    yield path
    if isinstance(value, Mapping):
        for key, item in value.entries.items():
            yield from _places(item, (*path, key))
    elif isinstance(value, Items):
        for index, item in enumerate(value.items):
            yield from _places(item, (*path, index))


def _unknown(value: Value) -> Value:
    return Unknown(Reason.CALL, NOWHERE)


def _opened(value: Value) -> Value:
    """The same list or mapping, only that more may stand in it."""
    return replace(value, complete=False) if isinstance(value, (Items, Mapping)) else _unknown(value)


def _shortened(value: Value) -> Value:
    """A list or mapping whose last entry is hidden."""
    if isinstance(value, Items):
        return replace(value, items=value.items[:-1], complete=False)
    if isinstance(value, Mapping):
        return replace(value, entries=dict(list(value.entries.items())[:-1]), complete=False)
    return _unknown(value)


def _changed(value: Value, path: tuple[object, ...], change: object) -> Value:
    if not path:
        assert callable(change)
        return change(value)
    step, *rest = path
    if isinstance(value, Mapping) and step in value.entries:
        return replace(value, entries={**value.entries, step: _changed(value.entries[step], tuple(rest), change)})
    if isinstance(value, Items) and isinstance(step, int) and step < len(value.items):
        items = list(value.items)
        items[step] = _changed(items[step], tuple(rest), change)
        return replace(value, items=tuple(items))
    return value


def test_knowing_less_never_says_more() -> None:
    """Hide parts of a pod, at random: every refusal of what is left is one of the whole pod's.

    Two things depend on another volume being refused itself, so they can appear when that is hidden: that a name is
    taken twice, and that a mount's volume doesn't count. The pod is refused either way.
    """
    rng = random.Random(36)
    for number, row in recorded().items():
        pod = as_value(row["pod"])
        whole = list(validate(pod))
        if any(refusal.kind == "Decode" for refusal in whole):
            continue  # the server says nothing else then
        said = {(refusal.kind, refusal.path) for refusal in whole}
        refused = any(refusal.severity is Severity.ERROR for refusal in whole)
        places = list(_places(pod))[1:]
        for _ in range(4):
            less: Value = pod
            for place in rng.sample(places, min(len(places), rng.randint(1, 3))):
                less = _changed(less, place, rng.choice((_unknown, _opened, _shortened)))
            for refusal in validate(less):
                follows_volume = refused and refusal.kind in ("Duplicate", "NotFound")
                assert (refusal.kind, refusal.path) in said or follows_volume, (number, row["what"], refusal)


def test_nothing_known_nothing_said() -> None:
    assert not list(validate(Unknown(Reason.CALL, NOWHERE)))
    assert not list(validate(Mapping({}, NOWHERE, complete=False)))
    assert not list(validate(Mapping({"spec": Unknown(Reason.CALL, NOWHERE)}, NOWHERE)))


@pytest.mark.parametrize(
    ("spec", "silent"),
    [
        ({"volumeMounts": [{"name": "data", "mountPath": "/data"}]}, True),  # the volume may be there
        ({"ports": [{"containerPort": 0}]}, False),
        ({"env": [{"name": "A=B"}]}, False),
    ],
)
def test_an_open_pod_silences_only_what_it_could_satisfy(spec: dict[str, object], silent: bool) -> None:
    container = as_value({"name": "base", "image": "airflow", **spec})
    spec_value = Mapping({"containers": Items((container,), NOWHERE, complete=False)}, NOWHERE, complete=False)
    assert (not list(validate(Mapping({"spec": spec_value}, NOWHERE)))) is silent


def test_what_repeats_among_the_known_is_said_of_an_open_list() -> None:
    twins = Items(tuple(as_value({"name": "data", "emptyDir": {}}) for _ in range(2)), NOWHERE, complete=False)
    spec = Mapping({"volumes": twins}, NOWHERE, complete=False)
    (refusal,) = validate(Mapping({"spec": spec}, NOWHERE))
    assert (refusal.kind, refusal.path) == ("Duplicate", "spec.volumes[1].name")


# --- what is said, and where ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "kind", "suggestion"),
    [
        ({"restartPolicy": "never"}, "NotSupported", "Never"),
        ({"dnsPolicy": "cluster-first"}, "NotSupported", "ClusterFirst"),
        ({"tolerations": [{"key": "gpu", "operator": "exist"}]}, "NotSupported", "Exists"),
        ({"serviceAccountName": "Airflow_Worker"}, "Invalid", "airflow-worker"),
        ({"node_selector": {}}, "Strict", "nodeSelector"),
        ({"terminationGracePeriodSeconds": "30"}, "Decode", "30"),
        ({"hostNetwork": "true"}, "Decode", "true"),
        ({"hostname": 5}, "Decode", '"5"'),
        ({"nodeSelector": {"zone": "eu west"}}, "Invalid", "eu-west"),
        ({"volumes": [{"name": "v", "secret": {"secretName": "s", "defaultMode": 644}}]}, "Invalid", "0o644"),
        ({"volumes": [{"name": "v", "secret": {"secretName": "s", "defaultMode": 999}}]}, "Invalid", None),
        ({"restartPolicy": "Sometimes"}, "NotSupported", None),
        ({"nodeSelector": {"zone": "{{ var.value.zone }}"}}, "Invalid", None),
    ],
)
def test_the_nearest_right_value(spec: dict[str, object], kind: str, suggestion: str | None) -> None:
    (refusal,) = errors(a_pod(**spec))
    assert (refusal.kind, refusal.suggestion) == (kind, suggestion)
    if suggestion:
        assert suggestion.strip('"') in refusal.message


def test_a_suggestion_is_accepted() -> None:
    """What is proposed in place of a misspelt name or word would pass, in all recorded pods."""
    for row in recorded().values():
        for refusal in validate(as_value(row["pod"])):
            if refusal.kind in ("Invalid", "NotSupported") and _is_value(row["pod"], refusal):
                assert refusal.suggestion
                mended = _set(row["pod"], refusal.path, refusal.suggestion)
                left = {(other.kind, other.path) for other in validate(as_value(mended))}
                assert (refusal.kind, refusal.path) not in left, (row["id"], refusal)


def _steps(path: str) -> list[str | int]:
    parts = path.replace("[", ".[").split(".")
    return [int(part[1:-1]) if part[1:-1].isdigit() else part for part in parts]


def _is_value(pod: object, refusal: Refusal) -> bool:
    """Whether the path leads to a text, so that the suggestion, unless it is a number, can stand in its place."""
    if refusal.suggestion is None or refusal.suggestion.isdecimal():
        return False
    for step in _steps(refusal.path):
        if isinstance(pod, dict):
            pod = pod.get(step)
        elif isinstance(pod, list) and isinstance(step, int) and step < len(pod):
            pod = pod[step]
        else:
            return False
    return isinstance(pod, str)


def _set(pod: object, path: str, text: str) -> object:
    import copy

    changed = here = copy.deepcopy(pod)
    *way, last = _steps(path)
    for step in way:
        here = here[step]  # type: ignore[index]
    here[last] = text  # type: ignore[index]
    return changed


def _placed(text: str, plain: object) -> Value:
    """A value whose every part stands where its own JSON text first occurs in ``text``."""
    import json

    shown = json.dumps(plain)
    start = text.index(shown)
    origin = Origin(SOURCE, Span(start, start + len(shown)))
    if isinstance(plain, dict):
        return Mapping({key: _placed(text, item) for key, item in plain.items()}, origin)
    if isinstance(plain, list):
        return Items(tuple(_placed(text, item) for item in plain), origin)
    return Const(plain, origin)


TEXT = (
    '{"spec": {"restartPolicy": "never", "containers": [{"name": "main"}, {"name": "Side", "image": "x", '
    '"resources": {"limits": {"cpu": "1"}, "requests": {"cpu": "2"}}}]}}'
)
SOURCE = Source("pod.json", TEXT)


def test_refusals_stand_where_the_value_was_written() -> None:
    import json

    found = {refusal.path: refusal for refusal in validate(_placed(TEXT, json.loads(TEXT)))}
    assert {path: refusal.origin.text for path, refusal in found.items()} == {
        "spec.restartPolicy": '"never"',
        "spec.containers[0].image": '{"name": "main"}',  # what is missing: the thing that lacks it
        "spec.containers[1].name": '"Side"',
        "spec.containers[1].resources.requests": '"2"',
    }
    assert [origin.text for origin, _ in found["spec.containers[1].resources.requests"].related] == ['"1"']


def test_what_follows_from_another_refusal_is_marked() -> None:
    """So that one mistake is one finding."""
    mounted = {"name": "base", "image": "x", "volumeMounts": [{"name": "v", "mountPath": "/v"}]}
    broken = {"spec": {"containers": [mounted], "volumes": [{"name": "v", "secret": {}}]}}
    assert [(r.path, r.follows) for r in errors(broken)] == [
        ("spec.volumes[0].secret.secretName", False),
        ("spec.containers[0].volumeMounts[0].name", True),
    ]
    negative = {"name": "base", "image": "x", "resources": {"limits": {"cpu": "-1"}}}
    assert [(r.path, r.follows) for r in errors({"spec": {"containers": [negative]}})] == [
        ("spec.containers[0].resources.limits[cpu]", False),
        ("spec.containers[0].resources.requests[cpu]", True),
    ]


def test_older_and_newer_versions_are_judged_as_the_nearest_known_one() -> None:
    image_volume = a_pod(volumes=[{"name": "v", "image": {"reference": "x"}}])
    assert [refusal.kind for refusal in errors(image_volume, (1, 25))] == ["Strict"]
    assert not errors(image_volume, (2, 0))
    assert not errors(image_volume, (1, 36, 3))


def _handlers(**handlers: object) -> dict[str, object]:
    return {"spec": {"containers": [{"name": "base", "image": "x", "livenessProbe": handlers}]}}


def _claim(**spec: object) -> dict[str, object]:
    return _with_volume(ephemeral={"volumeClaimTemplate": {"spec": {**TEMPLATE, **spec}}})


def _container(**fields: object) -> dict[str, object]:
    return {"spec": {"containers": [{"name": "base", "image": "x", **fields}]}}


def _described(**metadata: object) -> dict[str, object]:
    return {**a_pod(), "metadata": metadata}


def _rule(**rule: object) -> dict[str, object]:
    right = {"action": "Restart", "exitCodes": {"operator": "In", "values": [42]}}
    return _container(restartPolicy="Never", restartPolicyRules=[{**right, **rule}])


def _asking(cpu: str, **fields: object) -> dict[str, object]:
    return {"name": f"c{cpu}", "image": "x", "resources": {"requests": {"cpu": cpu}}, **fields}


def _iscsi(**fields: object) -> dict[str, object]:
    return _with_volume(iscsi={"targetPortal": "p", "iqn": "iqn.2001-04.com.example:x", **fields})


def _in_windows(user: str) -> dict[str, object]:
    return a_pod(securityContext={"windowsOptions": {"runAsUserName": user}})


def _resources(**resources: object) -> dict[str, object]:
    return {"spec": {"containers": [{"name": "base", "image": "x", "resources": resources}]}}


C = "spec.containers[0]"
V = "spec.volumes[0]"
N = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
TEMPLATE = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}


@pytest.mark.parametrize(
    ("pod", "expected"),
    [
        # the server looks into the first handler or source only
        (_handlers(exec={"command": ["a"]}, httpGet={"port": 0}), {("Forbidden", f"{C}.livenessProbe.httpGet")}),
        (_with_volume(emptyDir={}, secret={}), {("Forbidden", f"{V}.secret")}),
        (a_pod(dnsPolicy="None", dnsConfig={"searches": ["A"]}), {("Required", "spec.dnsConfig.nameservers")}),
        # of what can't be overcommitted a limit must exist, whatever else is wrong with its name
        (
            _resources(requests={"requests.nvidia.com/gpu": 1}),
            {
                ("Invalid", f"{C}.resources.requests[requests.nvidia.com/gpu]"),
                ("Required", f"{C}.resources.limits"),
            },
        ),
        (_resources(limits={"hugepages-2Mi": "0.5", "cpu": 1}), {("Invalid", f"{C}.resources.limits[hugepages-2Mi]")}),
        (a_pod(overhead={"hugepages-2Mi": "2Mi"}), {("Forbidden", "spec.overhead")}),
        (
            a_pod(resources={"limits": {"cpu": "1"}, "requests": {"cpu": "500m"}}, os={"name": "windows"}),
            {("Forbidden", "spec.resources")},
        ),
        # what is generated from a wrong prefix is wrong too
        (
            {**a_pod(), "metadata": {"generateName": "a/b"}},
            {("Invalid", "metadata.generateName"), ("Invalid", "metadata.name")},
        ),
        (
            {
                **a_pod(),
                "metadata": {"ownerReferences": [{"apiVersion": "a/b/c", "kind": "K", "name": "n", "uid": "u"}]},
            },
            {("Invalid", "metadata.ownerReferences.apiVersion")},
        ),
        (
            {**a_pod(), "metadata": {"creationTimestamp": "2024-13-01T00:00:00Z"}},
            {("Decode", "metadata.creationTimestamp")},
        ),
        # claims
        (
            _with_volume(
                ephemeral={
                    "volumeClaimTemplate": {
                        "metadata": {"name": "x"},
                        "spec": {
                            **TEMPLATE,
                            "dataSource": {"kind": "A", "name": "a", "apiGroup": "G"},
                            "dataSourceRef": {"kind": "B", "name": "a", "apiGroup": "g"},
                        },
                    }
                }
            ),
            {
                ("Forbidden", f"{V}.ephemeral.volumeClaimTemplate.metadata.name"),
                ("Invalid", f"{V}.ephemeral.volumeClaimTemplate.spec.dataSource.apiGroup"),
                ("Invalid", f"{V}.ephemeral.volumeClaimTemplate.spec"),
            },
        ),
        # a container's image may be padded with any white space that Go knows
        ({"spec": {"containers": [{"name": "base", "image": "x\u00a0"}]}}, {("Invalid", f"{C}.image")}),
        ({"spec": {"containers": [{"name": "base", "image": "x\x1f"}]}}, set()),
        # a negative grace period counts as one second
        (
            a_pod(
                terminationGracePeriodSeconds=-5,
                containers=[
                    {"name": "base", "image": "x", "lifecycle": {"preStop": {"sleep": {"seconds": 2}}}},
                ],
            ),
            {("Invalid", f"{C}.lifecycle.preStop.sleep")},
        ),
        (
            _claim(accessModes=["ReadWriteOncePod", "ReadWriteOnce"]),
            {("Forbidden", f"{V}.ephemeral.volumeClaimTemplate.spec.accessModes")},
        ),
        (_claim(resources={"requests": {"storage": "1500m"}}), set()),
        # restart rules
        (_rule(action="restart"), {("NotSupported", f"{C}.restartPolicyRules[0].action")}),
        (_rule(exitCodes=None), {("Required", f"{C}.restartPolicyRules[0].exitCodes")}),
        (
            _rule(exitCodes={"operator": "In", "values": list(range(256))}),
            {("TooMany", f"{C}.restartPolicyRules[0].exitCodes.values")},
        ),
        (
            _container(
                restartPolicy="Never", restartPolicyRules=[{"action": "Restart", "exitCodes": {"operator": "In"}}] * 21
            ),
            {("TooMany", f"{C}.restartPolicyRules")},
        ),
        # ephemeral containers
        (
            a_pod(
                volumes=[{"name": "v", "emptyDir": {}}],
                ephemeralContainers=[
                    {
                        "name": "e",
                        "image": "x",
                        "lifecycle": {},
                        "volumeMounts": [{"name": "v", "mountPath": "/v", "subPath": "a"}],
                    }
                ],
            ),
            {
                ("Forbidden", "spec.ephemeralContainers"),
                ("Forbidden", "spec.ephemeralContainers[0].lifecycle"),
                ("Forbidden", "spec.ephemeralContainers[0].volumeMounts[0].subPath"),
            },
        ),
        # metadata
        (_described(finalizers=["orphan", "foregroundDeletion"]), {("Invalid", "metadata.finalizers")}),
        (
            _described(ownerReferences=[{"apiVersion": "v1", "kind": "Event", "name": "n", "uid": "u"}]),
            {("Invalid", "metadata.ownerReferences")},
        ),
        (
            _described(
                ownerReferences=[
                    {"apiVersion": "v1", "kind": "K", "name": n, "uid": n, "controller": True} for n in "ab"
                ]
            ),
            {("Invalid", "metadata.ownerReferences")},
        ),
        (
            _described(annotations={"kubernetes.io/config.mirror": "x"}),
            {("Invalid", "metadata.annotations[kubernetes.io/config.mirror]")},
        ),
        (
            _described(annotations={"seccomp.security.alpha.kubernetes.io/pod": "localhost/../x"}),
            {("Invalid", "metadata.annotations.seccomp.security.alpha.kubernetes.io/pod")},
        ),
        (
            {
                **a_pod(securityContext={"seccompProfile": {"type": "Localhost", "localhostProfile": "a"}}),
                "metadata": {"annotations": {"seccomp.security.alpha.kubernetes.io/pod": "localhost/b"}},
            },
            {("Forbidden", "spec.securityContext.seccompProfile.localhostProfile")},
        ),
        (
            {
                **a_pod(securityContext={"appArmorProfile": {"type": "Localhost", "localhostProfile": "a"}}),
                "metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.io/base": "localhost/b"}},
            },
            {("Forbidden", f"{C}.securityContext.appArmorProfile.localhostProfile")},
        ),
        # network
        (a_pod(hostAliases=[{"ip": "10.0.0.256"}]), {("Invalid", "spec.hostAliases[0].ip")}),
        (a_pod(hostAliases=[{"ip": "fe80::1%eth0"}]), {("Invalid", "spec.hostAliases[0].ip")}),
        (a_pod(hostAliases=[{"ip": "1::2::3"}]), {("Invalid", "spec.hostAliases[0].ip")}),
        (a_pod(hostnameOverride="a" * 65), {("TooLong", "spec.hostnameOverride")}),
        # the pod asks for less than its containers: sidecars count beside them, init containers by the greatest need
        (
            a_pod(
                resources={"requests": {"cpu": "3"}},
                containers=[_asking("1"), _asking("1500m")],
                initContainers=[_asking("600m", restartPolicy="Always")],
            ),
            {("Invalid", "spec.resources.requests[cpu]")},
        ),
        (
            a_pod(resources={"requests": {"cpu": "3"}}, containers=[_asking("1")], initContainers=[_asking("3001m")]),
            {("Invalid", "spec.resources.requests[cpu]")},
        ),
        (a_pod(resources={"requests": {"cpu": "3"}}, containers=[_asking("1")], initContainers=[_asking("3")]), set()),
        # scheduling
        (
            a_pod(
                affinity={
                    "nodeAffinity": {
                        "requiredDuringSchedulingIgnoredDuringExecution": {
                            "nodeSelectorTerms": [
                                {"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["a", "B"]}]}
                            ]
                        }
                    }
                }
            ),
            {
                ("Required", f"{N}.matchFields[0].values"),
                ("Invalid", f"{N}.matchFields[0].values[1]"),
            },
        ),
        (
            a_pod(
                topologySpreadConstraints=[
                    {"maxSkew": 1, "topologyKey": "k", "whenUnsatisfiable": "ScheduleAnyway", "matchLabelKeys": ["a"]}
                ]
            ),
            {("Forbidden", "spec.topologySpreadConstraints[0].matchLabelKeys")},
        ),
        # security
        (
            a_pod(securityContext={"appArmorProfile": {"type": "Localhost", "localhostProfile": "a" * 4096}}),
            {("TooLong", "spec.securityContext.appArmorProfile.localhostProfile")},
        ),
        (_in_windows("a b|c\\user"), {("Invalid", "spec.securityContext.windowsOptions.runAsUserName")}),
        (_in_windows("example.com\\user"), set()),
        (
            a_pod(
                hostNetwork=True,
                securityContext={"windowsOptions": {"hostProcess": True}},
                containers=[
                    {"name": "base", "image": "x", "securityContext": {"windowsOptions": {"hostProcess": False}}},
                    {"name": "b", "image": "x"},
                ],
            ),
            {("Invalid", f"{C}.securityContext.windowsOptions.hostProcess"), ("Invalid", "spec")},
        ),
        # volumes
        (_iscsi(initiatorName="iqn.2001-04.com.example:y", targetPortal="p" * 63), {("Invalid", f"{V}.name")}),
        (_iscsi(chapAuthSession=True), {("Required", f"{V}.iscsi.secretRef")}),
        (_iscsi(iqn="naa.x"), {("Invalid", f"{V}.iscsi.iqn")}),
        (
            _with_volume(fc={"targetWWNs": ["a"], "wwids": ["b"]}),
            {("Invalid", f"{V}.fc.targetWWNs"), ("Required", f"{V}.fc.lun")},
        ),
        (_with_volume(fc={"targetWWNs": ["a"], "lun": 256}), {("Invalid", f"{V}.fc.lun")}),
        (
            _with_volume(flocker={"datasetName": "a/b", "datasetUUID": "u"}),
            {("Invalid", f"{V}.flocker"), ("Invalid", f"{V}.flocker.datasetName")},
        ),
        (_with_volume(quobyte={"registry": "host", "volume": "v"}), {("Invalid", f"{V}.quobyte.registry")}),
        (_with_volume(quobyte={"registry": "h:1,[::1]:2", "volume": "v"}), set()),
        (
            _with_volume(quobyte={"registry": "h:1", "volume": "v", "tenant": "t" * 65}),
            {("Required", f"{V}.quobyte.tenant")},
        ),
        (
            _with_volume(flexVolume={"driver": "d", "options": {"a.k8s.io/x": "y"}}),
            {("Invalid", f"{V}.flexVolume.options[a.k8s.io/x]")},
        ),
        (
            _with_volume(azureDisk={"diskName": "d", "diskURI": "https://x", "kind": "Managed"}),
            {("NotSupported", f"{V}.azureDisk.diskURI")},
        ),
        (
            {
                **a_pod(
                    volumes=[
                        {"name": "a", "ephemeral": {"volumeClaimTemplate": {"spec": TEMPLATE}}},
                        {"name": "b", "persistentVolumeClaim": {"claimName": "p-a"}},
                    ]
                ),
                "metadata": {"name": "p"},
            },
            {("Invalid", "spec.volumes[1].persistentVolumeClaim.claimName")},
        ),
        (
            {
                **a_pod(volumes=[{"name": "a", "ephemeral": {"volumeClaimTemplate": {"spec": TEMPLATE}}}]),
                "metadata": {"name": "p" * 252},
            },
            {("Invalid", f"{V}.name")},
        ),
        # only the tolerations of the annotation are judged, and like those of the spec
        (
            {
                **a_pod(),
                "metadata": {"annotations": {"scheduler.alpha.kubernetes.io/tolerations": '[{"operator": "X"}]'}},
            },
            {
                ("Invalid", "metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator"),
                ("NotSupported", "metadata.annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator"),
            },
        ),
    ],
)
def test_what_no_recorded_pod_shows(pod: object, expected: set[tuple[str, str]]) -> None:
    """Read in the server's source."""
    said = {(refusal.kind, refusal.path) for refusal in errors(pod) if not refusal.follows}
    assert said == expected


@pytest.mark.parametrize(
    ("pod", "path"),
    [
        (
            _container(ports=[{"containerPort": 1, "hostPort": 2, "hostIP": ip} for ip in ("", "10.0.0.1")]),
            f"{C}.ports[1]",
        ),
        (_container(ports=[{"containerPort": 1, "hostPort": port} for port in (0, 2)]), f"{C}.ports[1]"),
        (a_pod(hostAliases=[{"ip": "10.0.0.1"}, {"ip": "10.0.0.1"}]), "spec.hostAliases[1].ip"),
        (
            _claim(resources={"requests": {"storage": "1500m"}}),
            f"{V}.ephemeral.volumeClaimTemplate.spec.resources.requests[storage]",
        ),
        (_described(generateName="my.dag-"), "metadata.name"),
    ],
)
def test_warnings_that_no_recorded_pod_shows(pod: object, path: str) -> None:
    assert [(refusal.kind, refusal.path) for refusal in validate(as_value(pod))] == [("Warning", path)]


def test_an_area_does_not_depend_on_the_order_of_fields() -> None:
    def backwards(plain: object) -> object:
        if isinstance(plain, dict):
            return {key: backwards(item) for key, item in reversed(plain.items())}
        return [backwards(item) for item in plain] if isinstance(plain, list) else plain

    for number, row in recorded().items():
        found, other = (
            {(refusal.area, refusal.kind, refusal.path) for refusal in validate(as_value(pod))}
            for pod in (row["pod"], backwards(row["pod"]))
        )
        assert found == other or "Decode" in {kind for _, kind, _ in found}, number


# --- the documentation ----------------------------------------------------------------------------------------------


HEAD = """\
# Coverage of the API server's validation

<!-- Generated: `pytest tests/test_validation.py --accept` writes it anew. -->

Kubernetes 1.36.3 validated {pods:,} recorded pods. For {right:,} of them, k8slint gives exactly the same result: the same verdict
(accepted, accepted with a warning, rejected), and for every error the same kind and field. Another {versions} pods have different
results in Kubernetes 1.30 to 1.36; for these, k8slint gives the result of each version.

A *constraint* checks one field; the JSON type of a field counts as a constraint. A *rule* checks several fields together. *Errors* is the
number of errors of the recorded pods in an area.

| area | objects | fields | constraints | rules | errors |
|---|--:|--:|--:|--:|--:|
"""

TAIL = """
## Where k8slint shows another field path

The field path in an error of the API server is sometimes wrong or incomplete. k8slint then shows the correct path:

| k8slint | API server | reason |
|---|---|---|
"""


def documentation() -> str:
    """docs/kubernetes.md: what is checked, by area, and how the recorded pods fare."""
    found: Counter[str] = Counter()
    right = 0
    for row in recorded().values():
        expected = Answer.recorded(row)
        refusals = list(validate(as_value(row["pod"])))
        right += Answer.of(refusals, expected).fits(expected)
        refused = {(r.area, r.kind, r.path) for r in refusals if r.severity is Severity.ERROR}
        found.update(area for area, _, _ in refused)
    rows = [
        (name, area.objects, area.fields, area.constraints, area.rules, found[name]) for name, area in count().items()
    ]
    rows.append(("**all**", *(sum(column) for column in list(zip(*rows, strict=True))[1:])))
    head = HEAD.format(pods=len(recorded()), right=right, versions=len(recorded_by_version()))
    areas = "".join(f"| {' | '.join(str(cell or '') for cell in row)} |\n" for row in rows)
    table = "".join(f"| `{d.ours}` | `{d.server}` | {d.reason} |\n" for d in DIFFERENCES)
    return f"{head}{areas}{TAIL}{table}"


def test_the_documentation_is_generated(accept: bool) -> None:
    file = ROOT / "docs" / "kubernetes.md"
    if accept:
        file.write_text(documentation(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == documentation()


def test_what_is_said_to_hold_everywhere_is_said_by_every_version() -> None:
    """So that the checker needn't ask the other versions."""
    sure = 0
    for number, row in recorded().items():
        pod = as_value(row["pod"])
        certain = {(each.severity, each.area, each.path) for each in validate(pod) if holds_everywhere(each)}
        certain = {each for each in certain if each[0] is not Severity.INFO}
        sure += len(certain)
        for version in SUPPORTED if certain else ():
            assert certain <= {(each.severity, each.area, each.path) for each in validate(pod, version)}, (
                number,
                version,
            )
    assert sure > 300
