"""Migration fixtures, fixed by k8slint and imported by the Airflow that they were fixed for.

    python -m oracle.migrations AIRFLOW_2_PYTHON AIRFLOW_3_PYTHON PROVIDER_9_FOLDER

Each fixture below ``fixtures/imports`` and ``fixtures/migrate``, and one small file for every row of the table of
moves, is copied and fixed by the command line, once with safe fixes alone and once with all. Then:

* what imported before still imports, on the same Airflow, with the same tasks;
* what k8slint leaves without an error imports on the target;
* where the original imports on 2.11 and the fixed file on 3, their DAGs, tasks, arguments, templates and pods are equal,
  after safe fixes but for what Airflow itself does otherwise, after all fixes but for what ``oracle.sameness`` lists;
* the last provider that took a legacy ``KubernetesExecutor`` dict, the one in PROVIDER_9_FOLDER, makes the same worker
  pod of the dict as of the pod_override that k8slint writes in its place.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import FIXTURES, Stage, stage_of
from oracle import sameness
from oracle.sameness import MEANT, changes, meaning

from k8slint.airflow.moves.names import Status, verdict_of
from k8slint.airflow.moves.rows import Move
from k8slint.airflow.moves.table.imports import IMPORTS
from k8slint.settings.targets import NEWEST_AIRFLOW, Targets, format_version

FOLDERS = ("imports", "migrate")
CHECK = ("check", "--isolated", "--no-cache", "--output-format=json", "--fix")
PROVIDER_9 = 9  # beside 2 and 3, the Airflow series: Airflow 2.11 with a provider that takes the legacy dict
# Fixtures that no migration can make run, and why.
CANNOT_RUN = {
    "imports/decorators.py": "imports a name that never existed, to show that it is left alone",
    "imports/module_passed_on.py": "asks a module that went from hand to hand for a name that it never had",
    "migrate/bare_airflow.py": "asks for a connection that isn't there",
    "migrate/bare_airflow_as.py": "asks for a connection that isn't there",
    "migrate/bare_airflow_stays.py": "writes into a module that is no attribute, to show that this is left alone",
    "migrate/names_in_texts.py": "imports by strings what has no new place, which is a warning",
}
# Fixtures in which an unsafe fix does what makes it one, and what that is. Their safe fixes are held like all others.
UNSAFE = {
    "migrate/context_given_stays.py": "a key gets a new name that a dict of the file has under its old one",
    "migrate/context_template_names.py": "a text gets other words before the old ones are replaced in it",
    "migrate/dag_arguments_shown.py": "a dict is renamed in and shown as text, too",
    "migrate/dag_arguments_with_effects.py": "an argument goes whose value sets a name",
    "migrate/text_elsewhere.py": "a text gets other words and is a key, too",
}
# The file's imports were all made when one of these came: it asks for a cluster that isn't there.
NO_CLUSTER = ("ConfigException:", "AirflowConfigException: Podgenerator")


@dataclass
class Case:
    """One file to migrate and what became of it: texts and outcomes by "original", "safe" and "all"."""

    name: str
    text: str
    stage: Stage
    texts: dict[str, str] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)
    outcome: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    @property
    def series(self) -> int | None:
        """The Airflow among those at hand that the file is migrated to."""
        airflow = self.stage.targets.airflow
        return 3 if airflow >= (3,) else 2 if airflow >= (2, 11) else None

    def imports(self, kind: str, series: int) -> bool:
        outcome = self.outcome[kind, series]
        return "tasks" in outcome or outcome["error"].startswith(NO_CLUSTER)

    def compared(self, kind: str) -> bool:
        """Whether what the file means can be held against what it meant on 2.11."""
        return "meaning" in self.outcome["original", 2] and "meaning" in self.outcome[kind, 3]

    def needs_more(self, kind: str, series: int) -> bool:
        """Whether it fails for want of a package that this environment doesn't hold."""
        missing = self.outcome[kind, series].get("missing") or ""
        provider = missing.startswith("airflow.providers.") and not missing.startswith(INSTALLED)
        return provider or bool(missing and not missing.startswith("airflow"))


INSTALLED = ("airflow.providers.cncf", "airflow.providers.standard", "airflow.providers.common")


