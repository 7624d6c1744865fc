"""The rows of the report, one for each task, and the totals of each DAG."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from k8slint.dataclass import dataclass
from k8slint.formats._text import printable
from k8slint.kube.facts import Amount, Fact, Facts

if TYPE_CHECKING:
    from k8slint.finding import Finding

WORKER, LAUNCHED, TEMPLATE = "worker", "launched", "template"
RESOURCES = ("cpu_request", "cpu_limit", "memory_request", "memory_limit")
NO_DAG = "(no DAG known)"


class Row(NamedTuple):
    """One pod of one task. ``findings`` are indexes into the findings of the page."""

    path: str
    line: int
    dag: str | None
    task: str | None
    kind: str
    where: str
    when: str | None
    template: Fact
    facts: Facts
    notes: tuple[str, ...] = ()
    findings: tuple[int, ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        return (self.path, self.dag or "", self.line, self.task or "", self.kind, self.when or "", self.where)

    @property
    def unknowns(self) -> int:
        """How many of its facts aren't known, or not wholly."""
        facts = self.facts
        asked = (facts.image, *(getattr(facts, name) for name in RESOURCES), facts.service_account, facts.nodes)
        return sum(bool(fact.unknown) for fact in asked) + bool(facts.more_secrets)

    def packed(self) -> tuple[Any, ...]:
        """As nested tuples of texts and numbers, which cross processes."""
        return tuple(_plain(each) for each in self)

    @classmethod
    def unpacked(cls, packed: tuple[Any, ...]) -> Row:
        path, line, dag, task, kind, where, when, template, facts, notes, findings = packed
        image, cpu, cpu_limit, memory, memory_limit, others, account, nodes, secrets, more = facts
        made = Facts(
            Fact(*image), Amount(*cpu), Amount(*cpu_limit), Amount(*memory), Amount(*memory_limit),
            Fact(*others), Fact(*account), Fact(*nodes), secrets, more,
        )  # fmt: skip
        return cls(path, line, dag, task, kind, where, when, Fact(*template), made, notes, findings)


def _plain(value: Any) -> Any:
    return tuple(_plain(each) for each in value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Total:
    """What the tasks of a DAG request: together, and the largest. ``parts`` says of how many tasks a part is known."""

    together: int
    largest: int
    parts: int


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one DAG."""

    path: str
    dag: str | None
    rows: tuple[Row, ...]
    cpu: Total
    memory: Total

    @property
    def tasks(self) -> int:
        return len({(row.task, row.line if row.task is None else 0) for row in self.rows})

    @property
    def unknown(self) -> int:
        return sum(bool(row.facts.cpu_request.unknown or row.facts.memory_request.unknown) for row in self.rows)

    @property
    def findings(self) -> tuple[int, ...]:
        return tuple(sorted({number for row in self.rows for number in row.findings}))


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that a report shows."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    targets: str
    notes: tuple[str, ...]
    files: int
    version: str

    @property
    def groups(self) -> tuple[Group, ...]:
        by_dag: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            by_dag.setdefault((row.path, row.dag or ""), []).append(row)
        return tuple(
            Group(path, rows[0].dag, tuple(rows), _total(rows, "cpu_request"), _total(rows, "memory_request"))
            for (path, _), rows in by_dag.items()
        )

    @property
    def tasks_of_findings(self) -> dict[int, str]:
        """The tasks that a finding is on: the first, and how many more."""
        found: dict[int, list[str]] = {}
        for row in self.rows:
            for number in row.findings:
                if row.task is not None and row.task not in found.setdefault(number, []):
                    found[number].append(row.task)
        return {
            number: tasks[0] if len(tasks) == 1 else f"{tasks[0]} and {len(tasks) - 1:,} more"
            for number, tasks in found.items()
            if tasks
        }

    def place(self, row: Row) -> str:
        """Where a task is written."""
        return f"{row.path}:{row.line}" if row.line else row.path

    def used(self, what: str) -> list[tuple[str, int, int]]:
        """Each image, service account, node selection or Secret, with the number of tasks and DAGs that use it."""
        tasks: dict[str, set[tuple[object, ...]]] = {}
        dags: dict[str, set[tuple[object, ...]]] = {}
        for row in self.rows:
            fact = getattr(row.facts, what)
            for text in (fact.text,) if isinstance(fact, Fact) else tuple({each.partition("/")[0] for each in fact}):
                if text:
                    tasks.setdefault(text, set()).add((row.path, row.dag, row.task, row.line))
                    dags.setdefault(text, set()).add((row.path, row.dag))
        found = [(text, len(users), len(dags[text])) for text, users in tasks.items()]
        return sorted(found, key=lambda each: (-each[1], each[0]))


def _total(rows: list[Row], name: str) -> Total:
    """Of what is known. Alternatives of one pod count once, as the largest; a task's worker and the pod that it launches
    run at the same time."""
    by_pod: dict[tuple[object, ...], int] = {}
    for row in rows:
        number = getattr(row.facts, name).number
        if number is not None:
            key = (row.kind, row.task, row.line if row.task is None else 0)
            by_pod[key] = max(by_pod.get(key, 0), number)
    return Total(sum(by_pod.values()), max(by_pod.values(), default=0), len(by_pod))


def cores(milli: int) -> str:
    """``1500`` as ``1.5``."""
    whole, rest = divmod(milli, 1000)
    return f"{whole:,}" + (f".{rest:03d}".rstrip("0") if rest else "")


def size(number: int) -> str:
    """Bytes as people read them: ``1.5 Gi``."""
    for unit, power in (("Ei", 60), ("Pi", 50), ("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10)):
        if number >= 1 << power:
            tenths = (number * 10 + (1 << power - 1)) >> power
            return f"{tenths // 10:,}" + (f".{tenths % 10}" if tenths % 10 else "") + f" {unit}"
    return f"{number} B"


def shown(amount: Amount, name: str) -> str:
    """An amount in one unit, so that a column can be compared."""
    if amount.number is None:
        return ""
    return cores(amount.number) if name.startswith("cpu") else size(amount.number)


def clean(text: str, secrets: tuple[str, ...]) -> str:
    """A text of the source in one line, harmless, without the secrets that were found in it."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return printable(" ".join(text.split()) if "\n" in text or "\r" in text else text, keep="")


def cleaned(row: Row, secrets: tuple[str, ...]) -> Row:
    """A row whose every text is clean."""
    return Row.unpacked(_cleaned(row, secrets))


def _cleaned(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return tuple(_cleaned(each, secrets) for each in value)
    return clean(value, secrets) if isinstance(value, str) else value
