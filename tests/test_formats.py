"""Every format over one report that holds what can occur; the expected outputs stand in fixtures/formats."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xmlschema
from conftest import FIXTURES, check

from k8slint.finding import Applicability, Edit, Finding, Fix, Related, Severity
from k8slint.formats import load
from k8slint.formats._text import Paint, fingerprints
from k8slint.lint.report import FileResult, Report
from k8slint.settings.config import Config
from k8slint.settings.options import format_names
from k8slint.source.text import Source, Span

FOLDER = FIXTURES / "formats"
SOURCES = {
    path.name: Source(f"dags/{path.name}", path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.py"))
}


def place(name: str, text: str, nth: int = 0) -> dict[str, Any]:
    """The span and positions of the nth occurrence of a text in a source."""
    source = SOURCES[name]
    start = -1
    for _ in range(nth + 1):
        start = source.text.index(text, start + 1)
    lines = source.lines
    end = start + len(text)
    return {"path": source.path, "span": Span(start, end), "start": lines.position(start), "end": lines.position(end)}


def fix(title: str, how: Applicability, *edits: tuple[Span, str]) -> Fix:
    return Fix(title, tuple(Edit(span, text) for span, text in edits), how)


def findings() -> list[Finding]:
    limit = place("etl.py", '"512MB"')
    request = Related(message="requested here", **place("etl.py", '"1Gi"'))
    task = Related(message="task `load` uses it", **place("etl.py", '{"pod_override": pod}'))
    elsewhere = Related(message="defined here", **place("common.py", "POD"))
    imported = place("etl.py", "airflow.kubernetes.secret")
    whole = place("etl.py", "k8s.V1Pod(\n    spec=k8s.V1PodSpec(\n        containers=[")
    wide = place("etl.py", "名前", 0)
    tab = place("common.py", "tabbed")
    return [
        Finding("KE601", "moved-import", Severity.ERROR, **imported, message="`Secret` moved, 100 % sure: <import> it\nfrom there",
                fix=fix("import from there", Applicability.SAFE, (imported["span"], "airflow.providers.cncf.kubernetes.secret"))),
        Finding("KE301", "invalid-quantity", Severity.ERROR, **limit, message='`512MB` is no "quantity" & more, is it',
                field="spec.containers[0].resources.limits[memory]", kind="Invalid", task="load", related=(request, task),
                fix=fix('write `512M`', Applicability.UNSAFE, (limit["span"], '"512M"'))),
        Finding("KE301", "invalid-quantity", Severity.ERROR, **place("etl.py", '"512MB"', 1), message='`512MB` is no "quantity" & more, is it'),
        Finding("KE211", "worker-restart-policy", Severity.WARNING, **whole, message="over several lines", related=(elsewhere,)),
        Finding("KE405", "secret-in-source", Severity.INFO, **wide, message="wide characters", when="on weekdays",
                fix=fix("two places at once", Applicability.DISPLAY, (wide["span"], "name"), (place("etl.py", "last = 1")["span"], "last = 2\nmore = 3"))),
        Finding("KE201", "worker-container-name", Severity.WARNING, **tab, message="behind a tab"),
        Finding("KE205", "worker-command-replaced", Severity.WARNING, **place("common.py", "endless"), message="in a very long line"),
        Finding("KE001", "cannot-parse", Severity.ERROR, **(place("common.py", "POD") | {"path": "dags/gone.py"}), message="its source can't be read"),
    ]  # fmt: skip


@pytest.fixture
def report() -> Report:
    by_path = {source.path: source for source in SOURCES.values()}
    return Report((FileResult("dags/etl.py", tuple(findings())),), Config(), files=3, source=by_path.get)


def rendered(name: str, report: Report, colour: bool = False) -> str:
    return "".join(load(name)(report, Paint(colour)))


@pytest.mark.parametrize("name", format_names())
def test_every_format_gives_what_was_accepted(name: str, report: Report, accept: bool) -> None:
    expected = FOLDER / f"{name}.out"
    out = rendered(name, report)
    if accept:
        expected.write_text(out, encoding="utf-8")
    assert out == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", format_names())
def test_nothing_found_is_shown_too(name: str) -> None:
    out = rendered(name, Report((), Config()))
    if name in ("json", "gitlab"):
        assert json.loads(out) == []
    elif name == "rdjson":
        assert json.loads(out)["diagnostics"] == []
    elif name == "markdown":
        assert out == "k8slint found nothing.\n"
    elif name == "sarif":
        assert json.loads(out)["runs"][0]["results"] == []
    elif name == "junit":
        assert ElementTree.fromstring(out).attrib["failures"] == "0"
    else:
        assert out == ""


def test_colour_changes_nothing_but_the_colour(report: Report) -> None:
    for name in ("full", "concise", "grouped"):
        coloured = rendered(name, report, colour=True)
        assert "\x1b[31;1m" in coloured
        assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == rendered(name, report)


JSON_SHAPE = {
    "code": str, "name": str, "severity": str, "message": str, "filename": str, "location": dict, "end_location": dict,
    "field": (str, type(None)), "kind": (str, type(None)), "task": (str, type(None)), "related": list,
    "fix": (dict, type(None)), "url": str, "assumed": bool,
}  # fmt: skip


def test_the_json_contract(report: Report) -> None:
    rows = json.loads(rendered("json", report))
    for row in rows:
        assert list(row) == list(JSON_SHAPE)
        assert all(isinstance(row[key], kind) for key, kind in JSON_SHAPE.items())
        assert all(list(place) == ["row", "column"] for place in (row["location"], row["end_location"]))
        for related in row["related"]:
            assert list(related) == ["message", "filename", "location", "end_location"]
        if row["fix"]:
            assert list(row["fix"]) == ["applicability", "message", "edits"]
            assert all(list(edit) == ["content", "location", "end_location"] for edit in row["fix"]["edits"])
    order = [(row["filename"], row["location"]["row"], row["location"]["column"], row["code"]) for row in rows]
    assert order == sorted(order)
    (wide,) = (row for row in rows if row["message"] == "wide characters")
    assert (wide["location"], wide["end_location"]) == ({"row": 20, "column": 9}, {"row": 20, "column": 11})


def schema(name: str) -> Any:
    return json.loads((FOLDER / "schemas" / name).read_text(encoding="utf-8"))


def many(number: int, message: str = "wrong") -> Report:
    """A report of so many findings: errors, warnings and information by turns."""
    source = SOURCES["etl.py"]
    start, end = source.lines.position(0), source.lines.position(4)
    found = [
        Finding("KE301", "invalid-quantity", severity, source.path, Span(0, 4), start, end, f"{message} {n:06}")
        for n in range(number)
        for severity in [(Severity.INFO, Severity.ERROR, Severity.WARNING)[n % 3]]
    ]
    return Report((FileResult("dags/etl.py", tuple(found)),), Config(), files=1)


def test_sarif_is_what_the_standard_says(report: Report) -> None:
    for each in (report, Report((), Config())):
        document = json.loads(rendered("sarif", each))
        jsonschema.validate(document, schema("sarif-2.1.0.json"))
        (run,) = document["runs"]
        for result in run["results"]:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_rdjson_is_what_reviewdog_says(report: Report) -> None:
    for each in (report, Report((), Config())):
        jsonschema.validate(json.loads(rendered("rdjson", each)), schema("rdjson.json"))


def test_rdjson_counts_columns_in_bytes_and_suggests_what_the_fix_does(report: Report) -> None:
    rows = json.loads(rendered("rdjson", report))["diagnostics"]
    (wide,) = (row for row in rows if row["message"] == "wide characters")
    assert wide["location"]["range"] == {"start": {"line": 20, "column": 13}, "end": {"line": 20, "column": 19}}
    (moved,) = (row for row in rows if row["code"]["value"] == "KE601")
    assert moved["suggestions"] == [
        {"range": moved["location"]["range"], "text": "airflow.providers.cncf.kubernetes.secret"}
    ]
    assert "suggestions" not in wide  # it is for display only


def test_gitlab_is_what_gitlab_says(report: Report) -> None:
    rows = json.loads(rendered("gitlab", report))
    for row in rows:
        jsonschema.validate(row, schema("gitlab.json"))
    assert len({row["fingerprint"] for row in rows}) == len(rows)


def test_junit_is_what_jenkins_says(report: Report) -> None:
    xsd = xmlschema.XMLSchema(str(FOLDER / "schemas" / "junit-10.xsd"))
    for each in (report, Report((), Config()), many(30)):
        xsd.validate(rendered("junit", each))


def test_json_lines_are_the_rows_of_json(report: Report) -> None:
    lines = rendered("json-lines", report).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(rendered("json", report))


# --- what a reader takes at most


def test_github_gets_ten_annotations_of_each_level_and_the_log_has_the_rest() -> None:
    report = many(60)
    lines = rendered("github", report).splitlines()
    levels = [line.partition(" ")[0] for line in lines]
    assert [levels.count(level) for level in ("::error", "::warning", "::notice")] == [10, 10, 10]
    assert [levels.count(level) for level in ("error:", "warning:", "info:")] == [10, 10, 10]
    assert report.left_out == ["github: 30 findings are in the log only: a step has 10 annotations of each level"]
    report = many(30)
    rendered("github", report)
    assert not report.left_out


def test_a_message_for_github_is_as_long_as_a_runner_passes_on() -> None:
    source = next(iter(SOURCES.values()))
    at = source.lines.position(0)
    found = Finding("KE301", "x", Severity.ERROR, "d/" * 2040 + "x.py", Span(0, 1), at, at, "y" * 900)
    (line,) = rendered("github", Report((FileResult("x", (found,)),), Config())).splitlines()
    assert len(line.rpartition("::")[2]) <= 4096


def test_sarif_has_no_more_results_than_a_run_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    from k8slint.formats import sarif

    assert (sarif.MAX_RESULTS, sarif.MAX_PACKED) == (25_000, 10_000_000)
    monkeypatch.setattr(sarif, "MAX_RESULTS", 25)
    report = many(60)
    results = json.loads(rendered("sarif", report))["runs"][0]["results"]
    assert [result["level"] for result in results].count("error") == 20  # all of them, and five warnings
    assert [result["level"] for result in results].count("warning") == 5
    assert [result["message"]["text"] for result in results] == sorted(result["message"]["text"] for result in results)
    assert report.left_out == ["sarif: 35 less severe findings are left out: a run holds 25 results and 10 MB packed"]


def test_sarif_is_no_larger_than_an_upload_may_be(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    import zlib

    from k8slint.formats import sarif

    full = len(zlib.compress(rendered("sarif", report).encode()))
    monkeypatch.setattr(sarif, "MAX_PACKED", full - 100)
    out = rendered("sarif", report)
    assert len(zlib.compress(out.encode())) < full - 100
    assert report.left_out == ["sarif: the fixes are left out, which would make the file too large"]
    assert len(json.loads(out)["runs"][0]["results"]) == len(report.findings)
    monkeypatch.setattr(sarif, "MAX_PACKED", 1500)
    small = many(2_000)
    out = rendered("sarif", small)
    assert len(zlib.compress(out.encode())) <= 1500
    assert 0 < len(json.loads(out)["runs"][0]["results"]) < 2_000
    assert "less severe findings are left out" in small.left_out[0]


def test_gitlab_and_markdown_hold_what_they_can(monkeypatch: pytest.MonkeyPatch) -> None:
    from k8slint.formats import gitlab

    report = many(3_000, "x" * 60)
    text = rendered("markdown", report)
    assert len(text) < 65_536
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert {row.split(" ")[1] for row in rows} == {"error"}
    assert f"{3_000 - len(rows):,} more are not shown" in text
    assert len(report.left_out) == 1
    monkeypatch.setattr(gitlab, "MAX_BYTES", 10_000)
    report = many(60)
    text = rendered("gitlab", report)
    assert len(text) <= 10_001
    assert {row["severity"] for row in json.loads(text)} <= {"critical", "major"}
    assert report.left_out == [
        f"gitlab: {60 - len(json.loads(text))} less severe findings are left out: a report holds 0 MB"
    ]


def test_markdown_holds_no_markup_but_its_own() -> None:
    source = next(iter(SOURCES.values()))
    at = source.lines.position(0)
    bad = "![x](http://evil) | <img src=x> @everyone #12 **b** `a|b` `@c` `un"
    found = Finding("KE301", "x", Severity.ERROR, "d`|_a.py", Span(0, 1), at, at, bad)
    row = rendered("markdown", Report((FileResult("x", (found,)),), Config())).splitlines()[-1]
    assert row.startswith("| error | <code>d&#96;&#124;&#95;a&#46;py&#58;1&#58;1</code> | [KE301](")
    assert "<img" not in row
    message = row.partition(") x |")[2]
    assert not re.search(r"@\w|#\d|http:", message)
    assert not re.search(r"(?<!\\)[`*!]", message.replace("<!-- -->", ""))
    assert len(re.findall(r"(?<!\\)\|", row)) == 5


def test_junit_is_xml_whatever_a_message_holds() -> None:
    source = next(iter(SOURCES.values()))
    found = Finding(
        "KE001", "cannot-parse", Severity.ERROR, 'a "b" <c>.py', Span(0, 1), source.lines.position(0),
        source.lines.position(1), "\x00 \x1b & ]]> \ud800 é",
    )  # fmt: skip
    tree = ElementTree.fromstring(rendered("junit", Report((FileResult("x", (found,)),), Config())))
    assert tree[0].attrib["name"] == 'a "b" <c>.py'


def test_fingerprints_survive_lines_that_are_added_above() -> None:
    text = (FIXTURES / "rules/moved_import.py").read_text(encoding="utf-8")
    before = list(fingerprints(check(Source("dag.py", text), Config())))
    after = list(fingerprints(check(Source("dag.py", f"import os\n\n{text}"), Config())))
    assert len(set(before)) == len(before) > 1
    assert before == after


def test_a_new_format_needs_no_registration() -> None:
    folder = Path(load.__code__.co_filename).parent
    assert set(format_names()) == {
        path.stem.replace("_", "-") for path in folder.glob("*.py") if not path.stem.startswith("_")
    }
    known = "azure concise full github gitlab grouped json json-lines junit markdown pylint rdjson sarif"
    assert set(format_names()) == set(known.split())
