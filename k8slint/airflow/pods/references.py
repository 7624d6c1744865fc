"""Collects the objects to which a pod refers by name: Secrets, ConfigMaps, claims, classes, its service account."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.pods.launched import default_args, defaulted, launches_pods, makes_dag
from k8slint.airflow.pods.merge import is_from_airflow
from k8slint.airflow.pods.sites import Kind, for_kubernetes
from k8slint.airflow.pods.whole import defaults_of
from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Absent, Const, Instance, Items, Mapping, Origin, Unknown, Value, get

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.kube.pod import Container, Pod


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """One name that must exist. ``keys`` are those that are asked of a Secret or ConfigMap, with their places.
    ``waits`` says what the kubelet does without it."""

    kind: str
    name: str
    origin: Origin
    field: str
    keys: tuple[tuple[str, Origin], ...] = ()
    waits: str = ""


CONTAINER = "the container never starts (CreateContainerConfigError)"
VOLUME = "the volume is never mounted and the pod never starts"
ADMISSION = "the API server rejects the pod"
PENDING = "the pod stays Pending"


@lru_cache(maxsize=16)
def references(pod: Pod) -> tuple[Reference, ...]:
    """Every reference with a known name that isn't optional; what Airflow or an unnamed template adds is left out."""
    found = [*_of_spec(pod), *_of_volumes(pod)]
    for container in pod.all_containers:
        found += _of_container(container)
    return tuple(reference for reference in found if not is_from_airflow(reference.origin))


def _of_spec(pod: Pod) -> Iterator[Reference]:
    spec = pod.get("spec")
    for field, kind, waits in (
        ("serviceAccountName", "ServiceAccount", ADMISSION),
        ("priorityClassName", "PriorityClass", ADMISSION),
        ("runtimeClassName", "RuntimeClass", ADMISSION),
    ):
        yield from _named(kind, get(spec, field), f"spec.{field}", waits)
    for index, secret in enumerate(_items(spec, "imagePullSecrets")):
        yield from _named("Secret", get(secret, "name"), f"spec.imagePullSecrets[{index}].name", "pull")
    for index, claim in enumerate(_items(spec, "resourceClaims")):
        path = f"spec.resourceClaims[{index}].resourceClaimTemplateName"
        yield from _named("ResourceClaimTemplate", get(claim, "resourceClaimTemplateName"), path, PENDING)


def _of_container(container: Container) -> Iterator[Reference]:
    for index, variable in enumerate(_items(container.value, "env")):
        for source, kind in (("secretKeyRef", "Secret"), ("configMapKeyRef", "ConfigMap")):
            selector = get(variable, "valueFrom", source)
            path = f"{container.path}.env[{index}].valueFrom.{source}"
            yield from _selected(kind, selector, "name", path, [get(selector, "key")], CONTAINER)
    for index, each in enumerate(_items(container.value, "envFrom")):
        for field, kind in (("secretRef", "Secret"), ("configMapRef", "ConfigMap")):
            path = f"{container.path}.envFrom[{index}].{field}"
            yield from _selected(kind, get(each, field), "name", path, [], CONTAINER)


def _of_volumes(pod: Pod) -> Iterator[Reference]:
    for index, volume in enumerate(pod.volumes):
        path = f"spec.volumes[{index}]"
        yield from _of_source(get(volume, "secret"), "Secret", "secretName", f"{path}.secret")
        yield from _of_source(get(volume, "configMap"), "ConfigMap", "name", f"{path}.configMap")
        for number, source in enumerate(_items(volume, "projected", "sources")):
            inner = f"{path}.projected.sources[{number}]"
            yield from _of_source(get(source, "secret"), "Secret", "name", f"{inner}.secret")
            yield from _of_source(get(source, "configMap"), "ConfigMap", "name", f"{inner}.configMap")
        claim = get(volume, "persistentVolumeClaim", "claimName")
        yield from _named("PersistentVolumeClaim", claim, f"{path}.persistentVolumeClaim.claimName", PENDING)
        template = ("ephemeral", "volumeClaimTemplate", "spec", "storageClassName")
        yield from _named("StorageClass", get(volume, *template), f"{path}.{'.'.join(template)}", PENDING)
        secret = get(volume, "csi", "nodePublishSecretRef", "name")
        yield from _named("Secret", secret, f"{path}.csi.nodePublishSecretRef.name", VOLUME)


def _of_source(source: Value, kind: str, name: str, path: str) -> Iterator[Reference]:
    keys = [get(item, "key") for item in _items(source, "items")]
    yield from _selected(kind, source, name, path, keys, VOLUME)


def argument_references(call: CallRecord) -> Iterator[Reference]:
    """What KubernetesPodOperator's ``secrets`` and ``configmaps`` add to the pod."""
    for secret in _items(call.keywords.get("secrets", Absent(call.origin))):
        if isinstance(secret, Instance) and secret.cls.endswith(".Secret"):
            is_volume = isinstance(kind := get(secret, "deploy_type"), Const) and kind.value == "volume"
            keys = [get(item, "key") for item in _items(secret, "items")] if is_volume else [get(secret, "key")]
            waits = VOLUME if is_volume else CONTAINER
            yield from _selected("Secret", secret, "secret", "", keys, waits, optional=False)
    for name in _items(call.keywords.get("configmaps", Absent(call.origin))):
        yield from _named("ConfigMap", name, "", CONTAINER)


