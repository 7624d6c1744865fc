"""Collects the rows of ``k8slint report``: each task, the facts of its pod, and its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AbstractMapping
from typing import TYPE_CHECKING, Any, NamedTuple

from k8slint.airflow import dag_factory
from k8slint.airflow.pods.after_hook import after_hook
from k8slint.airflow.pods.files import TemplateFiles
from k8slint.airflow.pods.merge import is_from_airflow
from k8slint.airflow.pods.render import (
    LAUNCHES,
    NO_CONFIG,
    NO_TEMPLATE,
    OWN_TEMPLATE,
    Rendered,
    documents,
    template_document,
)
from k8slint.dataclass import replace
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.trace import Evaluation
from k8slint.evaluate.values import Items, Mapping, Value
from k8slint.kube import manifest
from k8slint.kube.facts import Fact, Facts, facts, unknown_facts
from k8slint.kube.render import to_yaml
from k8slint.kube.template import TemplateError, named_template, read_documents
from k8slint.lint.surroundings import governed, mutation
from k8slint.overview.rows import LAUNCHED, TEMPLATE, WORKER, Row
from k8slint.run.judging import MAX_MEMORY_PER_FILE, project_of
from k8slint.run.pool import TOO_LONG, share
from k8slint.run.targeting import ByPath
from k8slint.settings.config import is_template
from k8slint.settings.files import MAX_JUDGED, read_regular
from k8slint.source.project import Project
from k8slint.source.syntax import CannotParse, parse
from k8slint.source.text import CannotDecode, Span, decode

if TYPE_CHECKING:
    from k8slint.airflow.pods.mutation import PodMutation
    from k8slint.evaluate.trace import CallRecord
    from k8slint.finding import Finding
    from k8slint.settings.config import Config
    from k8slint.source.text import Source

UNKNOWN_TEMPLATE = "the pod template isn't known"
WORTH_READING = (b"airflow", b"task", b"dag", b"DAG")


def rows(files: list[str], config: Config, findings: tuple[Finding, ...]) -> tuple[list[Row], list[str]]:
    """The rows of the files, and a sentence for each file that can't be shown. The findings are those of the same files."""
    project = Project(config.src)
    template = named_template(config.pod_template).value if config.pod_template is not None else None
    of = ByPath(config)
    by_path: dict[str, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings):
        by_path.setdefault(finding.path, []).append((number, finding))

    def work(number: int) -> tuple[list[Any], str]:
        try:
            reader = _File(files[number], of(files[number]), project, template, by_path)
            return [row.packed() for row in reader.rows()], ""
        except (CannotDecode, CannotParse, TemplateError) as error:
            return [], f"{files[number]}:{error.row}:{error.column}: {error.message}"
        except OSError as error:
            return [], f"{files[number]}: {error.strerror or error}"
        except MemoryError:
            return [], f"{files[number]}: takes too much memory"
        except RecursionError:
            return [], f"{files[number]}: is nested too deeply"

    def died(number: int, cause: str) -> tuple[list[Any], str]:
        why = (
            f"takes longer than {config.seconds} seconds" if cause == TOO_LONG else f"the worker process died: {cause}"
        )
        return [], f"{files[number]}: {why}"

    done = share(len(files), config.jobs, work, died, seconds=config.seconds, memory=MAX_MEMORY_PER_FILE)
    found = sorted((Row.unpacked(packed) for of_file, _ in done for packed in of_file), key=lambda row: row.order)
    return found, [trouble for _, trouble in done if trouble]


