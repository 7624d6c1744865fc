"""Groups a violation with all its sites, and makes one finding of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.finding import Finding, Related, Severity
from k8slint.lint.assumption import assumed
from k8slint.lint.fitting import fitted

if TYPE_CHECKING:
    from k8slint.airflow.pods.sites import Site, Use
    from k8slint.evaluate.values import Origin
    from k8slint.rules._base import Violation
    from k8slint.source.text import Span

MAX_RELATED_TASKS = 3  # of a pod that many tasks share, the first few say enough


def place_of(site: Site) -> tuple[object, ...]:
    """The kind and place of a site, whatever the condition."""
    return (site.kind, site.origin.source.path, site.origin.span)


class Found:
    """One violation with every site that has it: equal ones of several variants and tasks are one finding."""

    __slots__ = ("sites", "span", "violation")

    def __init__(self, violation: Violation, span: Span) -> None:
        self.violation = violation
        self.span = span
        self.sites: list[Site] = []

    @property
    def is_alarm(self) -> bool:
        return (self.violation.severity or self.violation.rule.severity) is not Severity.INFO

    def finding(self, variants: dict[tuple[object, ...], set[str | None]]) -> Finding:
        violation, source = self.violation, self.violation.at.source
        lines = source.lines
        uses = [use for site in self.sites for use in site.uses]
        when = self._when(variants)
        message = f"{violation.message} (when {when})" if when else violation.message
        finding = Finding(
            violation.rule.code,
            violation.rule.rule_name(),
            violation.severity or violation.rule.severity,
            source.path,
            self.span,
            lines.position(self.span.start),
            lines.position(self.span.end),
            message,
            violation.field,
            violation.kind,
            next((use.task for use in uses if use.task), None),
            when,
            (*(_related(origin, text) for origin, text in violation.related), *self._tasks(uses)),
            fitted(source, violation.fix()) if violation.fix else None,
        )
        return assumed(finding, "kubernetes") if violation.assumed else finding

    def _when(self, variants: dict[tuple[object, ...], set[str | None]]) -> str | None:
        """The conditions under which it holds, unless it holds under all of them."""
        for site in self.sites:
            mine = {other.when for other in self.sites if place_of(other) == place_of(site)}
            if site.when is None or mine == variants.get(place_of(site), mine):
                return None
        return " or ".join(sorted({site.when for site in self.sites if site.when})) or None

    def _tasks(self, uses: list[Use]) -> Iterator[Related]:
        """The tasks that use the pod, unless the finding stands inside the task itself."""
        told: set[Span] = set()
        source = self.violation.at.source
        for use in uses:
            span = use.origin.span if use.call is None else use.call.origin.span
            inside = use.origin.source is source and span.start <= self.span.start and self.span.end <= span.end
            if inside or use.task is None or span in told or len(told) == MAX_RELATED_TASKS:
                continue
            told.add(span)
            yield _related(use.origin, f"task `{use.task}` uses it")


def _related(origin: Origin, message: str) -> Related:
    span, lines = origin.span, origin.source.lines
    return Related(origin.source.path, span, lines.position(span.start), lines.position(span.end), message)
