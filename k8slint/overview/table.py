"""The report as CSV: a line for each pod, numbers in cores and bytes, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.overview.rows import RESOURCES, Page, Row, cores

if TYPE_CHECKING:
    from k8slint.kube.facts import Amount

COLUMNS = (
    "path", "line", "dag", "task", "kind", "when",
    "cpu_request_cores", "cpu_limit_cores", "memory_request_bytes", "memory_limit_bytes", "other_resources",
    "image", "service_account", "nodes", "secrets", "template", "unknown", "findings",
)  # fmt: skip
# What a spreadsheet takes for a formula, or strips to come to one. A quotation mark before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", " ", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'", '"', "|", "%")


def render(page: Page) -> Iterator[str]:
    """The lines of the file."""
    yield _line(COLUMNS)
    for row in page.rows:
        yield _line(tuple(map(cell, _cells(row, page))))


def cell(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _cells(row: Row, page: Page) -> Iterator[str]:
    facts = row.facts
    yield from (row.path, str(row.line), row.dag or "", row.task or "", row.kind, row.when or "")
    for name in RESOURCES:
        yield _number(getattr(facts, name), name)
    yield from (facts.other_resources.text, facts.image.text, facts.service_account.text, facts.nodes.text)
    yield "; ".join(facts.secrets)
    yield row.template.text
    asked = {"image": facts.image, **{name: getattr(facts, name) for name in RESOURCES},
             "service_account": facts.service_account, "nodes": facts.nodes, "template": row.template}  # fmt: skip
    reasons = [f"{name}: {fact.unknown}" for name, fact in asked.items() if fact.unknown]
    reasons += [f"secrets: {facts.more_secrets}"] if facts.more_secrets else []
    yield "; ".join(reasons)
    yield "; ".join(sorted({page.findings[number].code for number in row.findings}))


def _number(amount: Amount, name: str) -> str:
    if amount.number is None:
        return ""
    return cores(amount.number).replace(",", "") if name.startswith("cpu") else str(amount.number)
