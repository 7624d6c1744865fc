"""Shared by the rules of group KE9: the policy, its line in the settings file, and a pod's task."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from k8slint.airflow.pods.merge import is_from_airflow
from k8slint.airflow.pods.sites import Kind, Site, for_kubernetes
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Value, get
from k8slint.rules._base import Context, Rule, Violation
from k8slint.source.text import Source, Span

if TYPE_CHECKING:
    from k8slint.kube.pod import Container, Pod
    from k8slint.settings.policy import Policy


class PolicyRule(Rule):
    """Checks the effective pod by some keys of the policy; silent where none of them is set."""

    keys: ClassVar[tuple[str, ...]]
    needs = "policy"

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        """Report how a pod breaks one key of the policy; ``wanted`` is its value."""
        return iter(())

    def check_effective_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        policy = context.policy
        if policy is None or pod.site is None or not for_kubernetes(pod.site):
            return
        for key in self.keys:
            wanted = policy.get(key, pod.site.task)
            if wanted is None or wanted is False:
                continue
            related = tuple(_line(policy, key))
            for violation in self.check_policy(key, wanted, pod, context):
                at = _own(violation, pod.site)
                if at is not None:
                    yield Violation(
                        self,
                        at,
                        violation.message,
                        related=related,
                        field=violation.field,
                        kind=violation.kind,
                    )


def _own(violation: Violation, site: Site) -> Origin | None:
    """Where the DAG breaks a policy: what an operator's pod lacks is missing in the call. None for what Airflow adds itself,
    such as the sidecar for XComs."""
    if not is_from_airflow(violation.at):
        return violation.at
    container = _CONTAINER.search(violation.field or "")
    is_main = container is None or container[0] == "containers[0]"
    return site.origin if site.kind is Kind.OPERATOR and site.call is not None and is_main else None


_CONTAINER = re.compile(r"\w*[cC]ontainers\[\d+\]")


def _line(policy: Policy, key: str) -> Iterator[tuple[Origin, str]]:
    row = policy.rows.get(key, 0)
    if row:
        source = _source(policy.file, policy.text)
        start, line = source.lines.start(row), source.lines.line(row)
        span = Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        yield Origin(source, span), "the policy"


@lru_cache(maxsize=4)
def _source(file: str, text: str) -> Source:
    return Source(file, text)


def matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def is_absent(value: Value) -> bool:
    """Whether a value is certainly not set, or empty."""
    match value:
        case Absent() | Const(value=None):
            return True
        case Items(items=(), complete=True):
            return True
        case Mapping(entries=entries, complete=True):
            return not entries
        case _:
            return False


def place_of(container: Container, *path: str) -> Origin:
    """The place to report a field that is missing in a container."""
    found = container.value
    for step in path:
        inner = get(found, step)
        if not isinstance(inner, Mapping):
            break
        found = inner
    return found.origin


def either(names: Iterable[str]) -> str:
    """The names in backticks, joined with commas and ``or``."""
    quoted = [f"`{name}`" for name in names]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)