def described(
    name: str, data: bytes, config: Config, others: AbstractMapping[str, bytes]
) -> tuple[tuple[Row, ...], tuple[Shown, ...]]:
    """The rows of a text, ``others`` standing for files of the project too, and its pods with the places that are about
    them. Nothing when the text can't be read."""
    config = ByPath(config)(name)
    project = project_of(config, {**others, name: data})
    template = named_template(config.pod_template).value if config.pod_template is not None else None

    def work(number: int) -> tuple[list[Any], list[Any]]:
        shown: list[Shown] = []
        reader = _File(name, config, project, template, {}, shown)
        try:
            return [row.packed() for row in reader.rows(data)], [tuple(each) for each in shown]
        except (CannotDecode, CannotParse, TemplateError, MemoryError, RecursionError):
            return [], []

    ((packed, shown),) = share(
        1, 1, work, lambda number, cause: ([], []), seconds=config.seconds, memory=MAX_MEMORY_PER_FILE
    )
    found = sorted((Row.unpacked(each) for each in packed), key=lambda row: row.order)
    return tuple(found), tuple(Shown(*each) for each in shown)


class Shown(NamedTuple):
    """A pod, as YAML, and the span of the text that is about it."""

    start: int
    end: int
    title: str
    text: str


class _File:
    """Reads one file: its tasks and their pods."""

    def __init__(
        self,
        path: str,
        config: Config,
        project: Project,
        template: Value | None,
        findings: dict[str, list[tuple[int, Finding]]],
        shown: list[Shown] | None = None,
    ) -> None:
        self._path = path
        self._config = config
        self._project = project
        self._template = template
        self._findings = findings
        self._shown = shown

    def rows(self, data: bytes | None = None) -> Iterator[Row]:
        data = read_regular(self._path, MAX_JUDGED) if data is None else data
        of_template = is_template(self._path, self._config)
        if not of_template and not any(word in data for word in WORTH_READING):
            return
        source = decode(self._path, data)
        if of_template:
            yield from self._of_document(source)
            return
        evaluation = evaluate(source, parse(source), self._project, self._config.runtime)
        yield from self._of_evaluation(evaluation)

    def _of_document(self, source: Source) -> Iterator[Row]:
        document = read_documents(source)[0]
        if document.of_dags:
            yield from self._of_evaluation(dag_factory.evaluate(source, document.value))
        elif manifest.other_kind(document.value) is None:
            shown = template_document(source.path, document.value, self._config.targets)
            yield self._row(shown, TEMPLATE, Fact(source.path), shown.pod)

    def _of_evaluation(self, evaluation: Evaluation) -> Iterator[Row]:
        targets = self._config.targets
        evaluation = governed(evaluation, self._config, self._project).evaluation
        named = TemplateFiles(evaluation.source, self._project)
        hook = mutation(self._config, self._project, evaluation.source.path)
        found = list(documents(evaluation, targets, self._template, every=True, read=named))
        found = _once(found)
        launching = {(each.dag, each.task) for each in found if each.where == LAUNCHES}
        for each in found:
            if each.where == LAUNCHES and each.pod is not None:
                for when, pod in after_hook(hook, each.pod, each.when):
                    yield self._row(each, LAUNCHED, Fact(), pod, when=when)
            elif each.where != NO_CONFIG or self._template is not None or (each.dag, each.task) not in launching:
                yield from self._worker(each, hook)

    def _worker(self, each: Rendered, hook: PodMutation | None) -> Iterator[Row]:
        template, missing = self._from(each)
        if each.pod is None:
            reason = each.notes[0] if each.notes else "the pod isn't known"
            yield self._row(each, WORKER, template, None, unknown_facts(reason))
            return
        for when, pod in after_hook(hook, each.pod, each.when):
            yield self._row(each, WORKER, template, pod, facts(pod, missing), when)

    def _from(self, each: Rendered) -> tuple[Fact, str]:
        """The pod template that a worker starts from, and what isn't known because of it."""
        own = next((note for note in each.notes if note.startswith(OWN_TEMPLATE)), None)
        if own is not None:
            return Fact("", own), own
        if NO_TEMPLATE in each.notes:
            return Fact("", UNKNOWN_TEMPLATE), UNKNOWN_TEMPLATE
        return Fact(self._config.pod_template or ""), ""

    def _row(
        self,
        each: Rendered,
        kind: str,
        template: Fact,
        pod: Value | None,
        shown: Facts | None = None,
        when: str | None = None,
    ) -> Row:
        if shown is None:
            assert pod is not None
            shown = facts(pod)
        origin = each.call.origin if each.call is not None else each.origin
        if origin.source.path != each.path:
            origin = each.origin
        line = origin.source.lines.position(origin.span.start).row if origin.source.path == each.path else 0
        hidden = (NO_TEMPLATE, *(() if each.pod is not None else each.notes[:1]))
        notes = tuple(note for note in each.notes if note not in hidden and not note.startswith(OWN_TEMPLATE))
        if kind == LAUNCHED:
            notes = ()
        if self._shown is not None and pod is not None:
            self._shown += _shown(each, pod)
        numbers = tuple(self._numbers(each, pod))
        return Row(each.path, line, each.dag, each.task, kind, each.where, when, template, shown, notes, numbers)

    def _numbers(self, each: Rendered, pod: Value | None) -> Iterator[int]:
        """The findings on a task: those inside its call, on anything that its pod was made of, and those that name it."""
        places = set(_places(pod)) if pod is not None else set()
        call: CallRecord | None = each.call
        around = (call.origin.source.path, call.origin.span) if call is not None else None
        for path in sorted({each.path, *(place[0] for place in places)}):
            for number, finding in self._findings.get(path, ()):
                span = finding.span
                inside = around is not None and around[0] == path and _within(span, around[1])
                of_pod = (path, span.start, span.end) in places
                by_name = finding.task is not None and finding.task == each.task and path == each.path
                if inside or of_pod or by_name:
                    yield number


