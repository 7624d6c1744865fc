"""Old DAGs of public repositories, moved to Airflow 3 by ruff and by k8slint: how many import there, before and after.

    python -m oracle.public_repositories AIRFLOW_3_PYTHON REPOSITORY_FOLDER...

Every file that imports Airflow is imported by the real Airflow as it is, after ``ruff check --select AIR,F --preview
--unsafe-fixes --fix``, after ``k8slint check --fix`` and after ``k8slint check --fix --unsafe-fixes``, each on a copy of
the whole repository. ``oracle.import_repository`` says how. A file got worse when it imported and no longer does, when
it can't be parsed any more, when fewer of its Airflow imports resolve, or when it now fails at an earlier statement.

With ``--compare AIRFLOW_2_PYTHON`` it is asked instead what the files mean: those that the real Airflow 2.11 imports as they
are, and 3 after the fixes, are held against each other by ``oracle.sameness``.

With ``--others FOLDER``, a virtual environment's folder of scripts, the columns are ruff at both levels of fixes and the tools
``airflow-migration-helper`` and ``airflow-v2-to-v3`` from there, too.

With ``--twice`` another run of k8slint follows each: it must change nothing and tell of every file what the first told.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from oracle import sameness

KINDS = ("before", "ruff", "safe", "all")
TITLES = {"before": "before", "ruff": "ruff", "safe": "k8slint --fix", "all": "k8slint --fix --unsafe-fixes"}
RUFF = ("check", "--isolated", "--select=AIR,F", "--preview", "--fix", "--quiet", "--exit-zero")
OTHERS = {
    "ruff --fix": "ruff --fix",
    "ruff": "ruff --fix --unsafe-fixes",
    "helper": "airflow-migration-helper",
    "v2-to-v3": "airflow-v2-to-v3",
}
K8SLINT = ("check", "--isolated", "--no-cache", "--output-format=json", "--fix")
IMPORTS_AIRFLOW = re.compile(rb"^[ \t]*(?:from|import)[ \t]+airflow\b", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """How far a file gets. ``state`` is "imports", "airflow" (Airflow lacks or refuses something that the file asks it
    for), "other" (anything else) or "syntax"; ``left`` counts the statements behind the one that failed, imports left
    out; ``dead`` has its imports of Airflow that don't resolve, wherever they stand."""

    state: str
    left: int
    dead: tuple[str, ...]
    error: str = ""


@dataclass
class Repository:
    """One repository, its outcomes by kind and file, and what a second run of k8slint did."""

    name: str
    files: list[str]
    outcomes: dict[str, dict[str, Outcome]] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)

    def count(self, kind: str, state: str) -> int:
        return sum(outcome.state == state for outcome in self.outcomes[kind].values())

    def dead(self, kind: str) -> int:
        return sum(len(outcome.dead) for outcome in self.outcomes[kind].values())

    def worse(self, kind: str) -> Iterator[str]:
        for file, after in self.outcomes[kind].items():
            before = self.outcomes["before"][file]
            if (after.state != "imports") and (
                before.state == "imports" or after.left > before.left or len(after.dead) > len(before.dead)
            ):
                yield f"{file}: {after.error} {' '.join(after.dead)} (before: {before.error or 'imported'})"
            elif len(after.dead) > len(before.dead):
                yield f"{file}: {' '.join(after.dead)} (before: {' '.join(before.dead)})"


def run_other(kind: str, copy: Path, scripts: Path | None) -> None:
    """Lets another tool fix a copy. A file that it can't read ends in an error, and the others are fixed all the same."""
    if kind.startswith("ruff"):
        command = [sys.executable, "-m", "ruff", *RUFF, *(("--unsafe-fixes",) if kind == "ruff" else ()), str(copy)]
    elif kind == "helper":
        reports = ("--report-dir", str(copy.parent / "reports"), "--output-format", "json")
        command = [str(scripts / "migration-helper"), "fix", "--unsafe", "--quiet", *reports, str(copy)]  # type: ignore[operator]
    else:
        command = [str(scripts / "airflow-v2-to-v3"), "migrate", "--no-diff", str(copy)]  # type: ignore[operator]
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, capture_output=True, check=False, cwd=copy, env={**os.environ, "PATH": path})