def fixture_cases() -> Iterator[Case]:
    for folder in FOLDERS:
        for path in sorted((FIXTURES / folder).rglob("*.py")):
            if not path.name.endswith(".fixed.py"):
                text = path.read_bytes().decode()
                yield Case(path.relative_to(FIXTURES).as_posix(), text, stage_of(text, None, path.parent))


def table_cases(targets: Targets) -> Iterator[Case]:
    """One file for every moved or removed name: the three ways to import it, and a use of each."""
    for move in IMPORTS:
        verdict = verdict_of(move.dotted, targets)
        if verdict is not None and verdict.status is Status.REMOVED and verdict.place is not None:
            name = move.dotted.replace(".", "_")
            at = format_version(targets.airflow)
            yield Case(f"table/{at}/{name}.py", _imports(move), Stage(targets))


def _imports(move: Move) -> str:
    if move.name is None or "." in move.name:
        return f"import {move.module}\n\nvalue = {move.module}\n"
    first = f"from {move.module} import {move.name}\nfrom {move.module} import {move.name} as alias\n"
    return f"{first}\nvalues = [{move.name}, alias]\n"


def fix(cases: Iterable[Case], kind: str) -> None:
    """Runs the command line on copies: ``--fix``, and ``--unsafe-fixes`` for the kind "all"."""
    groups = defaultdict(list)
    for case in cases:
        targets = case.stage.targets
        versions = {
            name: getattr(targets, name) for name in ("airflow", "provider", "client") if name not in targets.assumed
        }
        groups[tuple(versions.items())].append(case)
    for versions, group in groups.items():
        with tempfile.TemporaryDirectory() as folder:
            for number, case in enumerate(group):
                Path(folder, f"case_{number}.py").write_bytes(case.text.encode())
            options = [f"--{name}-version={format_version(version)}" for name, version in versions]
            if kind == "all":
                options.append("--unsafe-fixes")
            command = [sys.executable, "-m", "k8slint", *CHECK, *options, folder]
            result = subprocess.run(command, capture_output=True, text=True, check=False)
            if result.returncode not in (0, 1):
                raise RuntimeError(f"k8slint ended with {result.returncode}: {result.stderr}")
            findings = json.loads(result.stdout)
            for number, case in enumerate(group):
                file = Path(folder, f"case_{number}.py")
                case.texts[kind] = file.read_bytes().decode()
                case.left[kind] = [
                    f"{finding['code']} {finding['message']}"
                    for finding in findings
                    if finding["severity"] == "error" and Path(finding["filename"]).name == file.name
                ]


def run(cases: Iterable[Case], kind: str, series: int, python: str, *options: str) -> None:
    """Imports all files of one kind in one Airflow."""
    cases = list(cases)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"case_{number}.py") for number in range(len(cases))]
        for case, file in zip(cases, files, strict=True):
            file.write_bytes(case.texts[kind].encode())
        command = [python, "-m", "oracle.import_dags", *options]
        names = "\n".join(map(str, files))
        result = subprocess.run(command, input=names, capture_output=True, text=True, check=True)
        outcomes = json.loads(result.stdout[result.stdout.index("{") :])
    for case, file in zip(cases, files, strict=True):
        case.outcome[kind, series] = outcomes[str(file)]


def check(case: Case) -> Iterator[str]:
    """What the migration of one file did wrong."""
    yield from _check(case, "safe")
    found = [] if case.series is None else list(_check(case, "all"))
    if case.name not in UNSAFE:
        yield from found
    elif not found:
        yield "means the same after all fixes, and is on the list of those that don't"


def _check(case: Case, kind: str) -> Iterator[str]:
    series = case.series
    if series is None:
        return
    if case.imports("original", series):
        if case.imports(kind, series):
            changed = differences(case, kind, series, series)
            yield from (f"{kind} fixes on Airflow {series}: {text}" for text in changed)
        else:
            error = case.outcome[kind, series]["error"]
            yield f"imported on Airflow {series} before {kind} fixes, not after: {error}"
    if kind == "all" and case.imports("all", series) and case.name in CANNOT_RUN:
        yield "runs after all, and is on the list of those that can't"
    if kind == "all" and not case.imports("all", series):
        if not case.left["all"] and not case.needs_more("all", series) and case.name not in CANNOT_RUN:
            yield f"nothing is left to report, and Airflow {series} says {case.outcome['all', series]['error']}"
    if series == 3 and case.compared(kind):
        before, after = case.outcome["original", 2]["meaning"], case.outcome[kind, 3]["meaning"]
        found = sameness.differences(before, after, case.text, unsafe=kind == "all" or case.stage.unsafe)
        yield from (f"{kind} fixes, on 2.11 before, on 3 after: {text}" for text in found)


