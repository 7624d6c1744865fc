"""Looks up the parameters of operators of Airflow and its providers, by version.

Between two recorded versions nothing is claimed: an argument is surely unknown only where the nearest recorded version on
each side doesn't have it. A package whose version nobody states (``standard``, ``google``, ``amazon``) is taken as any of
the recorded ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar, cast

from k8slint.dataclass import dataclass
from k8slint.patterns import pattern
from k8slint.settings.targets import Version, at_least, parse_version

if TYPE_CHECKING:
    from k8slint.settings.targets import Targets

# The classes that the decorators of ``@task`` make tasks of.
_DECORATED = {
    "": "_PythonDecoratedOperator",
    "python": "_PythonDecoratedOperator",
    "branch": "_BranchPythonDecoratedOperator",
    "short_circuit": "_ShortCircuitDecoratedOperator",
    "virtualenv": "_PythonVirtualenvDecoratedOperator",
    "external_python": "_PythonExternalDecoratedOperator",
    "branch_virtualenv": "_BranchPythonVirtualenvDecoratedOperator",
    "branch_external_python": "_BranchExternalPythonDecoratedOperator",
    "sensor": "DecoratedSensorOperator",
    "bash": "_BashDecoratedOperator",
    "kubernetes": "_KubernetesDecoratedOperator",
    "kubernetes_cmd": "_KubernetesCmdDecoratedOperator",
}
_TASK = pattern(r"airflow\.(?:decorators|sdk)\.task(?:\.(\w+))?\Z")
_GROUPS = {"dag": "DAG", "task_group": "TaskGroup"}  # decorators of functions that aren't tasks
# Where the classes of a package are imported from, old places too.
_PLACES = (
    ("cncf.kubernetes", pattern(r"airflow\.providers\.cncf\.kubernetes\.")),
    ("cncf.kubernetes", pattern(r"airflow\.contrib\.operators\.kubernetes_pod_operator\.")),
    ("standard", pattern(r"airflow\.providers\.standard\.")),
    ("google", pattern(r"airflow\.providers\.google\.")),
    ("amazon", pattern(r"airflow\.providers\.amazon\.")),
    ("airflow", pattern(r"airflow\.(?:operators|sensors|models|sdk|utils\.task_group|decorators)\b")),
    ("airflow", pattern(r"airflow\.(?:DAG|Dag)\Z")),
)
_AIRFLOW_3: Version = (3, 0)
REQUIRED = "<required>"


@dataclass(frozen=True, slots=True)
class Span:
    """The versions that have something: none up to ``before``, none from ``after`` on."""

    before: Version | None = None
    after: Version | None = None

    def surely_without(self, version: Version | None) -> bool:
        """Whether a version surely doesn't have it. Of a package that no target states, none is sure."""
        if version is None:
            return False
        return self.begins_after(version) or (self.after is not None and _not_before(version, self.after))

    def begins_after(self, version: Version | None) -> bool:
        """Whether only later versions than this one have it."""
        return version is not None and self.before is not None and _not_after(version, self.before)

    def surely_with(self, version: Version | None, versions: tuple[Version, ...]) -> bool:
        """Whether a version surely has it: the recorded ones on both sides do."""
        if self.before is None and self.after is None:
            return True
        if version is None:
            return False
        having = [
            each
            for each in versions
            if (self.before is None or each > self.before) and (self.after is None or each < self.after)
        ]
        early = self.before is not None and not (having and version >= having[0][: len(version)])
        late = self.after is not None and not (having and _not_after(version, having[-1]))
        return not early and not late


def _not_before(version: Version, other: Version) -> bool:
    """Whether a target is no earlier than a full version; of a series, only ``2.11``, the recorded release stands for all."""
    return version >= other[: len(version)] if len(version) < len(other) else at_least(version, other)


def _not_after(version: Version, other: Version) -> bool:
    """Whether a target, perhaps only ``2.11``, is surely no later than a full version."""
    return version <= other[: len(version)] if len(version) < len(other) else at_least(other, version)


@dataclass(frozen=True, slots=True)
class _Class:
    exists: Span
    bases: dict[str, Span]
    parameters: dict[str, Span]
    required: frozenset[str]
    template_fields: dict[str, Span] | None
    values: dict[str, dict[str, Span]]  # by argument: ``all_done``, ``<str>``, ``<required>``

    def requirements(self) -> dict[str, Span]:
        """The arguments that the class needs, with the versions that do."""
        sometimes = {name: values[REQUIRED] for name, values in self.values.items() if REQUIRED in values}
        return {name: self.parameters[name] for name in self.required} | sometimes


Answer = TypeVar("Answer")


