"""Every format over one report that holds what can occur; the expected outputs stand in fixtures/formats."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
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
    elif name == "sarif":
        assert json.loads(out)["runs"][0]["results"] == []
    elif name == "junit":
        assert ElementTree.fromstring(out).attrib["failures"] == "0"
    else:
        assert out == ""


def test_colour_changes_nothing_but_the_colour(report: Report) -> None:
    import re

    for name in ("full", "concise"):
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


# The objects of SARIF 2.1.0 that are written, by the property that holds them: what each may and must have.
SARIF = {
    "": ({"$schema", "version", "runs"}, {"version", "runs"}),
    "runs": ({"tool", "columnKind", "results"}, {"tool"}),
    "tool": ({"driver"}, {"driver"}),
    "driver": ({"name", "version", "semanticVersion", "rules"}, {"name"}),
    "rules": ({"id", "name", "shortDescription", "fullDescription", "defaultConfiguration", "properties"}, {"id"}),
    "defaultConfiguration": ({"level"}, set()),
    "results": (
        {"ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations", "fixes", "properties",
         "partialFingerprints"},
        {"message"},
    ),
    "locations": ({"physicalLocation"}, set()),
    "relatedLocations": ({"id", "physicalLocation", "message"}, set()),
    "physicalLocation": ({"artifactLocation", "region"}, {"artifactLocation"}),
    "artifactLocation": ({"uri", "uriBaseId"}, {"uri"}),
    "region": ({"startLine", "startColumn", "endLine", "endColumn"}, {"startLine"}),
    "deletedRegion": ({"startLine", "startColumn", "endLine", "endColumn"}, {"startLine"}),
    "fixes": ({"description", "artifactChanges"}, {"artifactChanges"}),
    "artifactChanges": ({"artifactLocation", "replacements"}, {"artifactLocation", "replacements"}),
    "replacements": ({"deletedRegion", "insertedContent"}, {"deletedRegion"}),
    **dict.fromkeys(("message", "description", "shortDescription", "fullDescription", "insertedContent"), ({"text"}, {"text"})),
}  # fmt: skip


def keeps_to_sarif(name: str, value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            keeps_to_sarif(name, item)
    elif isinstance(value, dict) and name not in ("properties", "partialFingerprints"):
        may, must = SARIF[name]
        assert must <= value.keys() <= may, (name, value.keys())
        for key, inner in value.items():
            keeps_to_sarif(key, inner)
    elif name == "level":
        assert value in ("error", "warning", "note")
    elif name in ("startLine", "startColumn", "endLine", "endColumn"):
        assert value >= 1


def test_sarif_is_what_the_standard_says(report: Report) -> None:
    document = json.loads(rendered("sarif", report))
    keeps_to_sarif("", document)
    (run,) = document["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


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
    assert set(format_names()) == {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert {"full", "concise", "json", "github", "sarif", "gitlab", "junit"} <= set(format_names())