def differences(case: Case, kind: str, before_on: int, after_on: int) -> Iterator[str]:
    before = case.outcome["original", before_on].get("tasks", {})
    after = case.outcome[kind, after_on].get("tasks", {})
    if before.keys() != after.keys():
        on_2 = case.outcome["original", 2].get("tasks", {})
        if before.keys() < after.keys() and on_2.keys() == after.keys():
            return  # a `try` around an old import had lost them
        yield f"tasks {sorted(before)} became {sorted(after)}"
        return
    for name in before:
        meant = {argument for argument, word in MEANT.items() if word in case.text}
        old, new = (
            {argument: value for argument, value in tasks[name]["arguments"].items() if argument not in meant}
            for tasks in (before, after)
        )
        unsafe = kind == "all" or case.stage.unsafe
        yield from (f"{name}: {text}" for text in changes(meaning(old, unsafe), meaning(new, unsafe)))


def check_legacy(case: Case) -> Iterator[str]:
    """Where the worker pod of a legacy dict isn't that of the pod_override in its place."""
    before = case.outcome["original", PROVIDER_9].get("tasks", {})
    after = case.outcome["all", PROVIDER_9].get("tasks", {})
    for name in before.keys() & after.keys():
        old, new = before[name]["pod"], after[name]["pod"]
        if "unexpected keyword argument" not in old.get("error", "") and not case.name.endswith("_dropped.py"):
            yield from (f"{name}: on provider 9 {text}" for text in changes(meaning(old), meaning(new)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("airflow2", help="the interpreter of an Airflow 2.11 environment")
    parser.add_argument("airflow3", help="the interpreter of an Airflow 3 environment")
    parser.add_argument("provider9", help="a folder with the files of the cncf.kubernetes provider 9.0.1")
    parser.add_argument("--only", help="a part of the names of the cases to run")
    options = parser.parse_args()
    at_hand = [Targets(airflow=airflow, assumed=frozenset()) for airflow in ((2, 11), NEWEST_AIRFLOW)]
    cases = [*fixture_cases(), *(case for targets in at_hand for case in table_cases(targets))]
    cases = [case for case in cases if (options.only or "") in case.name]
    for case in cases:
        case.texts["original"] = case.text
    for kind in ("safe", "all"):
        fix(cases, kind)
    for kind in ("original", "safe", "all"):
        run(cases, kind, 2, options.airflow2)
        run(cases, kind, 3, options.airflow3)
    legacy = [case for case in cases if "KubernetesExecutor" in case.text and "pod_override" in case.texts["all"]]
    for kind in ("original", "all"):
        run(legacy, kind, PROVIDER_9, options.airflow2, "--provider", options.provider9)
    wrong = [f"{case.name}: {text}" for case in cases for text in check(case)]
    wrong += [f"{case.name}: {text}" for case in legacy for text in check_legacy(case)]
    on_target = [case for case in cases if case.series is not None]
    before = sum(case.imports("original", case.series) for case in on_target if case.series)
    after = sum(case.imports("all", case.series) for case in on_target if case.series)
    safe = sum(case.imports("safe", case.series) for case in on_target if case.series)
    more = sum(case.needs_more("all", case.series) for case in on_target if case.series)
    compared = sum(case.imports("original", PROVIDER_9) and case.imports("all", PROVIDER_9) for case in legacy)
    meant = {kind: sum(case.compared(kind) for case in on_target if case.series == 3) for kind in ("safe", "all")}
    print(f"{meant['safe']} files after safe fixes and {meant['all']} after all mean on 3 what they meant on 2.11")
    print(f"{compared} of {len(legacy)} files with legacy dicts give pods on provider 9 before and after")
    print(
        f"{len(cases)} files, {len(on_target)} for an Airflow at hand: import there {before} before, {safe} after safe "
        f"fixes, {after} after all; {more} need a package that is not installed here; {len(wrong)} wrong"
    )
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
