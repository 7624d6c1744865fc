"""JUnit XML: a test suite for each file, a failed test for each finding. What doesn't fail the run is a passed test with a
note: information, and what holds only on a version that nobody stated."""

from __future__ import annotations

from itertools import groupby

from k8slint.formats._text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.finding import Finding
    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report


def render(report: Report, paint: Paint) -> Iterator[str]:
    failures = sum(map(report.fails, report.findings))
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<testsuites name="k8slint" tests="{max(1, len(report.findings))}" failures="{failures}" errors="0">\n'
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        found = list(group)
        failed = sum(map(report.fails, found))
        yield f'  <testsuite name={_quoted(path)} tests="{len(found)}" failures="{failed}" errors="0">\n'
        for finding in found:
            yield from _case(finding, fails=report.fails(finding))
        yield "  </testsuite>\n"
    if not report.findings:
        yield '  <testsuite name="k8slint" tests="1" failures="0" errors="0">\n'
        yield '    <testcase name="nothing found" classname="k8slint"/>\n  </testsuite>\n'
    yield "</testsuites>\n"


def _case(finding: Finding, *, fails: bool) -> Iterator[str]:
    place = f"line {finding.start.row}, column {finding.start.column}"
    text = f"{place}: {finding.message}"
    name = f"{finding.code} {finding.name}"
    yield f"    <testcase name={_quoted(name)} classname={_quoted(finding.path)}>\n"
    if fails:
        kind = _quoted(finding.severity.value)
        yield f"      <failure type={kind} message={_quoted(finding.message)}>{escaped(text)}</failure>\n"
    else:
        yield f"      <system-out>{escaped(text)}</system-out>\n"
    yield "    </testcase>\n"


def _quoted(text: str) -> str:
    quoted = escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{quoted}"'


def escaped(text: str) -> str:
    """Text as XML 1.0 can hold it: most control characters have no way in."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "\n".join(printable(line) for line in text.split("\n"))
