"""The base class of rules, and the violations that they yield.

A rule is one class in one file of this package; nothing registers it. It overrides the levels that it needs and only
those are called. Its docstring is its documentation, and the contract test runs the examples in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from k8slint.dataclass import dataclass, field
from k8slint.evaluate.values import Origin
from k8slint.finding import Applicability, Edit, Fix, Severity
from k8slint.rules._nearest import nearest_value
from k8slint.settings.targets import Targets

if TYPE_CHECKING:
    from k8slint.airflow.pods.sites import Kind, Site
    from k8slint.cluster.model import Inventory
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.kube.api.refusal import Refusal
    from k8slint.kube.pod import Container, Pod
    from k8slint.settings.policy import Policy
    from k8slint.source.airflow_config import Setting
    from k8slint.source.text import Source

Row: TypeAlias = tuple[bytes, ...]
Needles: TypeAlias = frozenset[Row]
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY


@dataclass(frozen=True, slots=True)
class Violation:
    """One mistake, at the place where the value was written. It contains syntax nodes, so it never leaves the worker.

    ``fix`` is a thunk, called only for what is reported. ``severity`` None means the rule's own.
    """

    rule: Rule
    at: Origin
    message: str
    related: tuple[tuple[Origin, str], ...] = ()
    fix: Callable[[], Fix | None] | None = None
    severity: Severity | None = None
    field: str | None = None
    kind: str | None = None
    assumed: bool = False  # other supported versions of Kubernetes accept it, and nobody states the version


@dataclass(frozen=True, slots=True)
class Context:
    """The inputs of a rule besides the value that it checks."""

    targets: Targets
    evaluation: Evaluation
    names_moved: bool = True  # False when the file's bytes say that no import of it can have moved
    inventory: Inventory | None = None  # what exists in the cluster; None if no inventory is set
    namespace: str | None = None  # of worker pods that don't set one; "": the inventory has only one
    template: Source | None = None  # the pod template that was named; its own mistakes aren't the DAG's
    policy: Policy | None = None  # the policy of the settings for this file; None if there is none
    sites: tuple[Site, ...] = ()  # where pods enter tasks of the file
    executor: str | None = None  # [core] executor, if it is set or detected
    rejections: Mapping[int, str] = field(default_factory=dict)  # why task_policy rejects a task, by the id of its call
    settings: tuple[Setting, ...] = ()  # of a file outside of DAGs: what it sets of Airflow's configuration
    mentioned: Callable[[Setting], bool] = lambda setting: (
        True
    )  # whether other files of the project read a setting's name


class Rule:
    """Base of all rules. ``code`` is stable; the name is the class name in kebab case."""

    code: ClassVar[str]
    since: ClassVar[str]
    severity: ClassVar[Severity]
    default: ClassVar[bool] = True  # off by default when False: reported only when selected
    fixable: ClassVar[str] = ""  # "", "safe", "unsafe" or "display": the best that its fix can be
    areas: ClassVar[frozenset[str]] = frozenset()  # the areas of kube.validation whose refusals it presents
    shadows: ClassVar[frozenset[str]] = frozenset()  # areas, or codes, whose findings inside its own say the same
    kinds: ClassVar[frozenset[Kind]] = frozenset()  # the sites that ``check_site`` is called for; empty: all
    needs: ClassVar[str] = ""  # a setting without which it reports nothing: "inventory" or "policy"
    checks: ClassVar[str] = "values"  # "names": it checks keywords, imports or calls, whatever their values

    @classmethod
    @cache
    def rule_name(cls) -> str:
        name = cls.__name__
        return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))

    def needles(self, targets: Targets) -> Needles:
        """Rows of words: every file that this rule can report on contains all words of at least one row, unless the
        file has a needle of the pods. The rarest comes first: files without it are not searched for the others.
        """
        return frozenset()

    def shape(self, row: Row) -> bytes | None:
        """A regular expression that matches in every file, and every function, in which this row of ``needles`` leads to
        a finding; None if the words say enough.
        """
        return None

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        """Whether ``check_call`` can report anything about a call. Called once for all rules that share the function."""
        return True

    def check_module(self, context: Context) -> Iterator[Violation]:
        """Check a file as a whole: its imports, its text."""
        return iter(())

    def check_settings(self, context: Context) -> Iterator[Violation]:
        """Check a file outside of DAGs that sets Airflow's options: ``context.settings``."""
        return iter(())

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        """Check one call of something outside the repository: a model, an operator, Secret, conf.get."""
        return iter(())

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        """Check one place where an executor_config, a pod_override or a pod enters (one variant of it)."""
        return iter(())

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        """Check a pod as written."""
        return iter(())

    def check_override(self, pod: Pod, context: Context) -> Iterator[Violation]:
        """Check the pod of a pod_override, as written, that the KubernetesExecutor merges into a worker pod."""
        return iter(())

    def check_worker(self, worker: Container, context: Context) -> Iterator[Violation]:
        """Check the container of such a pod that runs the task."""
        return iter(())

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        """Check one container (init containers too) of a pod as written."""
        return iter(())

    def check_effective_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        """Check a pod after Airflow's merge with the template."""
        return iter(())

    def check_refusal(self, refusal: Refusal, context: Context) -> Iterator[Violation]:
        """Report one error or warning of the API server whose area is in ``areas``.

        By default the message is the refusal's own, with the consequence, and a rule with ``fixable`` offers the nearest
        valid value as its fix.
        """
        yield Violation(
            self,
            refusal.origin,
            refusal.message_with_effect(),
            related=refusal.related,
            fix=(lambda: nearest_value(refusal)) if self.fixable and refusal.suggestion else None,
            severity=refusal.severity,
            field=refusal.path,
            kind=refusal.kind,
        )

    def violation(
        self,
        at: Origin,
        message: str,
        *,
        related: tuple[tuple[Origin, str], ...] = (),
        fix: Callable[[], Fix | None] | None = None,
        severity: Severity | None = None,
        field: str | None = None,
        kind: str | None = None,
    ) -> Violation:
        return Violation(self, at, message, related, fix, severity, field, kind)


def replace(origin: Origin, text: str) -> Edit:
    """The edit that replaces the source at ``origin`` with ``text``."""
    return Edit(origin.span, text)


__all__ = [
    "DISPLAY", "ERROR", "INFO", "SAFE", "UNSAFE", "WARNING",
    "Context", "Edit", "Fix", "Needles", "Row", "Rule", "Violation", "replace",
]  # fmt: skip
