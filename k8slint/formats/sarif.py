"""SARIF 2.1.0, for GitHub's code scanning and other collectors of results; with fixes and the rules' documentation."""

from __future__ import annotations

from json import dumps
from zlib import compress

from k8slint.formats._limits import most_severe, tell
from k8slint.formats._text import fingerprints, url
from k8slint.rules import all_rules
from k8slint.rules._doc import document
from k8slint.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from k8slint.finding import Finding, Related
    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report
    from k8slint.source.text import Position, Source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 25_000  # of a run that GitHub takes
MAX_PACKED = 10_000_000  # bytes
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")


def render(report: Report, paint: Paint) -> Iterator[str]:
    prints = dict(zip(map(id, report.findings), fingerprints(report.findings), strict=True))
    number, fixes = min(len(report.findings), MAX_RESULTS), True
    while True:
        text = dumps(_document(report, most_severe(report.findings, number), prints, fixes), indent=2) + "\n"
        size = _packed(text)
        if size <= MAX_PACKED or not number:
            break
        if fixes:
            fixes = False
        else:
            number = min(number - 1, number * MAX_PACKED // size)
    tell(report, "sarif", number, f"a run holds {MAX_RESULTS:,} results and {MAX_PACKED // 1_000_000} MB packed")
    if not fixes:
        report.left_out.append("sarif: the fixes are left out, which would make the file too large")
    yield text


def _packed(text: str) -> int:
    """The size of a text packed with gzip; 0 when it can't be too large."""
    if len(text) <= MAX_PACKED:  # it is ASCII
        return 0
    return len(compress(text.encode("ascii"), 6))


def _document(report: Report, findings: list[Finding], prints: dict[int, str], fixes: bool) -> dict[str, Any]:
    codes = sorted({finding.code for finding in findings})
    results = [
        _result(
            finding,
            codes.index(finding.code),
            prints[id(finding)],
            report.source(finding.path) if fixes and finding.fix and not report.reveals(finding.fix) else None,
        )
        | ({} if report.config.text("baseline") is None else {"baselineState": "new"})
        for finding in findings
    ]
    driver = {
        "name": "k8slint",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, report) for code in codes],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, report: Report) -> dict[str, Any]:
    finding = next(finding for finding in report.findings if finding.code == code)
    row: dict[str, Any] = {"id": code, "name": finding.name}
    for rule in all_rules():
        if rule.code == code:
            documentation = document(rule)
            row |= {
                "shortDescription": {"text": documentation.summary.replace("``", "`")},
                "fullDescription": {"text": (documentation.why or documentation.summary).replace("``", "`")},
                "defaultConfiguration": {"level": LEVELS[rule.severity.value]},
            }
    return row | {"properties": {"documentation": url(finding)}}


def _result(finding: Finding, index: int, fingerprint: str, source: Source | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity.value],
        "message": {"text": finding.message},
        "locations": [_location(finding)],
        "partialFingerprints": {"k8slint/v1": fingerprint},
    }
    if finding.related:
        row["relatedLocations"] = [
            {"id": number, **_location(related), "message": {"text": related.message}}
            for number, related in enumerate(finding.related, 1)
        ]
    properties = {"field": finding.field, "kind": finding.kind, "task": finding.task}
    if any(properties.values()):
        row["properties"] = {name: value for name, value in properties.items() if value}
    if finding.fix is not None and source is not None and finding.fix.applicability.value != "display":
        position = source.lines.position
        replacements = [
            {
                "deletedRegion": _region(position(edit.span.start), position(edit.span.end)),
                "insertedContent": {"text": edit.text},
            }
            for edit in finding.fix.edits
        ]
        change = {"artifactLocation": _artifact(finding.path), "replacements": replacements}
        row["fixes"] = [{"description": {"text": finding.fix.title}, "artifactChanges": [change]}]
    return row


def _location(place: Finding | Related) -> dict[str, Any]:
    return {
        "physicalLocation": {"artifactLocation": _artifact(place.path), "region": _region(place.start, place.end)},
    }


def _artifact(path: str) -> dict[str, str]:
    """A path below the folder where the run started is relative to what the collector takes for the root."""
    uri = "".join(c if c in _PLAIN else "".join(f"%{byte:02X}" for byte in _bytes(c)) for c in path)
    return {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _bytes(character: str) -> bytes:
    return character.encode("utf-8", "surrogateescape")


def _region(start: Position, end: Position) -> dict[str, int]:
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}