def remembered(method: Callable[..., Answer]) -> Callable[..., Answer]:
    """What a signature answered once: every call of an operator asks the same of it."""

    @wraps(method)
    def answer(self: Signature, *arguments: str) -> Answer:
        key = (method, arguments)
        if key not in self.answers:
            self.answers[key] = method(self, *arguments)
        return cast("Answer", self.answers[key])

    return answer


class Signature:
    """What a class, or one derived from several, takes on the targets, with all that it takes for its bases."""

    def __init__(self, places: tuple[tuple[str, str], ...], targets: Targets) -> None:
        self._targets = targets
        self.answers: dict[object, object] = {}
        self._classes: list[tuple[str, str]] = []
        for place in places:
            self._collect(*place)

    def _collect(self, package: str, name: str) -> None:
        found = _find(package, name)
        if found is None or found in self._classes:
            return
        self._classes.append(found)
        for base, span in _class(*found).bases.items():
            if not span.surely_without(version_of(found[0], self._targets)):
                self._collect(found[0], base)

    @remembered
    def is_unknown(self, argument: str) -> bool:
        """Whether the class surely doesn't take an argument. Versions newer than the recorded ones may."""
        spans = list(self._spans(argument))
        if not spans and self.is_newer():
            return False
        return all(span.surely_without(version) for span, version in spans)

    def other_version(self, argument: str) -> tuple[str, bool] | None:
        """The package of which another version takes an argument that the targets' surely doesn't, and whether that is
        a later one."""
        for package, name in self._classes:
            span = _class(package, name).parameters.get(argument)
            version = version_of(package, self._targets)
            if span is not None and version is not None:
                return package, span.before is not None and _not_after(version, span.before)
        return None

    @remembered
    def is_newer(self) -> bool:
        """Whether the target of one of its packages is newer than all that was recorded."""
        return any(
            (version := version_of(package, self._targets)) is not None
            and not _not_after(version, _versions(package)[-1])
            for package, _ in self._classes
        )

    @remembered
    def required(self) -> frozenset[str]:
        """The arguments that the class surely needs, where a base doesn't take the same one without needing it."""
        needed: set[str] = set()
        for package, name in self._classes:
            found, version = _class(package, name), version_of(package, self._targets)
            for each, span in found.requirements().items():
                if span.surely_with(version, _versions(package)) and self._needs_everywhere(each):
                    needed.add(each)
        return frozenset(needed)

    def _needs_everywhere(self, argument: str) -> bool:
        return all(
            argument in found.requirements()
            for found in (_class(*place) for place in self._classes)
            if argument in found.parameters
        )

    @remembered
    def names(self) -> frozenset[str]:
        """All arguments that it may take."""
        return frozenset(
            each
            for package, name in self._classes
            for each, span in _class(package, name).parameters.items()
            if not span.surely_without(version_of(package, self._targets))
        )

    @remembered
    def classes(self) -> frozenset[str]:
        """The names of the class and its bases."""
        return frozenset(name for _, name in self._classes)

    def templates(self, field: str) -> bool | None:
        """Whether an argument, or ``Model.field`` inside of one, is rendered with Jinja; None where that isn't sure."""
        if not self._classes:
            return None
        if self.is_newer():
            return None
        rendering = self._rendering()
        if rendering is None:
            return None
        places = self._classes if "." in field else rendering  # models inside are rendered by a base's method
        answers = [
            None
            if span.surely_with(version, _versions(package)) is span.surely_without(version)
            else not span.surely_without(version)
            for package, name in places
            if (span := (_class(package, name).template_fields or {}).get(field)) is not None
            for version in (version_of(package, self._targets),)
        ]
        return None if None in answers else True in answers

    @remembered
    def _rendering(self) -> list[tuple[str, str]] | None:
        """The first class, and those of other packages whose template_fields it takes over; None if that isn't sure."""
        places = self._classes[:1]
        for package, name in places:  # it grows
            fields = _class(package, name).template_fields
            if fields is None:
                return None
            for place in self._classes:
                if (span := fields.get(place[1])) is not None and place not in places:
                    if not span.surely_with(version_of(package, self._targets), _versions(package)):
                        return None
                    places.append(place)
        return places

    @remembered
    def values(self, argument: str) -> frozenset[str]:
        """The values (``all_done``) or types (``<str>``) that the constructor of the first class that takes an argument
        compares it with; empty where it compares with none, or that isn't sure."""
        if self.is_newer():
            return frozenset()
        owner = next((place for place in self._classes if self._takes(place, argument)), None)
        if owner is None:
            return frozenset()
        version, versions = version_of(owner[0], self._targets), _versions(owner[0])
        return frozenset(
            value
            for value, span in _class(*owner).values.get(argument, {}).items()
            if value != REQUIRED
            and (span.surely_with(version, versions) if value.startswith("<") else not span.surely_without(version))
        )

    def _takes(self, place: tuple[str, str], argument: str) -> bool:
        span = _class(*place).parameters.get(argument)
        return span is not None and not span.surely_without(version_of(place[0], self._targets))

    def _spans(self, argument: str) -> list[tuple[Span, Version | None]]:
        return [
            (span, version_of(package, self._targets))
            for package, name in self._classes
            if (span := _class(package, name).parameters.get(argument)) is not None
        ]