def _named(kind: str, name: Value, path: str, waits: str) -> Iterator[Reference]:
    match name:
        case Const(value=str(text)) if text and "{{" not in text and "{%" not in text:
            yield Reference(kind, text, name.origin, path, (), waits)


def _selected(
    kind: str, source: Value, name: str, path: str, keys: list[Value], waits: str, *, optional: bool = True
) -> Iterator[Reference]:
    """A selector's name and keys, unless it is, or may be, optional."""
    if isinstance(source, (Absent, Unknown)):
        return
    may_lack = get(source, "optional")
    if optional and not (isinstance(may_lack, Absent) or (isinstance(may_lack, Const) and not may_lack.value)):
        return
    for found in _named(kind, get(source, name), f"{path}.{name}".lstrip("."), waits):
        known = [
            (key.value, key.origin)
            for key in keys
            if isinstance(key, Const) and isinstance(key.value, str) and key.value
        ]
        yield Reference(kind, found.name, found.origin, found.field, tuple(known), waits)


def _items(value: Value, *path: str) -> tuple[Value, ...]:
    match get(value, *path):
        case Items(items=items):
            return items
        case _:
            return ()


# --- where a pod runs

_OTHER_CLUSTERS = ("config_file", "cluster_context", "kubernetes_conn_id", "in_cluster", "gcp_conn_id", "cluster_name")
_MANAGED = ("GKEStartPodOperator", "GKEPodOperator", "EksPodOperator")


def namespace_of(pod: Pod, evaluation: Evaluation, default: str | None) -> str | None:
    """The namespace that a pod runs in; None when that can't be known, or when another cluster may run it."""
    site = pod.site
    if site is None or not for_kubernetes(site):
        return None
    if site.kind in (Kind.OPERATOR, Kind.FULL_POD_SPEC, Kind.TEMPLATE_DICT):
        if site.call is None or _may_run_elsewhere(site.call, evaluation):
            return None
    if site.kind is Kind.TEMPLATE:
        return default  # Airflow puts its own setting in place of what the template says
    metadata = pod.get("metadata")
    written = metadata.entries.get("namespace") if isinstance(metadata, Mapping) else None
    match written:
        case None | Absent() | Const(value=None):
            return default if site.kind is not Kind.OPERATOR else _of_defaults(site.call, pod, evaluation, default)
        case Const(value=str(name)) if name:
            return name
        case Unknown(origin=origin) if is_from_airflow(origin):
            return default
        case _:
            return None


def namespace_of_call(call: CallRecord, evaluation: Evaluation, default: str | None) -> str | None:
    """The namespace of the pod that a KubernetesPodOperator launches, as its arguments say; None as above."""
    if _may_run_elsewhere(call, evaluation) or any(name in call.keywords for name in _WHOLE_PODS):
        return None
    match call.keywords.get("namespace"):
        case None | Const(value=None):
            return _in_default_args(call, evaluation, default)
        case Const(value=str(name)) if name and "{{" not in name:
            return name
        case _:
            return None


def _of_defaults(call: CallRecord | None, pod: Pod, evaluation: Evaluation, default: str | None) -> str | None:
    """The namespace of an operator's pod that says none itself."""
    if call is None:
        return None
    metadata = pod.get("metadata")
    is_open = not (isinstance(metadata, Mapping) and metadata.complete)
    if is_open and any(name in call.keywords for name in _WHOLE_PODS):
        return None  # the pod that it starts from may say it
    return _in_default_args(call, evaluation, default)


def _in_default_args(call: CallRecord, evaluation: Evaluation, default: str | None) -> str | None:
    """The namespace that the default_args of an operator's DAG give it, else the default; None where that isn't known."""
    names = defaulted(evaluation)
    if names is None:
        return None if any(default_args(each) != () for each in evaluation.calls if makes_dag(each)) else default
    if "namespace" not in names:
        return default
    defaults = defaults_of(call, evaluation)
    match None if defaults is None else defaults.entries.get("namespace", Const(None, defaults.origin)):
        case Const(value=None):
            return default
        case Const(value=str(name)) if name and "{{" not in name:
            return name
        case _:
            return None


_WHOLE_PODS = ("full_pod_spec", "pod_template_file", "pod_template_dict")


def _may_run_elsewhere(call: CallRecord, evaluation: Evaluation) -> bool:
    if not call.complete or any(name in call.keywords for name in _OTHER_CLUSTERS):
        return True
    if any(name.removesuffix(".partial").endswith(_MANAGED) for name in (call.qualified_name, *call.bases)):
        return True
    return _defaults_may_name_a_cluster(evaluation)


@lru_cache(maxsize=1)
def _defaults_may_name_a_cluster(evaluation: Evaluation) -> bool:
    for other in evaluation.calls:
        if launches_pods(other):
            continue
        match other.keywords.get("default_args"):
            case None:
                continue
            case Mapping(entries=entries, complete=True) if not any(name in entries for name in _OTHER_CLUSTERS):
                continue
            case _:
                return True
    return False
