"""Comments that silence: which findings, and which comments are of no use."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import airflow_project

from k8slint.data.catalogue import RULES
from k8slint.finding import Finding, Severity
from k8slint.lint import suppression as suppress
from k8slint.lint.fixer import apply_edits
from k8slint.source.text import Source, Span

ALL = frozenset(RULES) - {"KE005"}  # which demands reasons


def finding(source: Source, text: str, code: str = "KE303") -> Finding:
    """A finding on the first occurrence of a text."""
    start = source.text.index(text)
    span = Span(start, start + len(text))
    lines = source.lines
    return Finding(
        code,
        RULES[code][0],
        Severity.ERROR,
        source.path,
        span,
        lines.position(start),
        lines.position(span.end),
        "wrong",
    )


def left(text: str, *findings: tuple[str, str], selected: frozenset[str] = ALL, path: str = "dag.py") -> list[str]:
    """The codes that remain of findings given as (text, code)."""
    source = Source(path, text)
    return [f.code for f in suppress.apply(source, [finding(source, *f) for f in findings], selected)]


SILENCED = [
    "bad = 1  # k8slint: ignore[KE303]\n",
    "bad = 1  #k8slint:ignore[KE303]\n",
    "bad = 1  # k8slint: ignore\n",
    "bad = 1  # k8slint: ignore[KE3]\n",
    "bad = 1  # k8slint: ignore[unknown-resource]\n",
    "bad = 1  # k8slint: ignore[KE303] because it is meant\n",
    "bad = 1  # noqa: E501  # k8slint: ignore[KE303]\n",
    "# k8slint: ignore[KE303]\nbad = 1\n",
    "# k8slint: ignore[KE303]\n\n# so it is\nbad = 1\n",
    "# k8slint: ignore-file[KE303]\nx = 1\nbad = 1\n",
    "x = 1\nbad = 1\n# k8slint: ignore-file\n",
    "f(bad,\n  1)\n# k8slint: ignore-file[KE303]\n",
    "bad = 1  # k8slint: ignore[KE303]\r\n",
    "\tif x:\n\t\tbad = 1\t# k8slint: ignore[KE303]\n",
    'x = """\nbad\n"""  # k8slint: ignore[KE303]\n',
    'x = f"""\nbad {1}\n"""  # k8slint: ignore[KE303]\n',
    "bad = 1  # noqa: KE303\n",
    "bad = 1  # NOQA:KE303\n",
    "bad = 1  # noqa : E501, KE303 F401\n",
    "bad = 1  # type: ignore  # noqa: KE303 because\n",
    "bad = 1  # noqa: E501  # noqa: KE303\n",
    'x = """\nbad\n"""  # noqa: KE303\n',
]


@pytest.mark.parametrize("text", SILENCED)
def test_silenced(text: str) -> None:
    assert left(text, ("bad", "KE303")) == []


NOT_SILENCED = [
    "bad = '# k8slint: ignore[KE303]'\n",
    "bad = 1\nx = 2  # it says k8slint: ignore[KE303] here\n",
    'x = """\n# k8slint: ignore-file\n"""\nbad = 1\n',
    "bad = 1  # k8slint: see the handbook\n",
    "bad = 1  # noqa\n",
    "bad = 1  # noqa: E501\n",
    "bad = 1  # noqa KE303\n",
    "bad = '# noqa: KE303'\n",
]


@pytest.mark.parametrize("text", NOT_SILENCED)
def test_not_silenced(text: str) -> None:
    assert left(text, ("bad", "KE303")) == ["KE303"]


def test_only_what_is_named_is_silenced() -> None:
    text = "bad, worse = 1  # k8slint: ignore[KE303]\n"
    assert left(text, ("bad", "KE303"), ("worse", "KE301")) == ["KE301"]
    assert left("bad = 1  # k8slint: ignore[KE303]\nbad2 = 1\n", ("bad", "KE303"), ("bad2", "KE303")) == ["KE303"]


def test_a_finding_over_lines_is_silenced_where_it_starts_or_ends() -> None:
    at_start = "f(  # k8slint: ignore[KE303]\n  1,\n)\n"
    at_end = "f(\n  1,\n)  # k8slint: ignore[KE303]\n"
    inside = "f(\n  1,  # k8slint: ignore[KE303]\n)\n"
    for text, expected in ((at_start, []), (at_end, []), (inside, ["KE303", "KE002"])):
        assert left(text, (text[: text.index(")") + 1], "KE303")) == expected


def test_a_template_has_comments_too() -> None:
    assert left("a: bad # k8slint: ignore[KE303]\n", ("bad", "KE303"), path="pod.yaml") == []


def test_the_rest_of_a_file_that_cannot_be_tokenized() -> None:
    assert left("x = (\nbad = 1  # k8slint: ignore[KE303]\n", ("bad", "KE303")) == []


