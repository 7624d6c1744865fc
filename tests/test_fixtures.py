"""Every fixture: exactly the findings that its carets state, whatever its line ends; and fixes that are right.

No author of a rule writes any of this: a file in one of the folders is enough.
"""

from __future__ import annotations

import ast
import codecs
from pathlib import Path

import pytest
from conftest import FIXTURES, ROOT, check, expectations, judge, stage_of, with_carets

from k8slint.data import catalogue
from k8slint.finding import Applicability, Finding, Severity
from k8slint.rules import all_rules
from k8slint.source.text import Source

CARETS = ("rules", "mistakes", "traps", "guide")
FIXED = (*CARETS, "imports", "migrate")
KINDS = (".py", ".cfg", ".env")
CODES = {rule.rule_name().replace("-", "_"): rule.code for rule in all_rules()}


def fixtures(*folders: str) -> list[Path]:
    files = [path for folder in folders for path in sorted((FIXTURES / folder).rglob("*")) if path.suffix in KINDS]
    return [path for path in files if ".fixed." not in path.name]


def name(path: Path) -> str:
    return path.relative_to(FIXTURES).as_posix()


def own_code(path: Path) -> str | None:
    return CODES[path.name.partition(".")[0]] if path.parent.name == "rules" else None


def read(path: Path) -> str:
    return path.read_bytes().decode()


def shown(findings: list[Finding]) -> str:
    return "\n".join(
        f"  {f.start.row}:{f.start.column}-{f.end.row}:{f.end.column} {f.code} {f.message}" for f in findings
    )


def findings_of(path: Path, text: str) -> list[Finding]:
    config = stage_of(text, own_code(path), path.parent).config()
    return [finding for finding in check(Source(str(path), text), config) if finding.path == str(path)]


@pytest.fixture(scope="module", autouse=True)
def generated() -> None:
    """A new rule is unknown until it is in the catalogue: say which command adds it."""
    files = {path.stem for path in (ROOT / "k8slint/rules").glob("[!_]*.py")}
    missing = files - {name.replace("-", "_") for name, *_ in catalogue.RULES.values()}
    assert not missing, f"k8slint/data/catalogue.py lacks {', '.join(sorted(missing))}: run `python -m tools.generate`"


@pytest.mark.parametrize("path", fixtures(*CARETS), ids=name)
def test_carets(path: Path, accept: bool) -> None:
    text = read(path)
    found = findings_of(path, text)
    if accept:
        path.write_bytes(with_carets(text, found).encode())
        return
    expected = expectations(text)
    unmet = [e for e in expected if not any(e.fits(f) for f in found)]
    unexpected = [f for f in found if not any(e.fits(f) for e in expected)]
    listing = "\nexpected, not found:\n  " + "\n  ".join(map(str, unmet))
    listing += "\nfound, not expected:\n" + shown(unexpected)
    listing += f"\nIf this is right, run `pytest --accept tests/test_fixtures.py -k {path.stem}` and review the file."
    assert (unmet, unexpected, len(found)) == ([], [], len(expected)), listing


@pytest.mark.parametrize("path", fixtures("traps"), ids=name)
def test_what_looks_wrong_and_is_not_is_at_most_a_hint(path: Path) -> None:
    assert {finding.severity for finding in findings_of(path, read(path))} <= {Severity.INFO}


@pytest.mark.parametrize("path", fixtures(*CARETS), ids=name)
def test_line_ends_and_byte_order_mark_change_nothing(path: Path) -> None:
    text = read(path)
    config = stage_of(text, own_code(path), path.parent).config()
    plain = judge(str(path), text.encode(), config.replace(fix=False))
    for variant in (text.replace("\n", "\r\n").encode(), codecs.BOM_UTF8 + text.encode()):
        result = judge(str(path), variant, config.replace(fix=False))
        assert [(f.code, f.start, f.end) for f in result.findings] == [(f.code, f.start, f.end) for f in plain.findings]


def applies(finding: Finding, unsafe: bool) -> bool:
    wanted = (Applicability.SAFE, Applicability.UNSAFE) if unsafe else (Applicability.SAFE,)
    return finding.fix is not None and finding.fix.applicability in wanted


@pytest.mark.parametrize("path", fixtures(*FIXED), ids=name)
def test_fixes(path: Path, accept: bool) -> None:
    """The fixed text is the one beside the fixture; it parses, a second run changes nothing, and no fix is left."""
    text = read(path)
    stage = stage_of(text, own_code(path), path.parent)
    beside = path.with_name(f"{path.stem}.fixed{path.suffix}")
    result = judge(str(path), text.encode(), stage.config())
    fixed = text if result.fixed is None else result.fixed.decode()
    if accept:
        if fixed != text:
            beside.write_bytes(fixed.encode())
        else:
            beside.unlink(missing_ok=True)
    assert fixed == (read(beside) if beside.exists() else text)
    assert not result.dropped
    if fixed != text:
        if path.suffix == ".py":
            ast.parse(fixed)
        again = judge(str(path), fixed.encode(), stage.config())
        assert again.fixed is None
        assert not [f for f in again.findings if applies(f, stage.unsafe)]
        codes = sorted(f.code for f in judge(str(path), text.encode(), stage.config(fix=False)).findings)
        for finding in again.findings:  # a fix adds no finding
            assert finding.code in codes, finding
    crlf = judge(str(path), text.replace("\n", "\r\n").encode(), stage.config())
    assert (crlf.fixed or text.replace("\n", "\r\n").encode()).decode() == fixed.replace("\n", "\r\n")


def test_every_fixed_text_has_its_fixture() -> None:
    for path in FIXTURES.rglob("*.fixed.*"):
        assert path.with_name(path.name.replace(".fixed.", ".")).exists(), path


def test_fixtures_hold_no_paths_of_a_machine() -> None:
    for path in fixtures(*FIXED):
        assert str(ROOT) not in read(path)
