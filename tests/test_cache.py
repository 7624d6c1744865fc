"""The cache: it remembers, and never gives an answer that a run without it would not give."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shell import CLEAN, DEAD_IMPORT, MEMORY, Shell, airflow_project

from k8slint.finding import Applicability, Edit, Finding, Fix, Related, Severity
from k8slint.lint.report import FileResult, Report
from k8slint.run import cache, runner
from k8slint.run.runner import run
from k8slint.settings.config import load
from k8slint.source.text import Position, Span


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return airflow_project(tmp_path)


@pytest.fixture
def aged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "SETTLED_NS", -3600 * 10**9)


def settle() -> None:
    """Let the clock pass what was just written, so that the next run trusts it."""
    time.sleep(0.03)


def report(*paths: str, **given: object) -> Report:
    return run(paths or (".",), load({key.replace("_", "-"): value for key, value in given.items()}, paths))


def said(report: Report) -> list[tuple[str, str, int, str]]:
    return [(f.code, f.path, f.start.row, f.message) for f in report.findings]


def test_an_unchanged_file_is_remembered(shell: Shell, user_caches: Path) -> None:
    shell.write(dag_py=DEAD_IMPORT, clean_py=CLEAN)
    first, second = report(), report()
    assert (first.cached, second.cached) == (0, 1)
    assert first.findings == second.findings
    assert (user_caches / "k8slint/.gitignore").read_text() == "*\n"
    assert ".k8slint_cache" not in os.listdir(shell.folder)


def test_nothing_is_written_when_nothing_matters(shell: Shell) -> None:
    shell.write(clean_py=CLEAN)
    report()
    assert sorted(os.listdir(shell.folder)) == [".git", "clean.py", "requirements.txt"]


def test_what_changes_is_judged_again(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    report()
    shell.write(dag_py=DEAD_IMPORT + MEMORY)
    second = report()
    assert (second.cached, len(second.findings)) == (0, 2)


def test_the_time_of_a_file_is_nothing(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    report()
    os.utime("dag.py", (1, 1))
    assert report().cached == 1


OTHER = [{"select": ("KE6",)}, {"airflow_version": "2.9"}, {"ignore": ("KE1",)}, {"kubernetes_version": "1.30"}]


@pytest.mark.parametrize("given", OTHER, ids=lambda given: next(iter(given)))
def test_other_settings_and_targets_are_other_questions(shell: Shell, given: dict[str, object]) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    report()
    assert report(**given).cached == 0
    assert report(**given).cached == 1
    assert report().cached == 1


def test_the_versions_that_a_project_states_are_part_of_the_question(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT, requirements_txt="apache-airflow==2.10.1\n")
    settle()
    assert said(report()) == []
    shell.write(requirements_txt="apache-airflow==3.1.0\n")
    settle()
    assert [code for code, *_ in said(report())] == ["KE601"]
    (shell.folder / "requirements.txt").unlink()
    shell.put("constraints.txt", "apache-airflow==2.9.0\n")
    settle()
    assert said(report()) == []
    assert report().cached == 1


def task_using(module: str) -> str:
    return (
        "from airflow.operators.bash import BashOperator\n"
        f"from {module} import pod\n"
        'BashOperator(task_id="t", bash_command="true", executor_config={"pod_override": pod})\n'
    )


def test_other_files_that_were_read_are_part_of_the_question(shell: Shell) -> None:
    shell.put("dag.py", task_using("common"))
    shell.put("common.py", MEMORY.replace("512MB", "512Mi"))
    settle()
    assert said(report("dag.py")) == []
    assert report("dag.py").cached == 1
    shell.put("common.py", MEMORY)
    settle()
    assert [(code, path) for code, path, *_ in said(report("dag.py"))] == [("KE301", "common.py")]
    (shell.folder / "common.py").unlink()
    assert said(report("dag.py")) == []


@pytest.mark.parametrize("module", ["common", "team.common", "team.deep.common"])
@pytest.mark.parametrize("made", ["{}.py", "{}/__init__.py"])
def test_files_that_were_looked_for_are_part_of_the_question(shell: Shell, module: str, made: str) -> None:
    shell.put("dag.py", task_using(module))
    settle()
    assert said(report("dag.py")) == []
    assert report("dag.py").cached == 1
    shell.put(made.format(module.replace(".", "/")), MEMORY)
    assert [code for code, *_ in said(report("dag.py"))] == ["KE301"]


def test_a_template_is_part_of_the_question(shell: Shell) -> None:
    base = "kind: Pod\nspec:\n  containers:\n    - name: base\n      image: a:1\n"
    shell.put("pod.yaml", base)
    shell.put("dag.py", task_using("common"))
    shell.put("common.py", MEMORY.replace("512MB", "512Mi").replace("limits=limits", "limits=limits"))
    settle()
    report("dag.py", pod_template="pod.yaml")
    assert report("dag.py", pod_template="pod.yaml").cached == 1
    shell.put("pod.yaml", base + "  restartPolicy: Always\n")
    assert report("dag.py", pod_template="pod.yaml").cached == 0


def tables(kind: str = "*") -> list[Path]:
    return sorted(Path(os.environ["XDG_CACHE_HOME"]).rglob(f"{kind}-*.bin"))


def test_damage_is_survived(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    settle()
    expected = said(report())
    assert tables()
    for table in tables():
        whole = table.read_bytes()
        for damaged in (b"", whole[:10], whole[:-1], whole[:40] + b"\xff" + whole[41:], b"k8slint2" + whole[8:] + b"x"):
            table.write_bytes(damaged)
            assert said(report()) == expected


def test_a_folder_that_cannot_be_written_is_no_matter(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    shell.put("taken", "a file where the folder should be")
    for folder in ("taken", "taken/below", "/proc/nowhere"):
        assert len(report(cache_dir=folder).findings) == 1


def test_no_cache_leaves_nothing(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    report(cache=False)
    assert not tables()


def test_two_runs_may_share_it(shell: Shell) -> None:
    names = [f"dag{number}.py" for number in range(8)]
    for name in names:
        shell.put(name, DEAD_IMPORT)
    command = [sys.executable, "-m", "k8slint", "check", "-q", "--output-format", "json"]
    runs = [subprocess.Popen([*command, *names], stdout=subprocess.PIPE) for _ in range(4)]
    outputs = {done.communicate()[0] for done in runs}
    assert len(outputs) == 1
    assert len(json.loads(outputs.pop())) == len(names)
    assert report(*names).cached == len(names)


def test_a_run_adds_to_what_another_wrote(shell: Shell) -> None:
    shell.write(a_py=DEAD_IMPORT, b_py=DEAD_IMPORT)
    report("a.py")
    report("b.py")
    assert report().cached == 2


def test_projects_may_share_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same names, settings and contents, but other versions, and another module behind the same import."""
    shared = str(shell.folder / "shared")
    for project, airflow, memory in (("a", "2.9.0", "512Mi"), ("b", "3.0.0", "512MB")):
        shell.put(f"{project}/.git/HEAD", "")
        shell.put(f"{project}/dag.py", DEAD_IMPORT + task_using("common"))
        shell.put(f"{project}/common.py", MEMORY.replace("512MB", memory))
        shell.put(f"{project}/requirements.txt", f"apache-airflow=={airflow}\n")
    settle()
    for _ in range(2):
        for project in ("a", "b"):
            for folder, path in ((shell.folder / project, "."), (shell.folder, project)):
                monkeypatch.chdir(folder)
                assert said(report(path, cache_dir=shared)) == said(report(path, cache=False)), (project, folder)


