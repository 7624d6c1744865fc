"""A pod written as people write it in a DAG: calls of the client's models, plain dicts where a model can't say it."""

from __future__ import annotations

from typing import Any

from k8slint.kube.client.schema import FieldType, Schema

IMPORTS = "from kubernetes.client import models as k8s\n\n"


def source_of(pod: dict[str, Any], schema: Schema) -> str:
    """A module that binds the pod to ``pod``."""
    return f"{IMPORTS}pod = {_model(pod, 'V1Pod', schema)}\n"


def _written(value: Any, type_: FieldType, schema: Schema) -> str:
    if type_.kind == "model" and isinstance(value, dict):
        return _model(value, type_.name, schema)
    if type_.kind == "list" and isinstance(value, list) and type_.item is not None:
        return f"[{', '.join(_written(item, type_.item, schema) for item in value)}]"
    return repr(value)


def _model(value: dict[str, Any], name: str, schema: Schema) -> str:
    """``k8s.V1Container(name=…)``; a dict when a key is none of the model's: the call itself would fail then."""
    model = schema.model(name)
    if model is None or not value.keys() <= model.by_wire.keys():
        return repr(value)
    fields = [(model.by_wire[key], item) for key, item in value.items()]
    return f"k8s.{name}({', '.join(f'{f.snake}={_written(item, f.type, schema)}' for f, item in fields)})"
