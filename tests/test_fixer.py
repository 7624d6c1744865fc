"""Fixes: chosen so that they go together, applied whole, dropped when they don't hold what they promise."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from k8slint.finding import Applicability, Edit, Finding, Fix, Severity
from k8slint.lint.fixer import MAX_PASSES, apply_edits, fix
from k8slint.source.text import Source, Span

SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY
Rewrite = Callable[[re.Match[str]], tuple[tuple[int, int, str], ...]]


def linter(*rules: tuple[str, str, Rewrite | str, Applicability]) -> Callable[[Source], list[Finding]]:
    """A linter of patterns: (code, pattern, replacement or edits, applicability). ``!!`` can't be parsed."""

    def lint(source: Source) -> list[Finding]:
        if "!!" in source.text:
            return [make(source, "KE001", 0, 0, None)]
        found = []
        for code, pattern, new, how in rules:
            for match in re.finditer(pattern, source.text):
                edits = ((*match.span(), new),) if isinstance(new, str) else new(match)
                proposal = Fix(f"fix {pattern}", tuple(Edit(Span(a, b), text) for a, b, text in edits), how)
                found.append(make(source, code, *match.span(), proposal))
        return found

    return lint


def make(source: Source, code: str, start: int, end: int, proposal: Fix | None) -> Finding:
    lines = source.lines
    place = lines.position(start)
    return Finding(
        code, "rule", Severity.ERROR, source.path, Span(start, end), place, lines.position(end), "m", fix=proposal
    )


def fixed(text: str, lint: Callable[[Source], list[Finding]], unsafe: bool = False) -> tuple[str, list[str], list[str]]:
    """The text after fixing, the codes that remain, and why fixes were dropped."""
    source = Source("dag.py", text)
    done = fix(source, lint(source), lint, unsafe=unsafe)
    return done.source.text, [finding.code for finding in done.findings], [reason for _, _, reason in done.dropped]


def test_all_fixes_are_applied_in_one_go() -> None:
    lint = linter(("KE1", "a", "b", SAFE))
    assert fixed("a a a", lint) == ("b b b", [], [])
    source = Source("dag.py", "a a a")
    assert fix(source, lint(source), lint, unsafe=False).applied == (("KE1", "fix a", 3),)


def test_only_what_is_admitted_is_applied() -> None:
    lint = linter(("KE1", "a", "A", SAFE), ("KE2", "b", "B", UNSAFE), ("KE3", "c", "C", DISPLAY))
    assert fixed("abc", lint) == ("Abc", ["KE2", "KE3"], [])
    assert fixed("abc", lint, unsafe=True) == ("ABc", ["KE3"], [])


def test_what_follows_from_a_fix_is_fixed_too() -> None:
    lint = linter(("KE1", "a", "b", SAFE), ("KE2", "b", "c", SAFE))
    assert fixed("a", lint) == ("c", [], [])


def test_overlapping_fixes_wait_for_each_other() -> None:
    lint = linter(("KE1", "ab", "x", SAFE), ("KE2", "bc", "y", SAFE))
    assert fixed("abc", lint) == ("xc", [], [])
    both = linter(("KE1", "ab", lambda m: ((m.start(), m.start() + 1, ""),), SAFE), ("KE2", "b", "c", SAFE))
    assert fixed("ab", both) == ("c", [], [])


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    ends: Rewrite = lambda match: ((0, 1, ""), (match.start(), match.end(), "Z"))  # noqa: E731
    lint = linter(("KE1", "^a", "x", SAFE), ("KE2", "z$", ends, SAFE))
    assert fixed("a-z", lint) == ("-Z", [], [])


def test_equal_edits_count_once() -> None:
    importing: Rewrite = lambda match: ((0, 0, "import x\n"), (*match.span(), "x"))  # noqa: E731
    assert fixed("a a", linter(("KE1", "a", importing, SAFE))) == ("import x\nx x", [], [])