def test_old_tables_go(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    for number in range(cache.KEPT_TABLES + 5):
        report(airflow_version=f"2.{number}")
    assert len(tables()) <= cache.KEPT_TABLES


def test_files_that_cannot_be_parsed_are_not_remembered(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT + "x = (\n")
    report()
    assert report().cached == 0


def test_fixing_is_done_even_when_the_findings_are_remembered(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    report()
    assert said(report(fix=True)) == []
    assert "airflow.kubernetes" not in shell.read("dag.py")


# --- what depends on all files of the project

TAKEN = "from airflow.kubernetes.volume import Volume\n"  # its fix depends on whether another file takes the name


def fixable(report: Report) -> list[bool]:
    return [finding.fix is not None for finding in report.findings]


@pytest.mark.usefixtures("aged")
@pytest.mark.parametrize("change", ["dags/user.py", "dags/deep/new/user.py"])
def test_what_depends_on_all_files_is_remembered_until_one_changes(shell: Shell, change: str) -> None:
    shell.put("dags/lib.py", TAKEN)
    shell.put("dags/user.py", "\n")
    first = report("dags/lib.py")
    assert (fixable(first), first.cached) == ([True], 0)
    again = report("dags/lib.py")
    assert (fixable(again), again.cached) == ([True], 1)
    shell.put(change, "from lib import Volume\n")
    changed = report("dags/lib.py")
    assert (fixable(changed), changed.cached) == ([False], 0)


@pytest.mark.usefixtures("aged")
@pytest.mark.parametrize("change", ["dags/user.py", "dags/deep/new/user.py"])
def test_what_depends_on_files_of_all_kinds_is_remembered_until_one_changes(shell: Shell, change: str) -> None:
    shell.put("airflow.cfg", "[kubernetes]\nworker_container_repository = x\n")
    shell.put("dags/user.py", "\n")

    def told() -> tuple[list[Applicability | None], int]:
        found = report("airflow.cfg", airflow_version="3.0")
        return [finding.fix.applicability if finding.fix else None for finding in found.findings], found.cached

    assert (told(), told()) == (([Applicability.SAFE], 0), ([Applicability.SAFE], 1))
    shell.put(change, 'conf.get("kubernetes", "worker_container_repository")\n')
    assert told() == ([Applicability.UNSAFE], 0)


def test_what_depends_on_a_file_that_was_written_just_now_is_not_remembered(shell: Shell) -> None:
    shell.put("dags/lib.py", TAKEN)
    shell.put("dags/user.py", "\n")
    settle()
    report("dags/lib.py")
    assert report("dags/lib.py").cached == 0


# --- many files: by their status


@pytest.fixture
def many(shell: Shell) -> Shell:
    for number in range(runner.MANY_FILES + 10):
        shell.put(f"dags/dag{number}.py", DEAD_IMPORT if number % 10 == 0 else CLEAN)
    return shell


@pytest.mark.usefixtures("aged")
def test_files_with_the_same_status_are_not_read(many: Shell) -> None:
    first = report()
    for path in (many.folder / "dags").iterdir():
        path.chmod(0o200)
    many_again = report()
    assert said(many_again) == said(first)
    assert many_again.cached == len(first.findings)


@pytest.mark.usefixtures("aged")
def test_a_changed_status_means_reading(many: Shell) -> None:
    before = len(report().findings)
    path = many.folder / "dags/dag1.py"
    status = path.stat()
    path.write_text(DEAD_IMPORT.ljust(len(CLEAN))[: len(CLEAN)])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert len(report().findings) == before + 1


def test_what_was_written_just_now_is_not_trusted(many: Shell) -> None:
    report()
    assert not tables("files")


@pytest.mark.usefixtures("aged")
def test_files_that_are_gone_are_forgotten(many: Shell) -> None:
    report()
    for number in range(8):
        (many.folder / f"dags/dag{number}.py").unlink()
    many.put("dags/new.py", CLEAN)
    report()
    (table,) = tables("files")
    key = (table.parents[1] / "key").read_bytes()
    entries = cache._Table(str(table.parent), table.stem, key).read()
    assert "dags/dag0.py" not in entries
    assert "dags/dag9.py" in entries


# --- packing

TEXT = st.text(max_size=8)
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
POSITIONS = st.builds(Position, st.integers(1, 99), st.integers(1, 99))
MAYBE = st.none() | TEXT
FINDINGS = st.builds(
    Finding, TEXT, TEXT, st.sampled_from(Severity), TEXT, SPANS, POSITIONS, POSITIONS, TEXT, MAYBE, MAYBE, MAYBE, MAYBE,
    st.lists(st.builds(Related, TEXT, SPANS, POSITIONS, POSITIONS, TEXT), max_size=2).map(tuple),
    st.none()
    | st.builds(
        Fix, TEXT, st.lists(st.builds(Edit, SPANS, TEXT), max_size=2).map(tuple), st.sampled_from(Applicability)
    ),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FINDINGS, max_size=3).map(tuple), st.binary(max_size=5), st.none() | st.binary(max_size=5))
def test_a_result_comes_out_of_its_packing_as_it_went_in(
    findings: tuple[Finding, ...], digest: bytes, fixed: bytes | None
) -> None:
    import marshal

    result = FileResult(
        "dag.py", findings, digest=digest, fixed=fixed, applied=(("KE1", "t", 2),), dropped=(("KE2", "t", "why"),),
        reads=("a", "b"), gaps=(("p", 1, 2, "r", "d"),), counts={"sites": 3},
    )  # fmt: skip
    again = FileResult.unpack(marshal.loads(marshal.dumps(result.pack())))
    assert all(getattr(again, name) == getattr(result, name) for name in FileResult.__slots__)


# --- never a wrong answer

CONTENTS = {
    "dag.py": [task_using("common"), task_using("pods.small"), DEAD_IMPORT, CLEAN],
    "common.py": [MEMORY, MEMORY.replace("512MB", "512Mi"), "from pods.small import pod\n", "pod = None\n"],
    "pods/small.py": [MEMORY, MEMORY.replace("512MB", "1Gi"), "from common import pod\n", "from pods import pod\n"],
    "pods/__init__.py": ["", MEMORY, "from .small import pod\n"],
    "requirements.txt": ["", "apache-airflow==2.9.0\n", "apache-airflow==3.0.0\n"],
    "k8slint.toml": ["", 'ignore = ["KE301"]\n', '[per-file-ignores]\n"common.py" = ["KE3"]\n'],
}
CHANGES = st.sampled_from([(path, content) for path, contents in CONTENTS.items() for content in (*contents, None)])


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=st.lists(CHANGES, min_size=2, max_size=5))
def test_cached_and_uncached_say_the_same(
    changes: list[tuple[str, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shell = airflow_project(tmp_path_factory.mktemp("project"))
    (shell.folder / ".git").mkdir()
    here = os.getcwd()
    os.chdir(shell.folder)
    try:
        for path, contents in CONTENTS.items():
            shell.put(path, contents[0])
        for path, content in [("dag.py", CONTENTS["dag.py"][0]), *changes]:
            if content is not None:
                shell.put(path, content)
            elif (shell.folder / path).exists():
                (shell.folder / path).unlink()
            settle()
            paths = ("dag.py", "common.py") if (shell.folder / "dag.py").exists() else (".",)
            plain = said(report(*paths, cache=False))
            assert said(report(*paths)) == plain
            assert said(report(*paths)) == plain
    finally:
        os.chdir(here)


# --- never anybody else's answer


def test_what_lies_in_the_tree_is_not_believed(shell: Shell, user_caches: Path) -> None:
    """A cache that somebody else made, with the key that goes with it, committed where ours is kept."""
    shell.write(dag_py=MEMORY.replace("512MB", "512Mi"))
    settle()
    report(cache_dir=".k8slint_cache")
    own = [*tables(), *(shell.folder / ".k8slint_cache").glob("*.bin")]
    assert {path.parent.name for path in own} == {".k8slint_cache"}
    theirs = {path.name: path.read_bytes() for path in own}
    key = (user_caches / "k8slint/key").read_bytes()
    (user_caches / "k8slint/key").unlink()  # another user
    for name, content in {**theirs, "key": key}.items():
        shell.put(f".k8slint_cache/{name}", content)
    assert report(cache_dir=".k8slint_cache").cached == 0
    assert report(cache_dir=".k8slint_cache").cached == 1


def test_a_folder_outside_of_the_tree_brings_its_key(shell: Shell, tmp_path_factory: pytest.TempPathFactory) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    folder = tmp_path_factory.mktemp("kept")
    report(cache_dir=str(folder))
    assert {path.name.partition("-")[0] for path in folder.iterdir()} >= {"key", "results"}
    assert report(cache_dir=str(folder)).cached == 1


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_a_key_that_others_may_read_is_none(shell: Shell, user_caches: Path, mode: int) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    report()
    (user_caches / "k8slint/key").chmod(mode)
    assert report().cached == 0


def test_a_folder_that_others_may_write_is_not_used(shell: Shell, user_caches: Path) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    report()
    (user_caches / "k8slint").chmod(0o777)
    assert report().cached == 0


def test_what_is_sealed_and_odd_is_not_remembered(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    settle()
    expected = said(report())
    odd: list[object] = [
        None,
        1,
        (),
        (1, 2),
        (b"", (), b""),
        ("x",) * 3,
        (b"x", ((1, 2),), b"x"),
        {},
        [[]],
        ("a", (), ()),
    ]
    for table in tables():
        ours = cache._Table(str(table.parent), table.stem, (table.parents[1] / "key").read_bytes())
        whole = ours.read()
        assert whole
        for key, entry in whole.items():
            inner = [(*entry[:i], one, *entry[i + 1 :]) for i in range(len(entry)) for one in odd]
            for value in [*odd, *inner]:
                ours._new = {key: value}
                ours.save(frozenset())
                assert said(report()) == expected


def test_pruning_takes_its_own_only(shell: Shell, user_caches: Path) -> None:
    folder = shell.folder.parent / "kept"
    names = ["mine.bin", "results-mine.bin", f"other-{'0' * 32}.bin", f"results-{'0' * 32}.txt"]
    folder.mkdir(mode=0o700)
    for name in names:
        (folder / name).write_text("mine")
    shell.write(dag_py=DEAD_IMPORT)
    for number in range(cache.KEPT_TABLES + 5):
        report(airflow_version=f"2.{number}", cache_dir=str(folder))
    assert all((folder / name).exists() for name in names)
    assert len([path for path in folder.iterdir() if path.name not in names]) <= cache.KEPT_TABLES + 1


def test_the_default_folder_is_the_users(shell: Shell, user_caches: Path) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    report()
    assert {path.stat().st_mode & 0o777 for path in (user_caches / "k8slint").rglob("*") if path.is_dir()} == {0o700}
    assert (user_caches / "k8slint/key").stat().st_mode & 0o777 == 0o600