def _once(found: list[Rendered]) -> list[Rendered]:
    """Of an operator of the repository's own, the call of its base class says all; it stands for the task's own call."""
    own: dict[tuple[str | None, str], Rendered] = {}
    inner: set[tuple[str | None, str]] = set()
    for each in found:
        if each.call is not None and each.task is not None and each.where == LAUNCHES:
            if each.call.qualified_name.endswith(".__init__"):
                inner.add((each.dag, each.task))
            else:
                own[each.dag, each.task] = each
    kept = []
    for each in found:
        key = (each.dag, each.task or "")
        if key in inner and key in own and each.where == LAUNCHES:
            assert each.call is not None
            if not each.call.qualified_name.endswith(".__init__"):
                continue
            outer = own[key]
            each = replace(each, origin=outer.origin if outer.call is None else outer.call.origin)
        kept.append(each)
    return kept


def _shown(each: Rendered, pod: Value) -> Iterator[Shown]:
    """A pod where its file says something of it: the executor_config, and the name of what makes the task."""
    text = "\n".join(to_yaml(pod))
    places = [each.origin.span] if each.origin.source.path == each.path else []
    if each.call is not None and each.call.origin.source.path == each.path:
        places = [] if each.origin.span == each.call.origin.span else places
        key = each.call.keys.get("executor_config")
        places += [key.span] if key is not None and key.source.path == each.path else []
        start, source = each.call.origin.span.start, each.call.origin.source.text
        opened = source.find("(", start, each.call.origin.span.end)
        places.append(Span(start, opened if opened > 0 else each.call.origin.span.end))
    for place in places:
        yield Shown(place.start, place.end, each.title, text)


def _within(inner: Any, outer: Any) -> bool:
    return bool(outer.start <= inner.start and inner.end <= outer.end and outer.end > outer.start)


def _places(value: Value) -> Iterable[tuple[str, int, int]]:
    """Where the parts of a pod were written."""
    pending = [value]
    while pending:
        part = pending.pop()
        if not is_from_airflow(part.origin) and part.origin.source.text:
            span = part.origin.span
            yield part.origin.source.path, span.start, span.end
        match part:
            case Mapping(entries=entries, keys=keys):
                pending += entries.values()
                for key in keys.values():
                    if key.source.text:
                        yield key.source.path, key.span.start, key.span.end
            case Items(items=items):
                pending += items
