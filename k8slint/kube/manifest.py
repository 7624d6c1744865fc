"""Classifies a YAML or JSON document: a pod, a Kubernetes object with a pod, or another object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass, replace
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Reason, Unknown, Value, get
from k8slint.kube.api.refusal import Refusal
from k8slint.source.text import Source, Span

if TYPE_CHECKING:
    from k8slint.settings.targets import Version

# kind -> where its pod template is
WORKLOADS: dict[str, tuple[str, ...]] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": ("spec", "template"),
    "Deployment": ("spec", "template"),
    "Job": ("spec", "template"),
    "PodTemplate": ("template",),
    "ReplicaSet": ("spec", "template"),
    "ReplicationController": ("spec", "template"),
    "StatefulSet": ("spec", "template"),
}
_GROUPS = ("v1", "apps/", "batch/", "extensions/")  # custom resources may have kinds of the same names
_RUNS_FOR_EVER = ("DaemonSet", "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet")
_POD_FIELDS = frozenset({"apiVersion", "kind", "metadata", "spec", "status"})
_CHART_KEYS = frozenset(
    {
        "airflow", "airflowHome", "airflowVersion", "apiServer", "config", "dags", "dagProcessor", "data", "env",
        "executor", "extraEnv", "extraSecrets", "fernetKey", "images", "ingress", "logs", "metadata", "podTemplate",
        "postgresql", "redis", "rbac", "scheduler", "secret", "statsd", "triggerer", "webserver", "workers",
    }
)  # fmt: skip
SET_BY_A_CONTROLLER = Origin(Source("<controller>", ""), Span(0, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """A Kubernetes object with a pod: ``pod`` as the API server gets it, ``path`` the place of its template."""

    kind: str
    pod: Mapping
    path: str

    def refusals(self, version: Version) -> Iterator[Refusal]:
        """What the API server says of the pod, with the fields named from the object's top."""
        from k8slint.kube.api.validation import validate

        for refusal in validate(self.pod, version):
            if refusal.origin.source is not SET_BY_A_CONTROLLER.source:
                yield replace(refusal, path=f"{self.path}.{refusal.path}" if self.path else refusal.path)
        yield from self._restart_policy()

    def _restart_policy(self) -> Iterator[Refusal]:
        policy = get(self.pod, "spec", "restartPolicy")
        path = f"{self.path}.spec.restartPolicy"
        match policy:
            case Const(value=str(text)) if self.kind in _RUNS_FOR_EVER and text in ("OnFailure", "Never"):
                message = f"`restartPolicy` must be `Always` in a {self.kind}"
                yield Refusal("NotSupported", path, policy.origin, message, "pod", suggestion="Always")
            case Const(value="Always") | Absent() if self.kind in ("Job", "CronJob"):
                message = f"a {self.kind} needs `restartPolicy: Never` or `OnFailure`"
                yield Refusal("Required", path, policy.origin, message, "pod")
            case _:
                return


def workloads(document: Value) -> tuple[Workload, ...] | None:
    """The pods of a Kubernetes object; of a List those of its items. None if the document is no such object."""
    kind = _text(document, "kind")
    version = _text(document, "apiVersion") or ""
    if kind == "Pod":
        return _workload(kind, document, "")
    if kind == "List" and isinstance(items := get(document, "items"), Items):
        found = [workloads(item) or () for item in items.items]
        return tuple(each for one in found for each in one)
    path = WORKLOADS.get(kind or "")
    if kind is None or path is None or not version.startswith(_GROUPS):
        return None
    return _workload(kind, get(document, *path), ".".join(path), get(document, "spec", "volumeClaimTemplates"))


def _workload(kind: str, template: Value, path: str, claims: Value | None = None) -> tuple[Workload, ...]:
    if not isinstance(template, Mapping):
        return ()
    entries = dict(template.entries)
    if path:  # the controller names its pods
        metadata = entries.get("metadata", Mapping({}, template.origin))
        if isinstance(metadata, Mapping):
            name = Unknown(Reason.EXTERNAL, SET_BY_A_CONTROLLER, "the name that the controller gives")
            entries["metadata"] = replace(metadata, entries={**metadata.entries, "name": name})
    spec = entries.get("spec")
    if isinstance(claims, Items) and isinstance(spec, Mapping):  # each claim is a volume of the pods
        volumes = spec.entries.get("volumes", Items((), spec.origin))
        if isinstance(volumes, Items):
            entries["spec"] = replace(spec, entries={**spec.entries, "volumes": replace(volumes, complete=False)})
    return (Workload(kind, replace(template, entries=entries), path),)


def other_kind(document: Value) -> str | None:
    """What a document is when it is neither a pod nor has one: in words; None for what may be a pod."""
    if not isinstance(document, Mapping):
        return None if isinstance(document, Unknown) else "not a mapping"
    kind = _text(document, "kind")
    if kind == "Pod" or (kind is None and _POD_FIELDS & document.entries.keys() - {"metadata"}):
        return None
    resources = get(document, "resources")  # in the values of a chart they are requests and limits
    listed = isinstance(resources, Items) or {"patches", "bases"} & document.entries.keys()
    if kind == "Kustomization" or (kind is None and listed):
        return "a kustomization"
    if kind is not None:
        return f"a Kubernetes {kind}"
    if not document.complete:
        return None
    if is_chart_values(document):
        return "values of a Helm chart"
    return "not a Kubernetes object"


def is_chart_values(document: Value) -> bool:
    """Whether a document looks like the values of a chart that installs Airflow."""
    return (
        isinstance(document, Mapping) and "kind" not in document.entries and bool(_CHART_KEYS & document.entries.keys())
    )


def _text(value: Value, key: str) -> str | None:
    match get(value, key):
        case Const(value=str(text)):
            return text
        case _:
            return None
