"""Runs the rules over one evaluated file and makes findings of their violations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from k8slint.airflow.pods import losses
from k8slint.airflow.pods.after_hook import after_hook
from k8slint.airflow.pods.files import TemplateFiles, template_under
from k8slint.airflow.pods.launched import Rest, is_exact, pod_over
from k8slint.airflow.pods.mapped import may_be_mapped
from k8slint.airflow.pods.merge import effective_pod, is_from_airflow, worker_of, written_pod
from k8slint.airflow.pods.sites import TEMPLATES, Kind, Site, overrides
from k8slint.airflow.pods.whole import launches
from k8slint.dataclass import dataclass, replace
from k8slint.evaluate.values import Absent, Origin, Unknown, Value
from k8slint.finding import Finding, Severity
from k8slint.kube.api.refusal import repeated_key
from k8slint.kube.client.readback import Record, read_pod
from k8slint.kube.client.wire import to_wire
from k8slint.kube.pod import Pod
from k8slint.lint.found import Found, place_of
from k8slint.lint.shadows import Shadows
from k8slint.rules._base import Context, Rule, Violation

if TYPE_CHECKING:
    from k8slint.airflow.pods.mutation import PodMutation
    from k8slint.evaluate.trace import CallRecord
    from k8slint.kube.api.refusal import Refusal
    from k8slint.kube.manifest import Workload
    from k8slint.kube.template import Duplicate
    from k8slint.settings.targets import Version


_ARGUMENTS = frozenset({Kind.OPERATOR, Kind.FULL_POD_SPEC, Kind.TEMPLATE_DICT, Kind.OPERATOR_TEMPLATE})


@dataclass(frozen=True, slots=True)
class LintResult:
    """``findings`` after suppression, in file order; ``reads`` the other files that the outcome depends on;
    ``unknowns`` what wasn't understood of what is judged, if asked for; ``counts`` statistics: sites, pods, and if asked for
    how many executor_configs are known."""

    findings: tuple[Finding, ...]
    reads: tuple[str, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    counts: dict[str, int] | None = None


class Checker:
    """Runs the rules over one file's calls, sites and pods, and makes findings of what they yield."""

    def __init__(
        self,
        rules: tuple[Rule, ...],
        context: Context,
        template: Value | None,
        files: TemplateFiles | None,
        hook: PodMutation | None = None,
        replaced: Collection[Site] = (),
        unsure: Collection[Site] = (),
    ) -> None:
        # Sites that a cluster policy replaces, or may change: judged for what is wrong in any pod.
        self._replaced, self._unsure = frozenset(replaced), frozenset(unsure)
        self._context = context
        self._template = template
        self._named = files
        self._hook = hook
        self._levels, self._by_concern, self._by_area = _sorted_out(rules)
        on_sites = self._levels["check_site"]
        self._of_kind = {kind: [rule for rule in on_sites if not rule.kinds or kind in rule.kinds] for kind in Kind}
        self._whole: dict[int, bool] = {}  # of each call whose pod was checked whether it is known as a whole
        self._found: dict[tuple[object, ...], Found] = {}
        self._variants: dict[tuple[object, ...], set[str | None]] = {}

    def files(self, path: Value) -> Value | None:
        """The pod template at a path that the DAG names."""
        return None if self._named is None else self._named(path)

    def file(self, sites: tuple[Site, ...]) -> None:
        """Check a module, its calls and its sites."""
        context = self._context
        self._take(None, (v for rule in self._levels["check_module"] for v in rule.check_module(context)))
        for call in context.evaluation.calls:
            for concerns, rules in self._by_concern.items():
                if concerns(call, context):
                    self._take(None, (v for rule in rules for v in rule.check_call(call, context)))
        for site in sites:
            self._variants.setdefault(place_of(site), set()).add(site.when)
        for site in sites:
            self.site(site)

    def settings(self) -> None:
        """Check the settings of a file outside of DAGs."""
        context = self._context
        self._take(None, (v for rule in self._levels["check_settings"] for v in rule.check_settings(context)))

    def template(self, pod: Value, duplicates: Iterable[Duplicate]) -> None:
        """Check a pod template, as the executor uses it."""
        site = Site(Kind.TEMPLATE, pod, pod.origin, pod=pod)
        self.site(site)
        self._repeated(site, duplicates)

    def manifests(self, workloads: Iterable[Workload], duplicates: Iterable[Duplicate]) -> None:
        """Check the pods of Kubernetes objects as the API server does, which decodes them strictly."""
        for workload in workloads:
            site = Site(Kind.MANIFEST, workload.pod, workload.pod.origin, pod=workload.pod)
            self._written(Pod(workload.pod, site))
            self.refused(site, self._judged(workload.refusals))
            self._repeated(site, duplicates)

    def _repeated(self, site: Site, duplicates: Iterable[Duplicate]) -> None:

        self.refused(site, (repeated_key(each.key, each.first, each.second) for each in duplicates))

    def site(self, site: Site) -> None:
        """Check one site: its shape, its pod as written, its containers, and the pod that Airflow makes of it."""
        context = self._context
        self._take(site, (v for rule in self._of_kind[site.kind] for v in rule.check_site(site, context)))
        if site.pod is None:
            return
        wire = self._wire(site, site.pod)
        self._written(Pod(wire, site))
        from k8slint.kube.api.validation import validate

        rules = () if site in self._replaced else self._levels["check_effective_pod"]
        launched = list(self._launched(site))
        if site.kind is not Kind.OPERATOR or not all(self._whole.get(id(use.call)) for use in site.uses):
            launched += self._finals(site, wire)
        for effective, final in launched:
            self._take(final, (v for rule in rules for v in rule.check_effective_pod(effective, context)))
            judged = self._effective(site, wire) if site.kind is Kind.TEMPLATE else effective.value
            self.refused(final, self._judged(partial(validate, judged)))
            if self._hook is not None:
                self._take(final, self._written_by_hook(effective, self._hook))

    def _after_hook(self, pod: Value, site: Site) -> list[tuple[Pod, Site]]:
        """A pod as the hook leaves it, one for each alternative."""
        found = after_hook(self._hook, pod, site.when)
        finals = ((each, site if when == site.when else replace(site, when=when)) for when, each in found)
        return [(Pod(each, final), final) for each, final in finals]

    def _launched(self, site: Site) -> Iterator[tuple[Pod, Site]]:
        """The pods that operators launch, as far as they are known as a whole: made of this site and of the other arguments.
        Each call's once."""
        if site.kind not in _ARGUMENTS or site in self._replaced or site in self._unsure:
            return
        for use in site.uses:
            if use.call is None or id(use.call) in self._whole:
                continue
            found = list(launches(use.call, self._context.evaluation, self._context.targets, self.files))
            self._whole[id(use.call)] = all(launch.whole for launch in found)
            for launch in found:
                if launch.whole:
                    yield from self._after_hook(launch.pod, replace(site, when=launch.when))

    def _written_by_hook(self, pod: Pod, hook: PodMutation) -> Iterator[Violation]:
        """What the hook wrote, judged as a DAG's own pod is."""
        context = self._context
        found = [v for rule in self._levels["check_pod"] for v in rule.check_pod(pod, context)]
        for container in pod.all_containers:
            found += [v for r in self._levels["check_container"] for v in r.check_container(container, context)]
        yield from (violation for violation in found if violation.at.source is hook.source)

    def _finals(self, site: Site, wire: Value) -> list[tuple[Pod, Site]]:
        """The pod that Airflow hands to Kubernetes, after the hook: one for each alternative of the hook."""
        effective = self._effective(site, wire)
        if self._hook is not None and site.kind is Kind.TEMPLATE:
            # no task starts from the template alone: the hook gets what Airflow makes of it
            effective = effective_pod(Absent(site.origin), wire, self._context.targets)
        finals = self._after_hook(effective, site)
        if len(finals) > 1:
            known = self._variants.setdefault(place_of(site), set())
            known.discard(site.when)
            known.update(final.when for _, final in finals)
        return finals

    def _written(self, pod: Pod) -> None:
        """Check a pod as written, and its containers."""
        context, levels = self._context, self._levels
        self._take(pod.site, (v for rule in levels["check_pod"] for v in rule.check_pod(pod, context)))
        if overrides(pod.site):
            self._take(pod.site, (v for rule in levels["check_override"] for v in rule.check_override(pod, context)))
            worker = pod.worker
            if worker is not None:
                found = (v for rule in levels["check_worker"] for v in rule.check_worker(worker, context))
                self._take(pod.site, found)
        for container in pod.all_containers:
            found = (v for rule in levels["check_container"] for v in rule.check_container(container, context))
            self._take(pod.site, found)

    def _wire(self, site: Site, pod: Value) -> Value:
        """What the client makes of a pod. Of a template it reads what is written; what is lost on the way is said."""
        client = self._context.targets.client
        if site.kind not in TEMPLATES:
            return to_wire(pod, "V1Pod", client=client, round_trip=site.round_trips)
        record = Record()
        read = read_pod(pod, client, record)
        self.refused(site, losses.refusals(record.losses, site.kind, client))
        return read

    def _effective(self, site: Site, wire: Value) -> Value:
        targets = self._context.targets
        if site.kind is Kind.OPERATOR:
            return wire  # what may come from elsewhere is open already
        if site.kind is Kind.TEMPLATE:
            return worker_of(wire, targets)
        if site.kind is Kind.POD_OVERRIDE and site not in self._replaced and site not in self._unsure:
            mapped = may_be_mapped((use.call for use in site.uses), self._context.evaluation)
            return effective_pod(wire, self._base(site), targets, dag=site.dag, task=site.task, mapped=mapped)
        if site.kind in (Kind.TEMPLATE_DICT, Kind.OPERATOR_TEMPLATE) and site.call is not None and is_exact(site.call):
            return pod_over(wire, site.call, targets, Rest.ARGUMENTS)
        return written_pod(wire, targets, None if site.kind is Kind.POD else "base")

    def _base(self, site: Site) -> Value | None:
        """The template that an override is merged over: the one that its executor_config names, else that of the settings."""
        return template_under(site.config, self._template, self.files, self._context.targets.client)

    def refused(self, site: Site, refusals: Iterable[Refusal]) -> None:
        """Present what the API server says of a site's pod, each by the rule of its area."""
        self._take(site, self._presented(refusals, site.kind))

    def _judged(self, judge: Callable[[Version], Iterable[Refusal]]) -> Iterator[Refusal]:
        """What the API server says, without its warnings of what it refuses. Where nobody states its version, what another
        supported version accepts is marked."""
        from k8slint.kube.api.validation import SUPPORTED, holds_everywhere

        targets = self._context.targets
        found = list(judge(targets.kubernetes))
        refused = {_about(each) for each in found if each.severity is Severity.ERROR}
        found = [each for each in found if each.severity is Severity.ERROR or _about(each) not in refused]
        if "kubernetes" in targets.assumed and not all(map(holds_everywhere, found)):
            everywhere = set(map(_same, found))
            for version in SUPPORTED:
                if version != targets.kubernetes and everywhere:
                    everywhere &= set(map(_same, judge(version)))
            found = [each if _same(each) in everywhere else replace(each, assumed=True) for each in found]
        yield from found

    def _presented(self, refusals: Iterable[Refusal], kind: Kind) -> Iterator[Violation]:
        """What the DAG wrote itself: never of what Airflow or the template adds."""
        for refusal in refusals:
            rule = None if refusal.follows else self._by_area.get(refusal.area)
            if rule is not None and not is_from_airflow(refusal.origin):
                for violation in rule.check_refusal(self._with_template(refusal, kind), self._context):
                    yield replace(violation, assumed=True) if refusal.assumed else violation

    def _with_template(self, refusal: Refusal, kind: Kind) -> Refusal:
        """The same refusal, with the reason when one of two equal things stands in the template."""
        shared = any(self._is_template(origin) for origin, _ in refusal.related)
        if refusal.severity is not Severity.ERROR or not shared or self._is_template(refusal.origin):
            return refusal
        whose = (
            "the operator appends its arguments" if kind in TEMPLATES else "Airflow appends the pod_override's lists"
        )
        why = f"the pod template has it, and {whose} to the template's"
        return replace(refusal, message=f"{refusal.message}: {why}")

    def _is_template(self, origin: Origin) -> bool:
        """Whether a place is in a template that an override is merged over."""
        own = self._named is not None and origin.source in self._named.sources
        return own or (self._template is not None and origin.source is self._template.origin.source)

    def _take(self, site: Site | None, violations: Iterator[Violation]) -> None:
        for violation in violations:
            if self._is_template(violation.at) and (site is None or site.kind not in TEMPLATES):
                continue  # said of the template itself, once
            span = violation.at.span
            key = (violation.rule.code, violation.at.source.path, span, violation.message)
            found = self._found.setdefault(key, Found(violation, span))
            if found.violation.assumed and not violation.assumed:
                found.violation = replace(found.violation, assumed=False)
            if found.violation.field is None and violation.field is not None:
                found.violation = violation  # a call says it first, a pod says also where
            if site is not None:
                found.sites.append(site)

    def findings(self) -> tuple[Finding, ...]:
        shadows = Shadows()
        for found in self._found.values():
            if found.is_alarm:
                shadows.add(found.violation.at.source, found.span, found.violation.rule.shadows)
        return tuple(
            found.finding(self._variants)
            for found in self._found.values()
            if not shadows.cover(found.violation.at.source, found.span, found.violation.rule)
        )


