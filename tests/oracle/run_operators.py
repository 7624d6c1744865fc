"""Runs inside an Airflow installation: what operators take, and which calls raise when.

    python -m oracle.run_operators [--provider FOLDER] < cases.json > outcomes.json

``cases.json`` is ``{"classes": {name: module}, "calls": [source]}``. The outcome has for each class its arguments and its
template_fields, and by section the options of the configuration; for each source ``""``, ``"import: <error>"``, or ``"run: <error>"`` where only
building the pod raises.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import json
import logging
import sys
from pathlib import Path
from typing import Any
from unittest import mock

from oracle.dump_pods import use_provider


def signature(name: str, module: str) -> dict[str, list[str]] | None:
    try:
        cls = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return None
    names: set[str] = set()
    for base in cls.__mro__:
        init = base.__dict__.get("__init__")
        if init is None:
            continue
        parameters = inspect.signature(inspect.unwrap(init)).parameters.values()
        names |= {each.name for each in parameters if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)}
        if base.__name__ == "BaseOperator" or not any(each.kind is each.VAR_KEYWORD for each in parameters):
            break
    fields = getattr(cls, "template_fields", None)
    return {
        "parameters": sorted(each for each in names - {"self"} if not each.startswith("_")),
        "template_fields": sorted(fields) if fields is not None and not isinstance(fields, property) else [],
    }


def options() -> dict[str, list[str]]:
    """The options of this Airflow's own configuration, by section."""
    from airflow import configuration

    described = getattr(configuration, "retrieve_configuration_description", None)
    if described is None:
        described = importlib.import_module("airflow._shared.configuration.parser").retrieve_configuration_description
    return {section: sorted(content["options"]) for section, content in described(include_providers=False).items()}


def outcome(source: str) -> str:
    space: dict[str, Any] = {}
    try:
        exec(source, space)
    except Exception as error:
        return f"import: {type(error).__name__}: {error}"
    try:
        for task in list(space["dag"].task_dict.values()):
            run(task)
    except Exception as error:
        return f"run: {type(error).__name__}: {error}"
    return ""


def run(task: Any) -> None:
    """Make the pod that a task launches, a mapped one with the first values that it is mapped over."""
    if "Mapped" in type(task).__name__:
        value = task.expand_input.value
        first = value[0] if isinstance(value, list) else {name: each[0] for name, each in value.items()}
        task.operator_class(task_id=task.task_id, **{**_given(task), **first})
        return
    if not hasattr(task, "build_pod_request_obj"):
        return
    from kubernetes.client import ApiClient

    hook = mock.MagicMock(is_in_cluster=True)
    hook.get_namespace.return_value = "default"
    with (
        mock.patch.object(type(task), "hook", hook),
        mock.patch.object(type(task), "_get_ti_pod_labels", return_value={}),
    ):
        ApiClient().sanitize_for_serialization(task.build_pod_request_obj({}))


def _given(task: Any) -> dict[str, Any]:
    """What ``.partial()`` was given for the operator itself."""
    classes = task.operator_class.__mro__
    own = classes[: [cls.__name__ for cls in classes].index("BaseOperator")]
    names = {name for cls in own for name in inspect.signature(inspect.unwrap(cls.__init__)).parameters}
    return {name: value for name, value in task.partial_kwargs.items() if name in names}


def main() -> None:
    logging.disable(logging.CRITICAL)
    if sys.argv[1:2] == ["--provider"]:
        use_provider(Path(sys.argv[2]).resolve())
    cases = json.load(sys.stdin)
    stdout = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        result = {
            "classes": {name: signature(name, module) for name, module in cases["classes"].items()},
            "options": options(),
            "calls": [outcome(source) for source in cases["calls"]],
        }
    json.dump(result, stdout)


if __name__ == "__main__":
    main()
