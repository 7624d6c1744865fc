"""How long k8slint takes, beside its peers: ``python -m benchmarks [--json] [PATH ...]``.

Whole processes, the competitors in turn, several rounds; what counts is the ratio of the medians, because a busy
machine slows all of them. A peer that isn't installed is left out, with a line that says so. ``PATH`` adds trees of
your own to the generated ones. ``--profile PATH`` says which phase costs what, in one process.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path

from benchmarks import corpora

BIN = Path(sys.executable).parent
WEIGH = """
import os, resource, sys
null = os.open(os.devnull, os.O_RDWR)
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, n) for n in (1, 2)])
os.waitpid(pid, 0)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
PASS = ("python -c pass", [sys.executable, "-c", "pass"])


@dataclass
class Runner:
    """One competitor: its name, its command line, what to do before every run, and its times in seconds."""

    name: str
    command: list[str]
    before: Callable[[], None] | None = None
    folder: Path | None = None
    rounds: int | None = None  # fewer for the very slow
    seconds: list[float] = field(default_factory=list)
    peak: int = 0  # KiB, the largest single process

    def run(self) -> None:
        if self.before:
            self.before()
        started = time.perf_counter()
        subprocess.run(
            self.command, cwd=self.folder, env=environment(), capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
        self.seconds.append(time.perf_counter() - started)

    def weigh(self) -> None:
        """One run more for the peak. A process begins with the size of the one that started it: so a small one does."""
        if self.before:
            self.before()
        command = [sys.executable, "-S", "-c", WEIGH, *self.command]
        done = subprocess.run(command, cwd=self.folder, env=environment(), capture_output=True, text=True, check=True)
        self.peak = int(done.stdout)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass
class Work:
    """One row of the table: k8slint first, then what it is compared with; the goal for each comparison."""

    name: str
    runners: list[Runner]
    goals: dict[str, float]

    def measure(self, rounds: int) -> None:
        for number in range(rounds):
            for runner in self.runners:
                if number < (runner.rounds or rounds):
                    runner.run()
        for runner in self.runners:
            if runner.rounds is None:
                runner.weigh()


def environment() -> dict[str, str]:
    """The environment without what would make Python compile k8slint anew in every run, which no installation does."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def k8slint(path: Path | str, *flags: str, cache: Path | None = None) -> list[str]:
    where = ["--cache-dir", str(cache)] if cache else ["--no-cache"]
    return [str(BIN / "k8slint"), "check", "--isolated", "--output-format", "concise", *where, *flags, str(path)]


def ruff(path: Path, *flags: str) -> list[str]:
    return [str(BIN / "ruff"), "check", "--isolated", "--select", "AIR", "-q", *flags, str(path)]


def installed(name: str, command: str | None = None) -> bool:
    if (BIN / (command or name)).exists():
        return True
    print(f"({name} isn't installed: left out)", file=sys.stderr)
    return False


def tree(
    name: str, path: Path, scratch: Path, *, against_ruff: float | None, slow_peers: bool = False
) -> Iterator[Work]:
    """A tree, cold and unchanged since last time."""
    runners = [Runner("k8slint", k8slint(path, "--jobs", "2"))]
    goals = {} if against_ruff is None else {"ruff": against_ruff}
    if installed("ruff"):
        runners.append(Runner("ruff", ruff(path, "--no-cache")))
    for peer, flags in (("django-upgrade", ["--target-version", "4.2"]), ("pyupgrade", ["--py39-plus"])):
        if slow_peers and installed(peer):
            copy = shutil.copytree(path, scratch / f"{peer}_{path.name}", dirs_exist_ok=True)
            files = [str(file) for file in sorted(copy.rglob("*.py"))]
            runners.append(Runner(peer, [str(BIN / peer), *flags, *files], rounds=1))
    if slow_peers and installed("flake8"):
        runners.append(Runner("flake8", [str(BIN / "flake8"), "-j2", "--isolated", str(path)], rounds=1))
    if slow_peers and installed("fixit"):
        config = scratch / "fixit.toml"
        config.write_text('[tool.fixit]\nroot = true\nenable = ["fixit.rules:UseFstring"]\ndisable = ["fixit.rules"]\n')
        command = [str(BIN / "fixit"), "--config-file", str(config), "lint", str(path)]
        runners.append(Runner("Fixit, one rule", command, rounds=1))
        goals["Fixit, one rule"] = 0.1
    if slow_peers:
        copy = shutil.copytree(path, scratch / f"libcst_{path.name}", dirs_exist_ok=True)
        (copy / ".libcst.codemod.yaml").write_text("modules: ['libcst.codemod.commands']\nrepo_root: '.'\n")
        rename = [sys.executable, "-m", "libcst.tool", "codemod", "rename.RenameCommand", "-j2", "--no-format"]
        rename += ["--old_name", "airflow.kubernetes.secret", "--new_name", "airflow.providers.cncf.kubernetes.secret"]
        runners.append(Runner("libcst codemod", [*rename, "."], folder=copy, rounds=1))
    yield Work(f"{name}, cold", runners, goals)
    if against_ruff is None:
        return

    warm = scratch / f"warm_{path.name}"
    Runner("k8slint", k8slint(path, cache=warm / "k8slint")).run()
    runners = [Runner("k8slint", k8slint(path, "--jobs", "2", cache=warm / "k8slint"))]
    if (BIN / "ruff").exists():
        cached = ruff(path, "--cache-dir", str(warm / "ruff"))
        Runner("ruff", cached).run()
        runners.append(Runner("ruff, its cache warm", cached))
    yield Work(f"{name}, unchanged", runners, {"ruff, its cache warm": 0.35})


def single_files(folder: Path, scratch: Path) -> Iterator[Work]:
    """What a person waits for: one file, as pre-commit calls it."""
    clean = corpora.one_file(folder, "clean", corpora.dag_file(1, pods=0))
    yield Work(
        "one changed DAG file, nothing in it", [Runner("k8slint", k8slint(clean)), Runner(*PASS)], {PASS[0]: 3.8}
    )
    pods = corpora.one_file(folder, "pods", corpora.dag_file(2, pods=3))
    parse = f"import libcst; libcst.parse_module(open({str(pods)!r}).read())"
    floor = Runner("import libcst and parse it", [sys.executable, "-c", parse])
    yield Work("one DAG file with pods, cold", [Runner("k8slint", k8slint(pods)), floor], {floor.name: 0.5})
    cache = scratch / "one"
    Runner("k8slint", k8slint(pods, cache=cache)).run()
    cached = Runner("k8slint", k8slint(pods, cache=cache))
    yield Work("one DAG file with pods, cached", [cached, Runner(*PASS)], {PASS[0]: 4.5})


def fix_after_imports(rounds: int) -> dict[str, object]:
    """``--fix`` of a file with a dead import against libcst's own rename of it; both are imported before."""
    import libcst
    from libcst.codemod import CodemodContext
    from libcst.codemod.commands.rename import RenameCommand
    from libcst.metadata import MetadataWrapper

    from k8slint.run.judging import judge
    from k8slint.settings.config import Config
    from k8slint.source.project import Project

    text = corpora.DEAD_IMPORT
    config = Config({"fix": True})
    module = "airflow.{}kubernetes.secret.Secret"
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(rounds + 1):
        started = time.perf_counter()
        result = judge("dag.py", f"{text}# {number}\n".encode(), config, Project(()))
        middle = time.perf_counter()
        wrapper = MetadataWrapper(libcst.parse_module(f"{text}# {number}\n"))
        command = RenameCommand(CodemodContext(wrapper=wrapper), module.format(""), module.format("providers.cncf."))
        renamed = command.transform_module(wrapper.module).code
        if result.fixed is None or b"providers.cncf" not in result.fixed or "providers.cncf" not in renamed:
            raise SystemExit("a fix didn't fix: there is nothing to measure")
        if number:  # the first round pays for what is made once
            ours.append(middle - started)
            theirs.append(time.perf_counter() - middle)
    return row("`--fix` of one dead import, after imports", "k8slint", ours, "libcst's RenameCommand", theirs, 0.05)


def row(work: str, us: str, ours: list[float], them: str, theirs: list[float], goal: float | None) -> dict[str, object]:
    ratio = statistics.median(ours) / statistics.median(theirs)
    return {
        "work": work, "k8slint": spread(ours), "against": them, "its": spread(theirs), "ratio": round(ratio, 3),
        "goal": goal, "reached": None if goal is None else ratio <= goal, "peaks": None,
    }  # fmt: skip


def spread(seconds: list[float]) -> list[float]:
    """Minimum, median and maximum, in milliseconds."""
    return [round(1000 * number, 1) for number in (min(seconds), statistics.median(seconds), max(seconds))]


def growth(name: str, sizes: list[int], command: Callable[[int], list[str]], rounds: int) -> dict[str, object]:
    """How the cost grows with the size: the exponent between the largest two sizes, start-up taken off."""
    start = Runner("start", [str(BIN / "k8slint"), "--version"])
    runners = [Runner(str(size), command(size)) for size in sizes]
    for _ in range(rounds):
        for runner in (start, *runners):
            runner.run()
    for runner in runners:
        runner.weigh()
    cost = [max(runner.median - start.median, 1e-4) for runner in runners]
    exponent = math.log(cost[-1] / cost[-2]) / math.log(sizes[-1] / sizes[-2])
    peaks = [runner.peak // 1024 for runner in runners]
    return {
        "what": name, "sizes": sizes, "ms": [round(1000 * runner.median, 1) for runner in runners],
        "peak MiB": peaks, "exponent": round(exponent, 2),
    }  # fmt: skip


def scaling(folder: Path, rounds: int, *, full: bool) -> Iterator[dict[str, object]]:
    files = [1_000, 10_000, 100_000] if full else [1_000, 10_000]
    yield growth("files", files, lambda n: k8slint(corpora.airflow_like(folder, n), "--jobs", "1"), rounds)
    lines = [100, 1_000, 10_000, 100_000]
    sized = {n: corpora.one_file(folder, f"lines_{n}", corpora.dag_file(n, pods=1, lines=n)) for n in lines}
    yield growth("lines in a file", lines, lambda n: k8slint(sized[n]), rounds)
    pods = [10, 100, 1_000, 3_500]  # larger files aren't judged
    poddy = {n: corpora.one_file(folder, f"pods_{n}", corpora.many_pods(n)) for n in pods}
    yield growth("pods in a file", pods, lambda n: k8slint(poddy[n]), rounds)
    tasks = [10, 100, 1_000, 10_000]
    shared = {n: corpora.one_file(folder, f"shared_{n}", corpora.shared_helper(n)) for n in tasks}
    yield growth("tasks that share a helper", tasks, lambda n: k8slint(shared[n]), rounds)
    depths = [2, 8, 16]
    chains = {n: corpora.helper_chain(folder, n) for n in depths}
    yield growth("depth of cross-module helpers", depths, lambda n: k8slint(chains[n]), rounds)


def machine() -> str:
    names = ("libcst", "ruff", "fixit", "pyupgrade", "django-upgrade", "flake8", "click")
    known = {distribution.name: distribution.version for distribution in distributions()}
    versions = [f"{name} {known[name]}" for name in names if name in known]
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {', '.join(versions)}"


def table(rows: list[dict[str, object]], columns: list[str]) -> str:
    def cell(value: object) -> str:
        if isinstance(value, list):
            return " / ".join(f"{item:,}" if isinstance(item, int) else str(item) for item in value)
        return (
            {True: "yes", False: "**no**", None: ""}.get(value, str(value))
            if isinstance(value, bool | None)
            else str(value)
        )

    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join([*lines, *("| " + " | ".join(cell(r[column]) for column in columns) + " |" for r in rows)])


def profile(paths: list[Path]) -> None:
    """Which phase costs what, over some files, in one process."""
    from collections import Counter

    from k8slint.airflow.pods.sites import find_sites
    from k8slint.evaluate.evaluator import evaluate
    from k8slint.lint.pipeline import lint
    from k8slint.settings.config import Config
    from k8slint.source.project import Project
    from k8slint.source.syntax import parse
    from k8slint.source.text import Source

    spent: Counter[str] = Counter()
    config, project = Config(), Project(())
    files = [file for path in paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    for file in files:
        marks = [time.perf_counter()]
        source = Source(str(file), file.read_text(encoding="utf-8"))
        marks.append(time.perf_counter())
        tree_ = parse(source)
        marks.append(time.perf_counter())
        evaluation = evaluate(source, tree_, project)
        marks.append(time.perf_counter())
        find_sites(evaluation, config.targets)
        marks.append(time.perf_counter())
        lint(source, config, project)
        marks.append(time.perf_counter())
        phases = ("read", "parse", "evaluate", "sites", "all of it, again, with the rules")
        for phase, start, end in zip(phases, marks, marks[1:], strict=False):
            spent[phase] += end - start  # type: ignore[assignment]
    for phase, seconds in spent.items():
        print(f"{phase:40} {1000 * seconds:10.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="trees of your own")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="a tenth of the files, no slow peers")
    parser.add_argument("--full", action="store_true", help="100,000 files too")
    parser.add_argument("--profile", action="store_true", help="say which phase costs what on PATHS, and stop")
    options = parser.parse_args()
    if options.profile:
        profile(options.paths)
        return
    size = 10 if options.quick else 1
    folder = Path(tempfile.gettempdir()) / "k8slint-benchmarks"
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        works = [
            *tree("Airflow-like tree", corpora.airflow_like(folder, 8_000 // size), scratch, against_ruff=1.0),
            *tree(
                "monorepo without Kubernetes",
                corpora.without_kubernetes(folder, 10_000 // size),
                scratch,
                against_ruff=0.4,
            ),
            *tree("dense tree", corpora.dense(folder, 1_000 // size), scratch, against_ruff=20),
            *tree(
                "dense tree of 100 files",
                corpora.dense(folder, 100),
                scratch,
                against_ruff=None,
                slow_peers=not options.quick,
            ),
            *(work for path in options.paths for work in tree(path.name, path.resolve(), scratch, against_ruff=8)),
            *single_files(folder, scratch),
        ]
        for work in works:
            print(f"({work.name})", file=sys.stderr)
            work.measure(options.rounds)
            us, *others = work.runners
            for other in others:
                made_row = row(work.name, us.name, us.seconds, other.name, other.seconds, work.goals.get(other.name))
                rows.append(made_row | {"peaks": [us.peak // 1024, other.peak // 1024] if other.peak else None})
        rows.append(fix_after_imports(options.rounds * 4))
        grown = list(scaling(folder, max(1, options.rounds // 2), full=options.full))
    if options.json:
        print(json.dumps({"machine": machine(), "table": rows, "growth": grown}, indent=2))
        return
    print(machine(), "\n")
    print(table(rows, ["work", "k8slint", "against", "its", "ratio", "goal", "reached", "peaks"]), "\n")
    print(table(grown, ["what", "sizes", "ms", "peak MiB", "exponent"]))


if __name__ == "__main__":
    main()