def _same(refusal: Refusal) -> tuple[object, ...]:
    """What two versions of the API server say of one mistake is equal in this."""
    return refusal.severity, *_about(refusal)


def _about(refusal: Refusal) -> tuple[object, ...]:
    return refusal.area, refusal.path, refusal.origin


_LEVELS = (
    "check_module", "check_call", "check_site", "check_pod", "check_override", "check_worker", "check_container",
    "check_effective_pod", "check_settings",
)  # fmt: skip


Concern = Callable[["CallRecord", Context], bool]


@lru_cache(maxsize=64)  # by what the findings of a file ask for
def _sorted_out(rules: tuple[Rule, ...]) -> tuple[dict[str, list[Rule]], dict[Concern, list[Rule]], dict[str, Rule]]:
    """The rules by what they look at, those on calls by which calls concern them, and by area of validation."""
    levels = {level: [rule for rule in rules if _overrides(rule, level)] for level in _LEVELS}
    by_concern: dict[Concern, list[Rule]] = {}
    for rule in levels["check_call"]:
        by_concern.setdefault(type(rule).concerns, []).append(rule)
    return levels, by_concern, {area: rule for rule in rules for area in rule.areas}


def _overrides(rule: Rule, level: str) -> bool:
    return getattr(type(rule), level) is not getattr(Rule, level)
