"""Applies ``pod_mutation_hook`` of ``airflow_local_settings.py`` to a pod.

The executor, and an operator that launches a pod, hand the hook the finished V1Pod; it changes the pod in place, and what it
returns is ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.evaluate.hook import HookModule
from k8slint.evaluate.values import Items, Mapping, Model, Origin, Value
from k8slint.evaluate.variants import variants
from k8slint.kube.client.schema import FieldType, Schema
from k8slint.kube.client.wire import to_wire

if TYPE_CHECKING:
    import ast

    from k8slint.settings.targets import RuntimeEnvironment, Targets
    from k8slint.source.project import Project
    from k8slint.source.text import Source

HOOK = "pod_mutation_hook"
MODULE = "airflow_local_settings"
_POD = FieldType("model", "V1Pod")


class PodMutation:
    """The hook of one file. False when the file has none."""

    def __init__(
        self,
        source: Source,
        tree: ast.Module,
        project: Project | None,
        targets: Targets,
        environment: RuntimeEnvironment,
    ) -> None:
        self._module = HookModule(source, tree, project, environment)
        self._function = self._module.function(HOOK)
        self._schema = Schema.for_client(targets.client)
        self._targets = targets

    def __bool__(self) -> bool:
        return self._function is not None

    @property
    def source(self) -> Source:
        """The file that was named: what stands in it is the hook's doing."""
        return self._module.source

    @property
    def place(self) -> str:
        """``pod_mutation_hook in config/airflow_local_settings.py``."""
        where = "" if self._function is None else self._function.origin.source.path
        return f"{HOOK} in {where}"

    def apply(self, pod: Value) -> Iterator[tuple[str | None, Value]]:
        """The pod after the hook, a wire value, for each alternative with its condition."""
        if self._function is None or not isinstance(pod, Mapping):
            yield None, pod
            return
        model = _as_models(pod, _POD, self._schema)
        for when, changed in variants(self._module.call(self._function, model)):
            if isinstance(changed, Model):
                yield when, to_wire(changed, "V1Pod", client=self._targets.client, round_trip=False)
            else:
                yield when, Mapping({}, changed.origin, complete=False)  # anything may have become of it


def _as_models(value: Value, type_: FieldType, schema: Schema) -> Value:
    """A wire value as the client's models hold it: snake names, models where the schema has them."""
    match value:
        case Mapping(entries=entries, origin=origin, complete=complete):
            model = schema.model(type_.name) if type_.kind == "model" else None
            if model is None:
                inner = type_.item if type_.kind == "map" else None
                if inner is None:
                    return value
                items = {key: _as_models(each, inner, schema) for key, each in entries.items()}
                return Mapping(items, origin, complete, value.keys, value.why)
            fields: dict[str, Value] = {}
            keys: dict[str, Origin] = {}
            for wire, each in entries.items():
                field = model.by_wire.get(wire)
                if field is None:
                    continue  # the client's object has no such attribute
                fields[field.snake] = _as_models(each, field.type, schema)
                if wire in value.keys:
                    keys[field.snake] = value.keys[wire]
            return Model(type_.name, fields, origin, complete, keys)
        case Items(items=items_, origin=origin, complete=complete) if type_.item is not None:
            return Items(tuple(_as_models(each, type_.item, schema) for each in items_), origin, complete)
        case _:
            return value