def signature_of(qualified_names: tuple[str, ...], targets: Targets) -> Signature | None:
    """The signature of a class or decorator by its qualified name, or of a class with several such bases, on Airflow 2
    and later; None if one of them isn't recorded."""
    if not at_least(targets.airflow, (2, 0)):
        return None
    return _signature_of(qualified_names, targets)


@lru_cache(maxsize=4096)
def _signature_of(qualified_names: tuple[str, ...], targets: Targets) -> Signature | None:
    places = []
    for name in qualified_names:
        place = _place(name, targets) if name.startswith("airflow.") else None
        found = None if place is None else _find(*place)
        if found is None or _class(*found).exists.surely_without(version_of(found[0], targets)):
            return None
        places.append(found)
    return Signature(tuple(places), targets) if places else None


def _place(qualified_name: str, targets: Targets) -> tuple[str, str] | None:
    """The package and the class."""
    decorator = _TASK.match(qualified_name)
    moved = "standard" if at_least(targets.airflow, _AIRFLOW_3) else "airflow"
    if decorator is not None:
        name = _DECORATED.get(decorator[1] or "")
        if name is None:
            return None
        return ("cncf.kubernetes" if "Kubernetes" in name else moved), name
    last = qualified_name.rpartition(".")[2]
    if last in _GROUPS and qualified_name.startswith(("airflow.decorators.", "airflow.sdk.")):
        return "airflow", _GROUPS[last]
    if not last[:1].isupper():
        return None
    for package, place in _PLACES:
        if place.match(qualified_name):
            if package == "airflow" and re.match(r"airflow\.(?:operators|sensors)\.", qualified_name):
                package = package if last in ("BaseOperator", "BaseSensorOperator") else moved
            return package, "DAG" if last == "Dag" else last
    return None


def _find(package: str, name: str) -> tuple[str, str] | None:
    """Where a class is recorded: in its package, or one that all others build on."""
    from k8slint.data.operators import CLASSES  # late: only a file that calls an operator needs it

    for each in (package, "airflow", "cncf.kubernetes", "standard"):
        if name in CLASSES.get(each, ()):
            return each, name
    return None


@lru_cache(maxsize=512)
def _class(package: str, name: str) -> _Class:
    from k8slint.data.operators import CLASSES

    bases, parameters, fields, values = CLASSES[package][name]
    first, *others = bases.split() or [""]
    exists = parse_word(first)[1] if first.startswith("@") else Span()
    if first and not first.startswith("@"):
        others.insert(0, first)
    words = parameters.split()
    by_argument: dict[str, dict[str, Span]] = {}
    for word in values.split():
        argument, _, value = word.partition("=")
        known, span = parse_word(value)
        by_argument.setdefault(argument, {})[known] = span
    return _Class(
        exists,
        dict(map(parse_word, others)),
        dict(map(parse_word, words)),
        frozenset(parse_word(word)[0] for word in words if "!" in word),
        None if fields == "?" else dict(map(parse_word, fields.split())),
        by_argument,
    )


_WORD = pattern(r"@?(<\w+>|[\w.]*)!?(?:>([\d.]+))?(?:<([\d.]+))?\Z")


def parse_word(word: str) -> tuple[str, Span]:
    """``name>2.4.3<3.0.6``: a name and the versions that have it."""
    found = _WORD.match(word)
    assert found is not None, word
    before, after = found[2], found[3]
    return found[1], Span(parse_version(before) if before else None, parse_version(after) if after else None)


def _versions(package: str) -> tuple[Version, ...]:
    from k8slint.data.operators import VERSIONS

    return VERSIONS[package]


def version_of(package: str, targets: Targets) -> Version | None:
    """The target's version of a package; None for one that no target states."""
    return {"airflow": targets.airflow, "cncf.kubernetes": targets.provider}.get(package)


@lru_cache(maxsize=1)
def every_argument() -> frozenset[str]:
    """The names of all arguments that any recorded class takes in any version."""
    from k8slint.data.operators import CLASSES

    return frozenset(
        name for package, classes in CLASSES.items() for each in classes for name in _class(package, each).parameters
    )
