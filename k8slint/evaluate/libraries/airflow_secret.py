"""Airflow's Secret. Its class body is the same in all three modules and all versions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.evaluate.machine.objects import MISSING, Arguments, Frame, HeapValue, ModelObject, Object, Seq
from k8slint.evaluate.operations.containers import subscript
from k8slint.evaluate.operations.copy import duplicate
from k8slint.evaluate.values import Const, Reason
from k8slint.patterns import pattern

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


_SECRET = pattern(r"airflow(\.\w+)*\.secret\.Secret\Z")


def is_secret(name: str) -> bool:
    """Whether a qualified name is Airflow's Secret, from whatever module."""
    return _SECRET.match(name) is not None


def new_model(interp: Interpreter, name: str, frame: Frame, node: ast.AST, /, **fields: HeapValue) -> ModelObject:
    """A model that Airflow's own code makes."""
    model = ModelObject(name, frame.origin(node))
    model.entries = dict(fields)
    return model


def make_secret(interp: Interpreter, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    secret = Object(name, frame.origin(node), complete=arguments.complete)
    none = Const(None, frame.origin(node))
    names = ("deploy_type", "deploy_target", "secret", "key", "items")
    for index, field in enumerate(names):
        value = arguments.get(index, field)
        if value is None:
            value = (
                none if field in ("key", "items") and arguments.complete else interp.unknown(Reason.SPLAT, frame, node)
            )
        secret.entries[field] = value
    kind = secret.entries["deploy_type"]
    if type(kind) is Const and kind.value == "env":
        # `self.deploy_target = deploy_target.upper()` for env, in every version
        secret.entries["deploy_target"] = interp.lift(
            secret.entries["deploy_target"], lambda one: _upper(interp, one, frame, node)
        )
    elif type(kind) is not Const:
        secret.entries["deploy_target"] = interp.opaque(secret.entries["deploy_target"], Reason.CALL, frame, node)
    interp.record(name, arguments, frame, node, secret)
    return secret


def _upper(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    if type(value) is Const:
        return Const(value.value.upper(), value.origin) if isinstance(value.value, str) else value
    return interp.opaque(value, Reason.CALL, frame, node, type="str")


def secret_method(
    interp: Interpreter, secret: Object, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue | None:
    origin = frame.origin(node)
    get = secret.entries.__getitem__
    if name == "to_env_secret":
        selector = new_model(interp, "V1SecretKeySelector", frame, node, name=get("secret"), key=get("key"))
        source = new_model(interp, "V1EnvVarSource", frame, node, secret_key_ref=selector)
        return new_model(interp, "V1EnvVar", frame, node, name=get("deploy_target"), value_from=source)
    if name == "to_env_from_secret":
        reference = new_model(interp, "V1SecretEnvSource", frame, node, name=get("secret"))
        return new_model(interp, "V1EnvFromSource", frame, node, secret_ref=reference)
    if name == "to_volume_secret":
        unique = interp.unknown(Reason.EXTERNAL, frame, node, "secretvol<uuid>", "str")
        source = new_model(interp, "V1SecretVolumeSource", frame, node, secret_name=get("secret"))
        items = get("items")
        if not (type(items) is Const and not items.value):
            source.entries["items"] = items
        volume = new_model(interp, "V1Volume", frame, node, name=unique, secret=source)
        mount = new_model(
            interp,
            "V1VolumeMount",
            frame,
            node,
            mount_path=get("deploy_target"),
            name=unique,
            read_only=Const(True, origin),
        )
        return Seq([volume, mount], origin, "tuple")
    if name == "attach_to_pod" and arguments.get(0, "pod") is not None:
        return _attach(interp, secret, arguments.get(0, "pod") or MISSING, frame, node)
    return None


def _attach(interp: Interpreter, secret: Object, pod: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """``Secret.attach_to_pod``: a copy of the pod, with the secret in its first container."""
    kind, key = secret.entries["deploy_type"], secret.entries["key"]
    if type(kind) is not Const or type(key) is not Const or not isinstance(pod, ModelObject):
        return interp.unknown(Reason.CALL, frame, node)
    copy = duplicate(pod, {})
    assert isinstance(copy, ModelObject)
    spec = interp.attribute(copy, "spec", frame, node)
    containers = interp.attribute(spec, "containers", frame, node)
    first = subscript(interp, containers, Const(0, frame.origin(node)), frame, node)
    if not isinstance(spec, ModelObject) or not isinstance(first, ModelObject):
        return interp.unknown(Reason.CALL, frame, node)
    nothing = Arguments()
    if kind.value == "volume":
        pair = secret_method(interp, secret, "to_volume_secret", nothing, frame, node)
        assert isinstance(pair, Seq)
        _append_to(interp, spec, "volumes", pair.items[0], frame, node)
        _append_to(interp, first, "volume_mounts", pair.items[1], frame, node)
    elif kind.value == "env" and key.value is not None:
        _append_to(
            interp, first, "env", secret_method(interp, secret, "to_env_secret", nothing, frame, node), frame, node
        )
    elif kind.value == "env":
        _append_to(
            interp,
            first,
            "env_from",
            secret_method(interp, secret, "to_env_from_secret", nothing, frame, node),
            frame,
            node,
        )
    interp.records.pods.append(copy)
    return copy


def _append_to(
    interp: Interpreter, model: ModelObject, field: str, item: HeapValue | None, frame: Frame, node: ast.AST
) -> None:
    present = interp.attribute(model, field, frame, node)
    assert item is not None
    if isinstance(present, Seq):
        interp.append(present, item)
    elif type(present) is Const and present.value is None:
        interp.put(model, field, Seq([item], frame.origin(node)))
    else:
        interp.put(model, field, interp.unknown(Reason.CALL, frame, node))