UNUSED = [
    ("x = 1  # k8slint: ignore[KE303]\n", "x = 1\n", "`KE303` is not reported here"),
    ("x = 1  # k8slint: ignore\n", "x = 1\n", "there is no finding here"),
    ("# k8slint: ignore-file[KE303]\nx = 1\n", "x = 1\n", "`KE303` is not reported here"),
    ("    # k8slint: ignore[KE3]\nx = 1\n", "x = 1\n", "`KE3` is not reported here"),
    ("x = 1  # k8slint: ignore[KE303]  # noqa\n", "x = 1  # noqa\n", "`KE303`"),
    ("x = 1  # noqa  # k8slint: ignore[KE303]\n", "x = 1  # noqa\n", "`KE303`"),
    ("x = 1  # k8slint: ignore[]\n", "x = 1\n", "the brackets contain no rule"),
    ("x = 1  # k8slint: ignore[KE999]\n", "x = 1\n", "there is no rule `KE999`"),
    ("x = 1  # noqa: KE303\n", "x = 1\n", "`KE303` is not reported here"),
    ("x = 1  # noqa: E501, KE303, F401 why\n", "x = 1  # noqa: E501, F401 why\n", "`KE303` is not reported here"),
    ("x = 1  # noqa: KE999 a reason\n", "x = 1\n", "there is no rule `KE999`"),
    ("x = 1  # k8slint: ignore[KE303] see #12\n", "x = 1\n", "`KE303` is not reported here"),
    ("x = 1  # k8slint: ignore[KE303] why  # keep me\n", "x = 1  # keep me\n", "`KE303` is not reported here"),
    ("x = 1  # k8slint: ignore[KE303] why #noqa: E501\n", "x = 1  #noqa: E501\n", "`KE303` is not reported here"),
    ("x = 1  # k8slint: ignore[KE301, KE303]\r\n", "x = 1\r\n", "`KE301`, `KE303` are not reported here"),
]


@pytest.mark.parametrize(("text", "fixed", "message"), UNUSED)
def test_what_silences_nothing_is_a_finding_that_can_be_fixed(text: str, fixed: str, message: str) -> None:
    (found,) = suppress.apply(Source("dag.py", text), [], ALL)
    assert (found.code, found.severity) == ("KE002", Severity.WARNING)
    assert message in found.message
    assert found.fix is not None
    assert apply_edits(text, found.fix.edits) == fixed


def test_only_the_idle_part_of_a_list_goes() -> None:
    text = "bad = 1  # k8slint: ignore[KE301, KE303] (why)\n"
    source = Source("dag.py", text)
    (found,) = suppress.apply(source, [finding(source, "bad")], ALL)
    assert found.fix is not None
    assert apply_edits(text, found.fix.edits) == "bad = 1  # k8slint: ignore[KE303] (why)\n"


def test_noqa_is_for_its_own_line_as_in_other_linters() -> None:
    assert left("# noqa: KE303\nbad = 1\n", ("bad", "KE303")) == ["KE303", "KE002"]


def test_the_reason_stays_when_a_rule_goes() -> None:
    for text, fixed in (
        ("bad = 1  # noqa: E501, KE301, KE303 why #12\n", "bad = 1  # noqa: E501, KE303 why #12\n"),
        ("bad = 1  # k8slint: ignore[KE303,KE301] why\n", "bad = 1  # k8slint: ignore[KE303] why\n"),
    ):
        source = Source("dag.py", text)
        (found,) = suppress.apply(source, [finding(source, "bad")], ALL)
        assert found.fix is not None
        assert apply_edits(text, found.fix.edits) == fixed


def test_a_rule_that_did_not_run_may_need_its_suppression() -> None:
    assert left("x = 1  # k8slint: ignore[KE303]\n", selected=ALL - {"KE303"}) == []
    assert left("x = 1  # k8slint: ignore[KE3]\n", selected=ALL - {"KE303"}) == []
    assert left("x = 1  # k8slint: ignore[KE303]\n", selected=ALL - {"KE002"}) == []


@pytest.mark.parametrize("word", ["noqa", "disable", "disable-next-line", "skip-file", "ignore-line"])
def test_the_words_of_other_tools_are_pointed_out(word: str) -> None:
    (found,) = suppress.apply(Source("dag.py", f"x = 1  # k8slint: {word}\n"), [], ALL)
    assert f"`{word}` suppresses nothing" in found.message


def test_a_suppression_in_a_module_counts_for_the_dags_that_import_it(tmp_path: Path) -> None:
    """It silences what is found there through them, and is not unused, nor removed, when the module is checked alone."""
    (tmp_path / ".git").mkdir()
    shell = airflow_project(tmp_path)
    head = "from kubernetes.client import models as k8s\n"
    common = head + (
        "def limits(memory):\n"
        '    return k8s.V1ResourceRequirements(limits={"memory": memory + "B"})  # k8slint: ignore[KE301] as it is\n'
        "x = 1  # k8slint: ignore[KE999]\n"
    )
    shell.put("dags/common.py", common)
    dag = head + "from common import limits\nbase = k8s.V1Container(name='base', resources=limits('5M'))\n"
    shell.put("dags/a.py", dag)
    for paths in (["dags"], ["dags/a.py"], ["dags/common.py"], ["dags"]):  # the last one remembers
        done = shell.run("check", *paths, "--output-format", "concise")
        assert [line.split(" ")[1] for line in done.out.splitlines()] == ["KE002"] * ("dags/a.py" not in paths), paths
    shell.run("check", "--fix", "dags")
    assert shell.read("dags/common.py") == common.replace("  # k8slint: ignore[KE999]", "")
    shell.put("dags/common.py", shell.read("dags/common.py").replace("KE301", "KE304"))
    assert "KE301" in shell.run("check", "dags").out  # the cache knows that the module was read
    shell.put("dags/a.py", "from other import limits\n")
    assert "`KE304` is not reported here" in shell.run("check", "dags").out
