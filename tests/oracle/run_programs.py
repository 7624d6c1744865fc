"""Runs random programs for real and says what their executor_configs are worth.

``client_round_trip`` needs the kubernetes client alone and repeats what Airflow's serialization does with a V1Pod.
As a program inside an Airflow environment (``python -m oracle.run_programs``) it reads programs from stdin, one JSON
line each, and answers with Airflow's own serialization, one JSON line each.
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import types
from collections.abc import Callable
from typing import Any

from oracle import opaque
from oracle.dump_pods import quiet

LONGEST = 5  # seconds; a program that was cut down may have lost what ends its loop


def client_round_trip(pod: Any) -> Any:
    """A V1Pod as Airflow's scheduler has it, by the client's own two functions."""
    from kubernetes.client import ApiClient, V1Pod

    api = ApiClient()
    return api.sanitize_for_serialization(api._ApiClient__deserialize_model(api.sanitize_for_serialization(pod), V1Pod))


def airflow_round_trip(pod: Any) -> Any:
    """A V1Pod as Airflow's scheduler has it, by Airflow's serialization."""
    from airflow.serialization.serialized_objects import BaseSerialization
    from kubernetes.client import ApiClient

    text = json.dumps(BaseSerialization.serialize({"pod_override": pod}))
    return ApiClient().sanitize_for_serialization(BaseSerialization.deserialize(json.loads(text))["pod_override"])


def run(text: str, library: Any, round_trip: Callable[[Any], Any]) -> dict[str, Any]:
    """The pods of the names ``config_...`` of a program, as JSON; ``library`` is its ``opaque_library``."""
    program = types.ModuleType("program")  # dataclasses look their module up
    sys.modules.update({"opaque_library": library, "program": program})
    names = vars(program)
    exec(compile(text, "<program>", "exec"), names)
    return {
        name: round_trip(value["pod_override"])
        for name, value in names.items()
        if name.startswith("config_") and isinstance(value, dict)
    }


def give_up(*_: object) -> None:
    raise TimeoutError("the program runs too long")


def serve() -> None:
    """Answers ``{"text": ..., "seed": ...}`` with ``{"configs": ...}`` or ``{"error": ...}``, line by line."""
    airflow_round_trip(None)  # the imports take longer than any program may
    signal.signal(signal.SIGALRM, give_up)
    for line in sys.stdin:
        request = json.loads(line)
        signal.alarm(LONGEST)
        try:
            answer = {"configs": run(request["text"], opaque.make(request["seed"]), airflow_round_trip)}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        finally:
            signal.alarm(0)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="airflow-home-") as home:
        quiet(home)
        serve()
