"""Findings that apply only to an assumed version: they are warnings and never fail a run.

A file that has findings is judged again at the other end of what may run. What isn't found there too rests on the
assumption: it becomes a warning that fails no run, and its fix is no longer safe.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from k8slint.dataclass import replace
from k8slint.finding import Applicability, Finding, Fix, Severity
from k8slint.settings.compatibility import first_assumed
from k8slint.settings.targets import Targets

Place = tuple[str, str, int, int]
# An older client lacks models and keywords: where one of them is used, the file isn't written for that client.
MODEL_CODES = frozenset({"KE500", "KE501"})
# Whether a comment silences something depends on what is found at all.
UNUSED_SUPPRESSION = "KE002"


def deciding(findings: Sequence[Finding]) -> frozenset[str] | None:
    """The codes that ``weigh`` looks for on other targets; None for all."""
    codes = {finding.code for finding in findings}
    return None if UNUSED_SUPPRESSION in codes else MODEL_CODES | codes


def weigh(
    findings: Sequence[Finding],
    targets: Targets,
    others: Sequence[Targets],
    find: Callable[[Targets], Sequence[Finding]],
    *,
    info_fails: bool = False,
) -> tuple[Finding, ...]:
    """The findings on ``targets``, with those marked that don't hold on all of ``others``; ``find`` judges the file again
    on other targets."""
    name = first_assumed(targets)
    by_version = "airflow" in targets.assumed
    weighed = tuple(
        assumed(each, name) if by_version and each.code == UNUSED_SUPPRESSION else each for each in findings
    )
    for other in others:
        if not any(_counts(finding, info_fails) for finding in weighed):
            break
        found = {_place(finding): finding for finding in find(other)}
        known = {_place(finding) for finding in weighed}
        if any(place[0] in MODEL_CODES and place not in known for place in found):
            continue
        weighed = tuple(_weighed(finding, found.get(_place(finding)), name) for finding in weighed)
    return weighed


def _counts(finding: Finding, info_fails: bool) -> bool:
    """Whether a finding fails a run, or is fixed without being asked."""
    return not finding.assumed and (info_fails or finding.severity is not Severity.INFO or _is_safe(finding.fix))


def _is_safe(fix: Fix | None) -> bool:
    return fix is not None and fix.applicability is Applicability.SAFE


def _place(finding: Finding) -> Place:
    return finding.code, finding.path, finding.span.start, finding.span.end


def _weighed(finding: Finding, there: Finding | None, name: str) -> Finding:
    if there is None or (finding.severity is Severity.ERROR and there.severity is not Severity.ERROR):
        return assumed(finding, name)
    same = finding.fix is None or (there.fix is not None and there.fix.edits == finding.fix.edits)
    return finding if same else _without_safe_fix(finding)


def assumed(finding: Finding, name: str) -> Finding:
    """The finding as one that rests on an assumed version. ``name`` says of what, as in ``Targets``."""
    severity = Severity.WARNING if finding.severity is Severity.ERROR else finding.severity
    return replace(_without_safe_fix(finding), severity=severity, assumed=finding.assumed or name)


def _without_safe_fix(finding: Finding) -> Finding:
    if finding.fix is None or not _is_safe(finding.fix):
        return finding
    return replace(finding, fix=replace(finding.fix, applicability=Applicability.UNSAFE))
