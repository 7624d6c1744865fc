"""Suppressions that are written: they count, they harm nothing, and what has no place for one is told."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import FIXTURES, ROOT, check, stage_of
from shell import DEAD_IMPORT, MEMORY, Shell, airflow_project

from k8slint.finding import Finding, Severity
from k8slint.lint import ignoring
from k8slint.lint.ignoring import NEVER, with_suppressions
from k8slint.source.text import Position, Source, Span

HEAD = "from kubernetes.client import models as k8s\n\n"
BOTH = DEAD_IMPORT + MEMORY


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return airflow_project(tmp_path)


def limits(memory: str) -> str:
    return f'k8s.V1ResourceRequirements(limits={{"memory": {memory}}})'


TWO = 'x = k8s.V1ResourceRequirements(limits={"memory": "1x"}, requests={"memory": "5m"})'
BAD = limits('"512MB"')

# What stands in the file, and what stands there afterwards; the line of the import is the same in all of them.
WRITTEN = {
    "at the end of the line": (
        f"x = {BAD}\n",
        f"x = {BAD}  # k8slint: ignore[KE301] old\n",
    ),
    "of a statement over lines": (
        'x = k8s.V1ResourceRequirements(\n    limits={"memory": "512MB"},\n)\n',
        'x = k8s.V1ResourceRequirements(\n    limits={"memory": "512MB"},  # k8slint: ignore[KE301] old\n)\n',
    ),
    "behind another comment": (
        f"x = {BAD}  # type: ignore\n",
        f"x = {BAD}  # type: ignore  # k8slint: ignore[KE301] old\n",
    ),
    "in the comment that is there": (
        TWO + "  # k8slint: ignore[KE304] why  # more\n",
        TWO + "  # k8slint: ignore[KE304, KE301] why  # more\n",
    ),
    "behind the noqa of others": (
        f"x = {BAD}  # noqa: E501\n",
        f"x = {BAD}  # noqa: E501  # k8slint: ignore[KE301] old\n",
    ),
    "above a line that goes on behind a backslash": (
        f"x = {BAD} \\\n    or None\n",
        f"# k8slint: ignore[KE301] old\nx = {BAD} \\\n    or None\n",
    ),
    "behind the string over lines that it is in": (
        'x = k8s.V1ResourceRequirements(limits={"memory": """5\n12MB"""})\n',
        'x = k8s.V1ResourceRequirements(limits={"memory": """5\n12MB"""})  # k8slint: ignore[KE301] old\n',
    ),
    "with the line ends of the file": (
        f"if True:\r\n\tx = {BAD} \\\r\n\t\tor 1\r\n",
        f"if True:\r\n\t# k8slint: ignore[KE301] old\r\n\tx = {BAD} \\\r\n\t\tor 1\r\n",
    ),
    "at the end of a file without a line end": (
        f"x = {BAD}  ",
        f"x = {BAD}  # k8slint: ignore[KE301] old",
    ),
    "for two findings of a line": (
        'x = k8s.V1ResourceRequirements(limits={"memory": "1x"}, requests={"memory": "5m"})\n',
        'x = k8s.V1ResourceRequirements(limits={"memory": "1x"}, requests={"memory": "5m"})  # k8slint: ignore[KE301, KE304] old\n',
    ),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_where_the_comment_goes(shell: Shell, case: str) -> None:
    before, after = WRITTEN[case]
    path = shell.put("dag.py", HEAD + before)
    done = shell.run("check", "dag.py", "--no-cache", "--add-ignore=old", "--ignore", "KE302")
    assert path.read_bytes().decode() == HEAD + after
    assert (done.code, done.out) == (0, ""), done.out
    assert done.err.startswith("Suppressed ")
    assert ast.dump(ast.parse(HEAD + after)) == ast.dump(ast.parse(HEAD + before))


RULES = sorted((FIXTURES / "rules").glob("*.py")) + sorted((FIXTURES / "airflow").glob("*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_every_fixture_is_silenced_and_means_the_same(part: int) -> None:
    """Whatever is found in a fixture, once suppressed, is not found again, and Python reads the same program."""
    seen = 0
    for path in RULES[part::8]:
        text = path.read_text(encoding="utf-8")
        source = Source(f"dags/{path.name}", text)
        config = stage_of(text, folder=path.parent).config()
        found = [finding for finding in check(source, config) if finding.path == source.path]
        after, left = with_suppressions(source, found, "a reason")
        assert not left, path.name
        seen += len(found)
        again = [each.code for each in check(Source(source.path, after), config) if each.path == source.path]
        assert [code for code in again if code not in NEVER] == [], path.name
        assert "KE002" not in again or any(each.code == "KE002" for each in found), path.name
        try:
            assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(text)), path.name
        except SyntaxError:
            continue  # newer than this interpreter
    assert seen > 20


def test_a_run_over_a_project(shell: Shell) -> None:
    """Modules, DAGs and templates; the second run has nothing to do, and removing the comments gives the same files."""
    shell.put("dags/common.py", HEAD + "def sized(memory):\n    return " + limits('memory + "B"') + "\n")
    dag = f"from common import sized\n{HEAD}base = k8s.V1Container(name='base', resources=sized('5M'))\n"
    shell.put("dags/a.py", dag)
    shell.put("dags/b.py", BOTH)
    shell.put(
        "pod.yaml", "kind: Pod\nspec:\n  containers:\n  - name: base\n    image: etl:1\n    imagePullPolicy: Never\n"
    )
    before = {path: shell.read(path) for path in ("dags/common.py", "dags/a.py", "dags/b.py", "pod.yaml")}
    done = shell.run("check", "dags", "pod.yaml", "--add-ignore", "--jobs", "2")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("Suppressed 4 findings in 3 files.\n")
    assert "ignore[KE301]" in shell.read("dags/common.py")
    assert shell.read("dags/a.py") == dag
    after = {path: shell.read(path) for path in before}
    assert {path: re.sub("  # k8slint: .*", "", text) for path, text in after.items()} == before
    assert shell.run("check", "dags", "pod.yaml").code == 0
    assert shell.run("check", "dags/a.py").code == 0
    done = shell.run("check", "dags", "pod.yaml", "--add-ignore=again")
    assert "Suppressed 0 findings in 0 files." in done.err
    shell.run("check", "dags", "--fix")
    assert {path: shell.read(path) for path in before} == after


def test_what_no_comment_can_suppress_is_told(shell: Shell) -> None:
    shell.put("dag.py", DEAD_IMPORT + "x = 1  # k8slint: ignore[KE999]\n")
    shell.put("broken.py", DEAD_IMPORT + "def f(:\n")
    shell.put(
        "pod.json",
        '{"kind": "Pod", "spec": {"containers": [{"name": "base", "image": "x", "imagePullPolicy": "No"}]}}\n',
    )
    before = shell.read("pod.json")
    done = shell.run("check", "dag.py", "broken.py", "pod.json", "--add-ignore", "--output-format", "concise")
    assert done.code == 1
    assert [line.split(" ")[1] for line in done.out.splitlines()] == ["KE001", "KE002", "KE210", "KE511"]
    assert "Note: pod.json:1:25: no comment can suppress KE210 here\n" in done.err
    assert shell.read("dag.py").startswith(DEAD_IMPORT.rstrip() + "  # k8slint: ignore[KE601]\n")
    assert shell.read("pod.json") == before


def test_a_file_that_cannot_be_written_is_told_and_stays(tmp_path: Path) -> None:
    outside = Shell(tmp_path).put("out/real.py", BOTH)
    inside = Shell(tmp_path / "in")
    inside.put("dag.py", BOTH)
    (inside.folder / "link.py").symlink_to("../out/real.py")
    done = inside.run("check", "--add-ignore", "--airflow-version", "3.1", "dag.py", "link.py")
    assert done.code == 2
    assert "Error: link.py: the suppressions were not written: it is a link to a file outside of" in done.err
    assert outside.read_text() == BOTH
    assert "Suppressed 2 findings in 1 file." in done.err


def test_the_encoding_of_the_file_stays(shell: Shell) -> None:
    text = "# coding: latin-1\n" + BOTH + "name = 'é'\n"
    path = shell.put("dag.py", text.encode("latin-1"))
    done = shell.run("check", "dag.py", "--add-ignore=weil es so ist: ü")
    assert done.code == 0
    assert path.read_bytes().decode("latin-1").count("weil es so ist: ü") == 2
    path = shell.put("dag.py", text.encode("latin-1"))
    done = shell.run("check", "dag.py", "--add-ignore=日本")
    assert done.code == 2
    assert "dag.py: the suppressions were not written: the reason is not latin-1" in done.err.replace(
        "iso-8859-1", "latin-1"
    )
    assert path.read_bytes() == text.encode("latin-1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--add-ignore=a\nb",), "--add-ignore: the reason must be one line of printable text"),
        (("--add-ignore=a\x1b[31m",), "--add-ignore: the reason must be one line of printable text"),
        (("--add-ignore=a # noqa",), "--add-ignore: the reason can't contain another comment"),
        (("--add-ignore", "--fix"), "--add-ignore can't be used with --fix"),
        (("--add-ignore", "--diff"), "--add-ignore can't be used with --diff"),
        (("--add-ignore", "-"), "--add-ignore can't be used with standard input"),
        (("--add-ignore", "--watch"), "--add-ignore can't be used with --watch"),
    ],
)
def test_wrong_usage(shell: Shell, arguments: tuple[str, ...], message: str) -> None:
    shell.put("dag.py", BOTH)
    paths = () if "-" in arguments else ("dag.py",)
    done = shell.run("check", *paths, *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {message}")
    assert shell.read("dag.py") == BOTH


def test_the_option_takes_its_value_behind_an_equals_sign_only(shell: Shell) -> None:
    shell.put("dag.py", BOTH)
    done = shell.run("check", "--add-ignore", "dag.py")
    assert "Suppressed 2 findings in 1 file." in done.err
    assert "ignore[KE301]\n" in shell.read("dag.py")
    shell.put("dag.py", BOTH)
    done = shell.run(
        "check", "--add-ignore", "--jobs=2", "--col", "never", "dag.py"
    )  # an abbreviation is click's to read
    assert done.code == 2 or "Suppressed 2 findings" in done.err


def test_a_baseline_goes_first(shell: Shell) -> None:
    shell.put("dag.py", BOTH)
    shell.run("baseline")
    done = shell.run("check", "--baseline", ".k8slint-baseline.json", "--add-ignore")
    assert "Suppressed 0 findings" in done.err
    assert shell.read("dag.py") == BOTH


def test_reasons_are_demanded_and_given(shell: Shell) -> None:
    shell.put("k8slint.toml", 'extend-select = ["KE005"]\n')
    shell.put("dag.py", BOTH)
    done = shell.run("check", "--add-ignore", "--output-format", "concise")
    assert [line.split(" ")[1] for line in done.out.splitlines()] == ["KE005", "KE005"]
    shell.put("dag.py", BOTH)
    assert shell.run("check", "--add-ignore=as the vendor wants it").code == 0


def test_the_page_on_suppressions_is_true(shell: Shell) -> None:
    text = (ROOT / "docs/suppressing.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        bare = re.sub("#.*", "", block)
        for content, code in ((block, 0), (bare, 1)):
            shell.put("dags/etl.py", HEAD + content)
            done = shell.run("check", "dags", "--extend-select", "KE005" if "vendor" in block else "KE001")
            assert done.code == code, (content, done.out)
    (console,) = re.findall(r"```console\n\$ k8slint (.*?)\n(.*?)```", text, re.DOTALL)
    shell.put("dags/etl.py", BOTH)
    command, reason = re.fullmatch(r'(.*) --add-ignore="(.*)"', console[0]).groups()  # type: ignore[union-attr]
    done = shell.run(*command.split(), f"--add-ignore={reason}")
    assert (done.code, done.err) == (0, console[1])


def finding_at(path: str, row: int) -> Finding:
    where = Position(row, 1)
    return Finding("KE301", "invalid-quantity", Severity.ERROR, path, Span(0, 0), where, where, "wrong")


def test_there_is_no_place_between_lines_that_a_backslash_joins() -> None:
    source = Source("dag.py", "x = 1 + \\\n    2 + \\\n    3\n")
    assert ignoring._PythonPlaces(source).of(finding_at("dag.py", 2)) is None


@pytest.mark.parametrize("text", ["run: |\n  a\n  b\n  c\n", "run: 'a\n  b\n  c\n  d'\n"])
def test_there_is_no_place_in_a_text_of_yaml(text: str) -> None:
    source = Source("values.yaml", text)
    assert ignoring._YamlPlaces(source).of(finding_at("values.yaml", 3)) is None


def test_a_comment_at_a_wrong_place_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever finds the places: a text that would mean something else is left as it is, and its findings are told."""
    source = Source("dag.py", 'x = """\n512MB\n"""\n')
    finding = finding_at("dag.py", 2)
    monkeypatch.setattr(ignoring._PythonPlaces, "of", lambda self, finding: (2, False))
    assert with_suppressions(source, [finding], "") == (source.text, (finding,))
