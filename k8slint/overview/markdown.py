"""The report as Markdown, for a wiki or a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from k8slint.formats._text import url
from k8slint.overview.html import HEADS, USED
from k8slint.overview.rows import LAUNCHED, NO_DAG, RESOURCES, Page, Row, Total, cores, shown, size

if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint.kube.facts import Amount, Fact

# What is markup, or a link, a mention or a formula to GitHub, wherever it stands in a line that begins with something else.
_MARKUP = re.compile(r"[\\`*{}\[\]<>#|~&@$]|(?<!\w)_|_(?!\w)|:(?=//|[a-z+-][a-z0-9_+-]*:)|(?<=www)\.", re.IGNORECASE)


def render(page: Page) -> Iterator[str]:
    """The pieces of the file."""
    yield f"# Worker pods\n\nk8slint {page.version}, {text(page.targets)}\n"
    for note in page.notes:
        yield f"\n{text(note)}\n"
    groups = page.groups
    yield "\n## DAGs\n\n"
    yield from _table(
        ("DAG", "File", "Tasks:", "CPU together:", "CPU largest:", "Memory together:", "Memory largest:",
         "Requests not known:", "Findings:"),
        (
            (_dag(group.dag), text(group.path), str(group.tasks), *_both(group.cpu, cores), *_both(group.memory, size),
             str(group.unknown), str(len(group.findings)))
            for group in groups
        ),
    )  # fmt: skip
    yield "\n## Tasks\n\n"
    heads = ("DAG", "Task", *(f"{HEADS[name]}:" for name in RESOURCES), "Image", "Service account", "Nodes", "Secrets",
             "Pod template", "Findings")  # fmt: skip
    yield from _table(heads, (_task(row, page) for row in page.rows))
    for what, title in USED.items():
        used = page.used(what)
        if used:
            yield f"\n## {title}\n\n"
            yield from _table((title, "Tasks:", "DAGs:"), ((text(name), str(t), str(d)) for name, t, d in used))
    yield "\n## Findings\n\n"
    if not page.findings:
        yield "Nothing was found.\n"
        return
    tasks = page.tasks_of_findings
    yield from _table(
        ("Rule", "Severity", "Where", "What", "Task"),
        (
            (f"[{each.code}]({url(each)})", each.severity.value,
             text(f"{each.path}:{each.start.row}:{each.start.column}"), text(each.message), text(tasks.get(n) or each.task or "-"))
            for n, each in enumerate(page.findings)
        ),
    )  # fmt: skip


def text(words: str) -> str:
    """Any text, so that Markdown shows it as it is: whatever could be markup becomes a character reference."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", " ".join(words.split()))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A head with a colon at its end is that of a column of numbers."""
    heads = tuple(heads)
    yield f"| {' | '.join(head.rstrip(':') for head in heads)} |\n"
    yield f"|{'|'.join('--:' if head.endswith(':') else '---' for head in heads)}|\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def _dag(dag: str | None) -> str:
    return text(NO_DAG if dag is None else dag)


def _both(total: Total, words: Callable[[int], str]) -> tuple[str, str]:
    return (words(total.together), words(total.largest)) if total.parts else ("-", "-")


def _task(row: Row, page: Page) -> Iterator[str]:
    facts = row.facts
    yield _dag(row.dag)
    yield text(f"{row.task or '-'}{', the pod that it launches' if row.kind == LAUNCHED else ''}"
               f"{f', when {row.when}' if row.when else ''}")  # fmt: skip
    for name in RESOURCES:
        yield _amount(getattr(facts, name), name)
    yield _fact(facts.image)
    yield _fact(facts.service_account)
    yield _fact(facts.nodes)
    names = ", ".join(facts.secrets)
    yield text(f"{names}{'; ' if names else ''}unknown: {facts.more_secrets}" if facts.more_secrets else names or "-")
    yield _fact(row.template)
    yield ", ".join(sorted({page.findings[number].code for number in row.findings})) or "-"


def _amount(amount: Amount, name: str) -> str:
    known = shown(amount, name)
    if amount.unknown:
        return text(f"{f'at least {known}; ' if known else ''}unknown: {amount.unknown}")
    return known or "-"


def _fact(fact: Fact) -> str:
    if fact.unknown:
        return text(f"{f'{fact.text}; ' if fact.text else ''}unknown: {fact.unknown}")
    return text(fact.text or "-")
