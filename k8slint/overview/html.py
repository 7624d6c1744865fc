"""The report as one HTML file, readable without JavaScript; with it, sortable and searchable.

Everything from the source goes through ``_t``. Should something ever get past it, the page's own policy lets no script
run but this module's, and lets nothing be loaded.
"""

from __future__ import annotations

import base64
import hashlib
import html
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from k8slint.finding import Severity
from k8slint.formats._text import url
from k8slint.overview.rows import LAUNCHED, NO_DAG, RESOURCES, TEMPLATE, Page, Row, Total, cores, shown, size

if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.kube.facts import Amount, Fact
    from k8slint.overview.rows import Group

HEADS = {
    "cpu_request": "CPU request",
    "cpu_limit": "CPU limit",
    "memory_request": "Memory request",
    "memory_limit": "Memory limit",
}
USED = {
    "image": "Images",
    "service_account": "Service accounts",
    "nodes": "Node selection",
    "secrets": "Secrets",
    "other_resources": "Other resources",
}
ORDER = {"error": 0, "warning": 1, "info": 2}


def render(page: Page) -> Iterator[str]:
    """The pieces of the file."""
    style, script = _asset("page.css"), _asset("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Worker pods</title>\n'
    yield f"<style>{style}</style>\n</head>\n<body>\n"
    yield from _head(page)
    yield from _dags(page)
    yield from _tasks(page)
    yield from _used(page)
    yield from _findings(page)
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _asset(name: str) -> str:
    data = pkgutil.get_data("k8slint.overview", name)
    assert data is not None
    return data.decode().replace("\r\n", "\n")


def _t(text: object) -> str:
    """A text of the source: as text, or inside a quoted attribute."""
    return html.escape(str(text), quote=True)


def _quoted(text: str) -> str:
    """A message, what is in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", _t(text))


def _head(page: Page) -> Iterator[str]:
    groups = page.groups
    yield f"<h1>Worker pods</h1>\n<p class=soft>k8slint {_t(page.version)}, {_t(page.targets)}</p>\n"
    for note in page.notes:
        yield f"<p>{_quoted(note)}</p>\n"
    severities = Counter(finding.severity for finding in page.findings)
    by_severity = ", ".join(f"{severities[each]:,} {each.value}" for each in Severity)
    tasks = sum(group.tasks for group in groups)
    known = [row for row in page.rows if not row.unknowns]
    largest_cpu = max((group.cpu.largest for group in groups), default=0)
    largest_memory = max((group.memory.largest for group in groups), default=0)
    tiles = [
        (f"{len(groups):,}", "DAGs" if len(groups) != 1 else "DAG"),
        (f"{tasks:,}", "tasks" if tasks != 1 else "task"),
        (f"{len(page.rows):,}", f"pods, {len(known):,} fully known"),
        (
            cores(sum(group.cpu.together for group in groups)) if any(group.cpu.parts for group in groups) else "-",
            f"CPU requested, all tasks together; one pod at most {cores(largest_cpu)}",
        ),
        (
            size(sum(group.memory.together for group in groups)) if any(g.memory.parts for g in groups) else "-",
            f"memory requested, all tasks together; one pod at most {size(largest_memory)}",
        ),
        (f"{len(page.findings):,}", f"finding{'' if len(page.findings) == 1 else 's'}: {by_severity}"),
    ]
    yield "<ul class=tiles>\n"
    for number, words in tiles:
        yield f"<li><b>{_t(number)}</b><span>{_t(words)}</span></li>\n"
    yield "</ul>\n"


def _table(label: str, heads: Iterable[tuple[str, bool]], rows: Iterable[str]) -> Iterator[str]:
    yield f'<div class=scroll><table data-sortable aria-label="{_t(label)}">\n<thead><tr>'
    for head, is_number in heads:
        yield f"<th scope=col{' class=n' if is_number else ''}>{_t(head)}</th>"
    yield "</tr></thead>\n<tbody>\n"
    yield from rows
    yield "</tbody></table></div>\n"


def _dags(page: Page) -> Iterator[str]:
    groups = page.groups
    most = [max((getattr(group, name).together for group in groups), default=0) for name in ("cpu", "memory")]
    heads = [("DAG", False), ("Tasks", True), ("CPU, all tasks together", True), ("CPU, largest", True),
             ("Memory, all tasks together", True), ("Memory, largest", True), ("Requests not known", True),
             ("Findings", True)]  # fmt: skip
    yield f"<h2>DAGs <small>{len(groups):,}; what their tasks request</small></h2>\n"
    yield from _table("DAGs", heads, (_dag(group, most) for group in groups))


def _dag(group: Group, most: list[int]) -> str:
    cells = [f"<td>{_name(group.dag)}<span class=why>{_t(group.path)}</span></td>", _number(group.tasks)]
    for total, largest, words in ((group.cpu, most[0], cores), (group.memory, most[1], size)):
        if not total.parts:
            cells += ['<td class=n data-n="-1">-</td>'] * 2
            continue
        bar = f'<span class=bar><i style="width:{_percent(total, largest)}%"></i></span>'
        cells.append(f'<td class=n data-n="{total.together}">{words(total.together)}{bar}</td>')
        cells.append(f'<td class=n data-n="{total.largest}">{words(total.largest)}</td>')
    cells += [_number(group.unknown), _number(len(group.findings))]
    return f"<tr>{''.join(cells)}</tr>\n"


def _percent(total: Total, largest: int) -> int:
    return 0 if not largest else max(1, round(100 * total.together / largest))


def _number(number: int) -> str:
    return f'<td class=n data-n="{number}">{number:,}</td>'


def _name(dag: str | None) -> str:
    return f"<b>{_t(dag)}</b>" if dag is not None else f"<span class=soft>{NO_DAG}</span>"


def _tasks(page: Page) -> Iterator[str]:
    heads = [("DAG", False), ("Task", False), ("Findings", True), *((HEADS[name], True) for name in RESOURCES),
             ("Image", False), ("Service account", False), ("Nodes, other resources", False),
             ("Secrets", False)]  # fmt: skip
    yield f"<h2>Tasks <small>{len(page.rows):,} pods; amounts are those of the whole pod</small></h2>\n"
    yield from _table("Tasks", heads, (_task(row, page) for row in page.rows))


class _Reasons:
    """Why values of one row aren't known: told once, below the task, under a letter that the cells name."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def mark(self, why: str) -> str:
        letter = self._letters.setdefault(why, f"{len(self._letters) + 1}")
        return f'<span class=unknown title="{_t(why)}">unknown <sup>{letter}</sup></span>'

    def lines(self) -> str:
        return "".join(f"<span class=why><sup>{letter}</sup> {_t(why)}</span>" for why, letter in self._letters.items())


def _task(row: Row, page: Page) -> str:
    facts, reasons = row.facts, _Reasons()
    cells = [
        f'<td class=n data-n="{len(row.findings)}">{_badges(row, page)}</td>',
        *(_amount(getattr(facts, name), name, reasons) for name in RESOURCES),
        f"<td class=wide>{_fact(facts.image, reasons)}</td>",
        f"<td>{_fact(facts.service_account, reasons)}</td>",
        f"<td>{_fact(facts.nodes, reasons)}{_also(facts.other_resources)}</td>",
        f"<td class=wide>{_secrets(row, reasons)}</td>",
    ]
    task = f"<b>{_t(row.task)}</b>" if row.task is not None else f"<span class=soft>{_t(_nameless(row))}</span>"
    about = [page.place(row)]
    about += ["the pod that it launches"] if row.kind == LAUNCHED else []
    about += [f"when {row.when}"] if row.when else []
    about += [f"pod template {row.template.text}"] if row.template.text else []
    about += row.notes
    lines = "".join(f"<span class=why>{_t(each)}</span>" for each in about)
    dag = _t(row.dag) if row.dag is not None else f"<span class=soft>{NO_DAG}</span>"
    return f"<tr><td class=dag>{dag}</td><td class=task>{task}{lines}{reasons.lines()}</td>{''.join(cells)}</tr>\n"


def _nameless(row: Row) -> str:
    return "a pod template" if row.kind == TEMPLATE else "(no task id known)"


def _amount(amount: Amount, name: str, reasons: _Reasons) -> str:
    if amount.number is None and not amount.unknown:
        return f'<td class=n data-n="-1">{_none()}</td>'
    number = -2 if amount.number is None else amount.number
    text = _t(shown(amount, name))
    text = f"<span class=q>{text}</span>" if text else ""
    if amount.unknown:
        text = f"{f'at least {text} ' if text else ''}{reasons.mark(amount.unknown)}"
    return f'<td class=n data-n="{number}">{text}</td>'


def _none() -> str:
    return '<span class=soft title="not set">-</span>'


def _fact(fact: Fact, reasons: _Reasons) -> str:
    parts = [f"<code>{_t(fact.text)}</code>"] if fact.text else []
    parts += [reasons.mark(fact.unknown)] if fact.unknown else []
    return " ".join(parts) or _none()


def _also(fact: Fact) -> str:
    return f"<span class=why>{_t(fact.text)}</span>" if fact.text else ""


def _secrets(row: Row, reasons: _Reasons) -> str:
    listed = "".join(f"<li><code>{_t(name)}</code></li>" for name in row.facts.secrets)
    more = row.facts.more_secrets
    return (f"<ul>{listed}</ul>" if listed else "") + (reasons.mark(more) if more else "") or _none()


def _badges(row: Row, page: Page) -> str:
    found = sorted({page.findings[n].code: n for n in reversed(row.findings)}.items(), key=lambda each: each[1])
    return "".join(_badge(page.findings[n], f"#f{n + 1}") for _, n in found) or _none()


def _badge(finding: Finding, link: str) -> str:
    return f'<a class="badge {finding.severity.value}" href="{_t(link)}">{finding.code}</a>'


def _used(page: Page) -> Iterator[str]:
    tables = [(title, used) for what, title in USED.items() if (used := page.used(what))]
    if not tables:
        return
    yield "<h2>What the pods use <small>by the number of tasks</small></h2>\n<div class=columns>\n"
    for title, used in tables:
        yield f"<section><h3>{title} ({len(used):,})</h3>\n"
        rows = (
            f"<tr><td><code>{_t(text)}</code></td>{_number(tasks)}{_number(dags)}</tr>\n" for text, tasks, dags in used
        )
        yield from _table(title, [(title, False), ("Tasks", True), ("DAGs", True)], rows)
        yield "</section>\n"
    yield "</div>\n"


def _findings(page: Page) -> Iterator[str]:
    yield f"<h2>Findings <small>{len(page.findings):,}</small></h2>\n"
    if not page.findings:
        yield "<p>Nothing was found.</p>\n"
        return
    heads = [("Rule", False), ("Severity", False), ("Where", False), ("What", False), ("Task", False)]
    tasks = page.tasks_of_findings
    rows = (_finding(n + 1, each, tasks.get(n) or each.task or "-") for n, each in enumerate(page.findings))
    yield from _table("Findings", heads, rows)


def _finding(number: int, finding: Finding, task: str) -> str:
    severity = finding.severity.value
    rule = (
        f'<a class="badge {severity}" href="{_t(url(finding))}">{finding.code}</a><span class=why>{finding.name}</span>'
    )
    where = f"{finding.path}:{finding.start.row}:{finding.start.column}"
    return (
        f"<tr id=f{number}><td>{rule}</td><td data-n={ORDER[severity]} class={severity}>{severity}</td>"
        f"<td><code>{_t(where)}</code></td><td>{_quoted(finding.message)}</td><td>{_t(task)}</td></tr>\n"
    )
