"""Whether two meanings of a DAG file (``oracle.meaning``) are the same: before a migration on 2.11, and after it on 3.

What Airflow itself does otherwise in 3, whatever a file says, is listed here and nowhere else. So is what only an unsafe fix
may change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from k8slint.airflow.moves.context import WENT
from k8slint.airflow.moves.table.arguments import ARGUMENTS, Effect
from k8slint.data import provider_names

# Airflow's own changes of what a DAG is that doesn't say so: it ran daily, and made up for missed runs (KE707 tells it).
DEFAULTS = {"catchup": (True, False), "schedule": (86400.0, None)}
# A class that 2.11 still calls by its old name.
CLASSES = {"DummyOperator": "EmptyOperator", "Dataset": "Asset", "DatasetAlias": "AssetAlias", "DatasetAny": "AssetAny"}
# Operators of provider packages that were another one with their own names for its arguments.
DERIVED = {
    old.rpartition(":")[2]: place.rpartition(":")[2]
    for old, (place, kind) in provider_names.PLACES.items()
    if kind == "derived"
}
# Arguments that Airflow 3 no longer keeps, or keeps in another form, though they may be given.
FORGOTTEN = frozenset({"email", "email_on_failure", "email_on_retry", "ignore_first_depends_on_past"})
RENAMED = {move.old: move.new for move in ARGUMENTS if move.new}
IGNORED = frozenset(move.old for move in ARGUMENTS if move.effect is Effect.IGNORED or move.new is None)
# What an unsafe fix may change, by the word that says so in the text before.
MEANT = {"on_finish_action": "is_delete_operator_pod", "executor_config": "KubernetesExecutor"}


def differences(before: dict[str, Any], after: dict[str, Any], text: str, *, unsafe: bool) -> Iterator[str]:
    """Each thing that is not the same, in words."""
    for kind in ("dags", "tasks"):
        if before[kind].keys() != after[kind].keys():
            yield f"{kind} {sorted(before[kind])} became {sorted(after[kind])}"
            return
    for name, old in before["dags"].items():
        new = after["dags"][name]
        for key in sorted(old.keys() & new.keys()):
            own = DEFAULTS.get(key) == (old[key], new[key])
            if not own and not (unsafe and key == "schedule" and "schedule_interval=None" in text):
                yield from (f"DAG {name}: {key}{each}" for each in changes(meaning(old[key]), meaning(new[key])))
    for name, old in before["tasks"].items():
        yield from (f"task {name}: {each}" for each in of_task(old, after["tasks"][name], text, unsafe))


def of_task(old: dict[str, Any], new: dict[str, Any], text: str, unsafe: bool) -> Iterator[str]:
    if "error" in old or "error" in new:
        if old.get("error") != new.get("error"):
            yield f"{old.get('error')} became {new.get('error')}"
        return
    if new["type"] not in (CLASSES.get(old["type"], old["type"]), DERIVED.get(old["type"])):
        yield f"{old['type']} became {new['type']}"
    for name in ("upstream_task_ids", "downstream_task_ids"):
        if old[name] != new[name]:
            yield f"{name} {old[name]} became {new[name]}"
    meant = {argument for argument, word in MEANT.items() if unsafe and word in text}
    for before, value in old["arguments"].items():
        name = before if before in new["arguments"] else RENAMED.get(before) or before
        if before in IGNORED or name in FORGOTTEN or name in meant or value in (None, "ArgNotSet", [], {}, ""):
            continue
        if name not in new["arguments"]:
            if old["mapped"]:
                continue  # 2.11 keeps the defaults with what was given
            yield f"{name} was given and is not any more"
            continue
        one, other = meaning(value, unsafe), meaning(new["arguments"][name], unsafe)
        if name == "retry_exponential_backoff":  # a number since 3.2
            one, other = float(one or 0), float(other or 0)
        if name.endswith("_callback"):  # Airflow makes lists of them, 3 of more than 2
            one, other = (each if isinstance(each, list) else [each] for each in (one, other))
        yield from (f"{name}{each}" for each in changes(one, other))
    for name in sorted(old.get("templates", {}).keys() & new.get("templates", {}).keys() - meant):
        one, other = meaning(old["templates"][name], unsafe), meaning(new["templates"][name], unsafe)
        yield from (f"{name}{each}" for each in changes(one, other))
    if "pod" in old and "pod" in new:
        yield from (f"pod{each}" for each in changes(meaning(old["pod"], unsafe), meaning(new["pod"], unsafe)))


def meaning(value: Any, unsafe: bool = False) -> Any:
    """What a value means to the cluster: one spelling of keys and numbers, nothing that is empty, no random names, names
    of the context as they are called now; with ``unsafe``, as a proposal calls them."""
    if isinstance(value, dict):
        entries = {
            spelled(key): meaning(entry, unsafe) for key, entry in value.items() if key not in ("apiVersion", "kind")
        }
        return {key: entry for key, entry in entries.items() if entry not in (None, False, "", [], {})}
    if isinstance(value, list):
        return [meaning(item, unsafe) for item in value]
    if value == "ArgNotSet":
        return None  # Airflow 3 marks so what nobody gave
    if isinstance(value, str):
        value = re.sub(r"/tmp/airflow-home-\w+", "$AIRFLOW_HOME", CLASSES.get(value, value))
        for name, new in WENT.items():
            if (new.same or unsafe) and name in value and new.template:
                value = re.sub(rf"(?<![\w.]){re.escape(name)}(?!\w)", new.template, value)
        return re.sub(r"-(?:[0-9a-f]{32}|[0-9a-z]{8})$", "", value)
    return value if isinstance(value, bool) or value is None else str(value)


def spelled(key: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), key)


def changes(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """The paths at which two values differ."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from changes(old.get(key), new.get(key), f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (first, second) in enumerate(zip(old, new, strict=True)):
            yield from changes(first, second, f"{path}[{index}]")
    elif old != new and not (old in (None, False, "") and new in (None, False, "")):
        yield f"{path} {old!r} became {new!r}"