def prepare(
    folder: Path, copies: Path, airflow: str, twice: bool, kinds: tuple[str, ...] = KINDS, scripts: Path | None = None
) -> Repository:
    """Makes the copies of a repository and moves them."""
    files = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if path.is_file() and not path.is_symlink() and IMPORTS_AIRFLOW.search(path.read_bytes())
    )
    repository = Repository(folder.name, files)
    for kind in kinds:
        copy = copies / kind / folder.name
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy, symlinks=True)
        if kind in OTHERS:
            run_other(kind, copy, scripts)
        elif kind != "before":
            told = fix(copy, kind, airflow)
            if twice:
                texts = texts_of(copy)
                again = fix(copy, kind, airflow)
                changed = [path for path, text in texts_of(copy).items() if texts[path] != text]
                repository.again += [f"{kind}: {path.relative_to(copy)} changed again" for path in changed]
                repository.again += [f"{kind}: only the first run told {': '.join(each)}" for each in told - again]
                repository.again += [f"{kind}: only the second run told {': '.join(each)}" for each in again - told]
    return repository


def texts_of(copy: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in copy.rglob("*.py") if path.is_file()}


def fix(copy: Path, kind: str, airflow: str) -> Counter[tuple[str, str, str]]:
    """Runs k8slint on a copy: what it tells when it is through, by file, code and message."""
    more = ("--unsafe-fixes",) if kind == "all" else ()
    command = [sys.executable, "-m", "k8slint", *K8SLINT, f"--airflow-version={airflow}", *more, str(copy)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode not in (0, 1):
        raise RuntimeError(f"k8slint ended with {result.returncode}: {result.stderr}")
    findings = json.loads(result.stdout)
    return Counter((os.path.relpath(each["filename"], copy), each["code"], each["message"]) for each in findings)


def imported(python: str, roots: list[Path], files: list[str], *options: str) -> dict[str, dict[str, Any]]:
    """What the real Airflow makes of files. It gets none of this process's environment variables."""
    with tempfile.TemporaryDirectory() as home:
        here = str(Path(__file__).parents[1])
        environment = {"PATH": os.defpath, "HOME": home, "PYTHONPATH": here, "PYTHONWARNINGS": "ignore"}
        command = [python, "-m", "oracle.import_repository", *options, *map(str, roots)]
        names = "\n".join(files)
        result = subprocess.run(command, input=names, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    found: dict[str, dict[str, Any]] = json.loads(result.stdout[result.stdout.index("{") :])
    return found


def compare(repositories: list[Repository], copies: Path, airflow2: str, airflow3: str) -> Iterator[str]:
    """Holds what files mean to Airflow 2.11 before fixes against what they mean to 3 after them; yields what differs."""
    names = {
        kind: [(copies / kind / each.name, file) for each in repositories for file in each.files] for kind in KINDS
    }
    pythons = {"before": airflow2, "safe": airflow3, "all": airflow3}
    outcomes = {
        kind: imported(
            python,
            sorted({root for root, _ in names[kind]}),
            [str(root / file) for root, file in names[kind]],
            "--meaning",
        )
        for kind, python in pythons.items()
    }
    before = [outcomes["before"][str(root / file)] for root, file in names["before"]]
    print(f"{len(before)} files, {sum('meaning' in each for each in before)} of them import on 2.11 as they are")
    for kind in ("safe", "all"):
        same = compared = 0
        for old, (root, file), (original, _) in zip(before, names[kind], names["before"], strict=True):
            new = outcomes[kind][str(root / file)]
            if "meaning" not in old or "meaning" not in new:
                continue
            text = (original / file).read_text("utf-8", "replace")
            found = list(sameness.differences(old["meaning"], new["meaning"], text, unsafe=kind == "all"))
            compared += 1
            same += not found
            yield from (f"{kind}: {root.name}/{file}: {each}" for each in found)
        print(f"after {TITLES[kind]} {compared} of these import on 3; {same} mean the same")


def judge(repositories: list[Repository], copies: Path, python: str, kinds: tuple[str, ...]) -> None:
    """Lets the real Airflow import all files of all copies."""
    roots = [copies / kind / each.name for each in repositories for kind in kinds]
    places = [(each, kind, file) for each in repositories for kind in kinds for file in each.files]
    found = imported(python, roots, [str(copies / kind / each.name / file) for each, kind, file in places])
    for each, kind, file in places:
        one = found[str(copies / kind / each.name / file)]
        outcome = Outcome(one["state"], one["left"], tuple(one["dead"]), one.get("error", ""))
        each.outcomes.setdefault(kind, {})[file] = outcome


def table(repositories: list[Repository], kinds: tuple[str, ...]) -> Iterator[str]:
    """Of each repository the files that import; those that Airflow refuses; the dead imports; the files made worse."""
    titles = TITLES | OTHERS if len(kinds) > len(KINDS) else TITLES
    others = [kind for kind in kinds if kind in OTHERS]
    worse_of = [f"worse: {titles[kind]}" for kind in others]
    yield f"| repository | files | {' | '.join((*(titles[kind] for kind in kinds), *worse_of, 'worse: k8slint'))} |"
    yield "|---|---" * 1 + "|---" * (len(kinds) + len(others) + 1) + "|"
    sums = Repository("all", [])
    for kind in kinds:
        sums.outcomes[kind] = {
            f"{each.name}/{file}": outcome for each in repositories for file, outcome in each.outcomes[kind].items()
        }
    sums.files = list(sums.outcomes["before"])
    for each in (*repositories, sums):
        cells = (f"{each.count(kind, 'imports')} ({each.count(kind, 'airflow')}; {each.dead(kind)})" for kind in kinds)
        worse = {kind: len(list(each.worse(kind))) for kind in kinds}
        made_worse = (*(worse[kind] for kind in others), worse["safe"] + worse["all"])
        columns = (each.name.replace("+", "/"), len(each.files), *cells, *made_worse)
        yield f"| {' | '.join(map(str, columns))} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", help="the interpreter of an Airflow 3 environment")
    parser.add_argument("folders", nargs="+", type=Path, help="the repositories, unpacked")
    parser.add_argument("--airflow-version", default="3.3", help="the version to move to")
    parser.add_argument("--compare", help="the interpreter of an Airflow 2.11 environment: compare what the files mean")
    parser.add_argument("--keep", type=Path, help="a folder in which the copies stay, to be read")
    parser.add_argument("--errors", action="store_true", help="say of every file what still stops it")
    parser.add_argument("--twice", action="store_true", help="run k8slint twice and hold the runs against each other")
    parser.add_argument("--others", type=Path, help="the folder of scripts of other tools, to be tried as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        copies = Path(os.path.realpath(options.keep or temporary))
        kinds = ("before", "safe", "all") if options.compare else KINDS
        if options.others and not options.compare:
            kinds = ("before", *OTHERS, "safe", "all")
        prepared = [
            prepare(folder, copies, options.airflow_version, options.twice, kinds, options.others)
            for folder in options.folders
        ]
        repositories = [each for each in prepared if each.files]
        if options.compare:
            differing = list(compare(repositories, copies, options.compare, options.python))
            sys.exit("\n".join(differing) if differing else 0)
        judge(repositories, copies, options.python, kinds)
    wrong = []
    for each in repositories:
        wrong += [f"{each.name}: {text}" for text in each.again]
        wrong += [f"{each.name}: {kind}: worse: {text}" for kind in ("safe", "all") for text in each.worse(kind)]
        if options.errors:
            for kind in ("before", "ruff", "all"):
                for file, outcome in each.outcomes[kind].items():
                    if outcome.state != "imports" or outcome.dead:
                        print(kind, each.name, file, outcome.state, outcome.error, *outcome.dead)
    print(*table(repositories, kinds), sep="\n")
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