def test_insertions_at_one_place_do_not_mix() -> None:
    one: Rewrite = lambda match: ((0, 0, "1"), (*match.span(), "x"))  # noqa: E731
    two: Rewrite = lambda match: ((0, 0, "2"), (*match.span(), "y"))  # noqa: E731
    text, codes, dropped = fixed("a b", linter(("KE1", "a", one, SAFE), ("KE2", "b", two, SAFE)))
    assert (text, codes, dropped) == ("21x y", [], [])


def test_a_fix_that_breaks_the_file_is_dropped_and_the_others_stay() -> None:
    lint = linter(("KE1", "a", "b", SAFE), ("KE2", "c", "!!", SAFE), ("KE3", "d", "e", SAFE))
    assert fixed("a c d a", lint) == ("b c e b", ["KE2"], ["the result could not be parsed"])


def test_a_fix_that_leaves_its_finding_is_dropped() -> None:
    lint = linter(("KE1", "a", "b", SAFE), ("KE2", "c+", "cc", SAFE))
    assert fixed("a c", lint) == ("b c", ["KE2"], ["the finding would remain"])


def test_a_neighbour_that_moves_into_place_is_no_reason_to_drop() -> None:
    remove: Rewrite = lambda match: (  # noqa: E731
        ((match.start(), match.end() + 1, ""),) if match.end() < len(match.string) else ()
    )
    assert fixed("a\na", linter(("KE1", "a", remove, SAFE)))[0] == "a"


def test_fixes_that_undo_each_other_end() -> None:
    lint = linter(("KE1", "a", "b", SAFE), ("KE2", "b", "a", SAFE))
    text, codes, dropped = fixed("a", lint)
    assert text in ("a", "b")
    assert dropped == ["the fixes undo each other"]
    assert len(codes) == 1


def test_growth_without_end_is_stopped() -> None:
    more: Rewrite = lambda match: ((match.end(), match.end(), "a"),)  # noqa: E731
    lint = linter(("KE1", "a(?!a)", more, SAFE))
    text, _, _ = fixed("a", lint)
    assert len(text) <= MAX_PASSES + 1


def test_text_that_the_encoding_lacks_is_not_written() -> None:
    source = Source("dag.py", "a", "latin-1")
    lint = linter(("KE1", "a", "\u4e2d", SAFE))
    done = fix(source, lint(source), lint, unsafe=False)
    assert done.source.text == "a"
    assert done.dropped[0][2] == "the new text can't be written in latin-1"


def test_edits_that_overlap_or_lie_outside_are_refused() -> None:
    inner: Rewrite = lambda match: ((0, 3, "x"), (1, 2, "y"))  # noqa: E731
    assert fixed("abc", linter(("KE1", "abc", inner, SAFE))) == ("abc", ["KE1"], ["its edits overlap"])
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abc", [Edit(Span(2, 9), "")])


def test_findings_in_other_files_are_left_to_their_own_run() -> None:
    lint = linter(("KE1", "a", "b", SAFE))
    source = Source("dag.py", "a")
    elsewhere = [make(Source("pods.py", "a"), "KE1", 0, 1, Fix("t", (Edit(Span(0, 1), "b"),), SAFE))]
    done = fix(source, elsewhere, lint, unsafe=True)
    assert (done.source.text, done.applied) == ("a", ())


@given(st.text("abcx", max_size=30), st.booleans())
def test_fixing_ends_where_nothing_is_left_and_again_changes_nothing(text: str, unsafe: bool) -> None:
    lint = linter(("KE1", "ab", "b", SAFE), ("KE2", "bc", "x", UNSAFE), ("KE3", "cc", "", SAFE))
    once, remaining, dropped = fixed(text, lint, unsafe)
    assert not dropped
    assert fixed(once, lint, unsafe) == (once, remaining, [])


@given(st.text(max_size=40), st.data())
def test_edits_change_their_spans_and_nothing_else(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8).map(lambda x: x[: len(x) // 2 * 2])))
    edits = [Edit(Span(a, b), data.draw(st.text(max_size=3))) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    edits = [edit for i, edit in enumerate(edits) if i == 0 or edit.span.start > edits[i - 1].span.start]
    expected, done = "", 0
    for edit in edits:
        expected += text[done : edit.span.start] + edit.text
        done = edit.span.end
    assert apply_edits(text, edits) == expected + text[done:]
