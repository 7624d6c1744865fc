"""Attaches to the pod of an operator what isn't a part of a pod in its arguments: ``secrets``, the sidecar for XComs.

As ``Secret.attach_to_pod`` and ``add_xcom_sidecar`` do it in apache-airflow-providers-cncf-kubernetes 4.0 to 10.25.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as AbstractMapping
from typing import TYPE_CHECKING

from k8slint.airflow.pods.merge import AIRFLOW
from k8slint.airflow.secret import is_missing
from k8slint.dataclass import replace
from k8slint.evaluate.values import Absent, Const, Instance, Items, Mapping, Reason, Unknown, Value, get
from k8slint.kube.client.wire import to_wire

if TYPE_CHECKING:
    from k8slint.settings.targets import Version

_MAIN = ("spec", "containers", 0)


def with_secrets(pod: Value, secrets: Value | None, client: Version) -> Value:
    """A pod (wire value) with what an operator's ``secrets`` add to its first container. A secret of which it isn't known
    how it is deployed leaves the lists that it may add to open."""
    if secrets is None or (isinstance(secrets, Const) and not secrets.value):
        return pod
    if not isinstance(secrets, Items):
        return _opened(pod, secrets)
    for number, secret in enumerate(secrets.items, 1):
        pod = _attached(pod, secret, number, client)
    return pod if secrets.complete else _opened(pod, secrets)


def with_xcom_sidecar(pod: Value, wanted: Value | None) -> Value:
    """A pod with what ``do_xcom_push`` adds: a sidecar, and a volume that it and the first container mount."""
    match wanted:
        case None | Const(value=None | False):
            return pod
        case Const():
            mount = _airflows({"name": _text("xcom"), "mountPath": _text("/airflow/xcom")})
            volume = _airflows({"name": _text("xcom"), "emptyDir": _airflows({})})
            image = Unknown(Reason.EXTERNAL, AIRFLOW, "the connection's xcom_sidecar_container_image, else `alpine`")
            sidecar: dict[str, Value] = {
                "name": _text("airflow-xcom-sidecar"),
                "image": image,
                "volumeMounts": Items((mount,), AIRFLOW),
            }
            pod = _added(pod, ("spec", "volumes"), volume, first=True)
            pod = _added(pod, (*_MAIN, "volumeMounts"), mount, first=True)
            return _added(pod, ("spec", "containers"), replace(_airflows(sidecar), complete=False))
    return _changed(_opened(pod, wanted), ("spec", "containers"), _open_list)


def _text(text: str) -> Const:
    return Const(text, AIRFLOW)


def _airflows(entries: AbstractMapping[str, Value]) -> Mapping:
    return Mapping(entries, AIRFLOW)


def _attached(pod: Value, secret: Value, number: int, client: Version) -> Value:
    if not (isinstance(secret, Instance) and secret.cls.endswith(".Secret")):
        return _opened(pod, secret)
    target, name, key = (get(secret, each) for each in ("deploy_target", "secret", "key"))
    match get(secret, "deploy_type"):
        case Const(value="volume"):
            volume = _text(f"secretvol-{number}")  # Airflow's has a random part
            source = {"secretName": name, **_items(secret, client)}
            pod = _added(pod, ("spec", "volumes"), _object({"name": volume, "secret": _object(source, secret)}, secret))
            mount = {"mountPath": target, "name": volume, "readOnly": Const(True, secret.origin)}
            return _added(pod, (*_MAIN, "volumeMounts"), _object(mount, secret))
        case Const(value="env") if is_missing(key):
            reference = {"secretRef": _object({"name": name}, secret)}
            return _added(pod, (*_MAIN, "envFrom"), _object(reference, secret))
        case Const(value="env") if not isinstance(key, Unknown):
            selector = _object({"name": name, "key": key}, secret)
            variable = {"name": target, "valueFrom": _object({"secretKeyRef": selector}, secret)}
            return _added(pod, (*_MAIN, "env"), _object(variable, secret))
    return _opened(pod, secret)


def _items(secret: Instance, client: Version) -> dict[str, Value]:
    items = get(secret, "items")
    match items:
        case Items(items=entries) if entries:
            parts = tuple(to_wire(each, "V1KeyToPath", client=client, round_trip=False) for each in entries)
            return {"items": replace(items, items=parts)}
        case Absent() | Const() | Items():
            return {}
    return {"items": items}


def _opened(pod: Value, unknown: Value) -> Value:
    """The same pod, of which something unknown may add to any of these lists."""

    def opened(value: Value) -> Value:
        return Unknown(Reason.CALL, unknown.origin) if is_missing(value) else _open_list(value)

    for path in (("spec", "volumes"), *((*_MAIN, name) for name in ("volumeMounts", "env", "envFrom"))):
        pod = _changed(pod, path, opened)
    return pod


def _open_list(value: Value) -> Value:
    return replace(value, complete=False) if isinstance(value, Items) else value


def _added(pod: Value, path: tuple[str | int, ...], item: Value, *, first: bool = False) -> Value:
    def longer(value: Value) -> Value:
        match value:
            case Items(items=items):
                return replace(value, items=(item, *items) if first else (*items, item))
            case Absent() | Const(value=None):
                return Items((item,), item.origin)
            case Unknown():
                return Items((item,), item.origin, complete=False)
        return value

    return _changed(pod, path, longer)


def _changed(value: Value, path: tuple[str | int, ...], change: Callable[[Value], Value]) -> Value:
    """A value of which one part is changed. What has no such part stays as it is."""
    if not path:
        return change(value)
    step, rest = path[0], path[1:]
    match value:
        case Mapping(entries=entries) if isinstance(step, str):
            inner = get(value, step)
            changed = _changed(inner, rest, change)
            return value if changed is inner else replace(value, entries={**entries, step: changed})
        case Items(items=items) if isinstance(step, int) and step < len(items):
            changed = _changed(items[step], rest, change)
            return replace(value, items=(*items[:step], changed, *items[step + 1 :]))
    return value


def _object(entries: AbstractMapping[str, Value], secret: Instance) -> Mapping:
    return Mapping({name: each for name, each in entries.items() if not is_missing(each)}, secret.origin)
