"""Checks one call of a client model: its keywords, its positional arguments, the classes of its values.

Up to client 36 the constructors check little: a wrong keyword or a missing argument raises while the DAG is parsed, and
everything else surfaces later, when the scheduler reads the serialized DAG back, or silently on the cluster. The
pydantic models since client 37 check every argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.dataclass import replace
from k8slint.evaluate.values import Const, Model, Origin, Value
from k8slint.kube.client.fit import ERROR, INFO, RENAMED, WARNING, Fit, Kind, Problem, callee, is_none
from k8slint.kube.client.schema import NEAR, PYDANTIC, Field, FieldType, ModelSchema, Schema, is_class_of_any_client
from k8slint.kube.names import did_you_mean
from k8slint.settings.targets import Version
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


@lru_cache(maxsize=256)
def problems(call: CallRecord, client: Version, launched: bool = False) -> tuple[Problem, ...]:
    """Everything that is wrong with one call; empty when it is no call of a model.

    ``launched`` says that an operator sends the model to the API server as it is, without a round trip through the
    scheduler: nothing is coerced, and what the scheduler would fail on fails the task.
    """
    schema = Schema.for_client(client)
    name = call.qualified_name.rpartition(".")[2]
    if not call.qualified_name.startswith("kubernetes.client.") or not _is_model_name(name):
        return ()
    model = schema.model(name)
    if model is None:
        return tuple(_class_problems(call, name, schema))
    made = call.result if isinstance(call.result, Model) else None
    return tuple(_ModelCall(call, made, model, schema, launched).run())


def _is_model_name(name: str) -> bool:
    head = name[:2]
    return (head[:1] == "V" and head[1:].isdigit()) or name == "CoreV1ResourceClaim"


_REPLACED = {"V1WorkloadReference": "V1PodSchedulingGroup"}  # by a class of other fields


def _class_problems(call: CallRecord, name: str, schema: Schema) -> Iterator[Problem]:
    lived = schema.range_of(name)
    if lived is None:
        if is_class_of_any_client(name):
            return
        near = did_you_mean(name, schema.names(), 0.8)
        hint = f": did you mean `{near}`?" if near else ""
        message = f"the kubernetes client has no class `{name}`, so importing the DAG fails{hint}"
        yield Problem(Kind.CLASS, callee(call.origin), message, replacement=near)
        return
    other = RENAMED.get(name) or _REPLACED.get(name, "")
    other = other if schema.model(other) else ""
    when = f"was added in client {lived[0]}" if schema.major < lived[0] else f"was removed in client {lived[1] + 1}"
    hint = f": use `{other}`" if other else ""
    message = f"`{name}` {when} and the target is client {schema.major}, so importing the DAG fails{hint}"
    yield Problem(Kind.CLASS, callee(call.origin), message, replacement=(other or None) if name in RENAMED else None)


class _ModelCall:
    """One call under one client."""

    def __init__(
        self, call: CallRecord, made: Model | None, model: ModelSchema, schema: Schema, launched: bool
    ) -> None:
        self.call, self.made, self.model, self.schema = call, made, model, schema
        self.fit = Fit(schema, launched)
        self._fitting: str | None = (
            None  # the class that was meant, empty when there is none; None before anybody asked
        )

    def run(self) -> Iterator[Problem]:
        meant: set[str] = set()
        for keyword in self.call.keywords:
            if not self._is_known(keyword):
                problem = self._unknown(keyword)
                meant.add(problem.replacement or "")
                yield problem
        yield from self._assigned()
        yield from self._positional(meant)
        yield from self._missing(meant)
        for keyword, value in self._values():
            yield from self.fit.check(value, self._field(keyword).type, f"`{keyword}`")

    def _is_known(self, keyword: str) -> bool:
        if keyword in self.model.fields:
            return True
        if self.schema.checks:
            return keyword in self.model.by_wire
        return keyword == "local_vars_configuration"

    def _field(self, keyword: str) -> Field:
        return self.model.fields.get(keyword) or self.model.by_wire[keyword]

    def _values(self) -> Iterator[tuple[str, Value]]:
        """The known fields with the values that they have in the end."""
        values = self.made.fields if self.made else self.call.keywords
        for keyword, value in values.items():
            if keyword in self.model.fields or keyword in self.model.by_wire:
                yield keyword, value

    def _unknown(self, keyword: str) -> Problem:
        place = _keyword_place(self.call.keys.get(keyword), keyword) or callee(self.call.origin)
        right, hint = self._meant(keyword)
        message = _with_effect(f"{self.model.name} has no argument `{keyword}`", hint, "importing the DAG fails")
        return Problem(Kind.KEYWORD, place, message, replacement=right)

    def _meant(self, keyword: str) -> tuple[str | None, str]:
        """The keyword of this model that was surely meant, and the hint that says so, or where it belongs."""
        model, major = self.model, self.schema.major
        if keyword in model.by_wire:
            right = model.by_wire[keyword].snake
            return right, f": up to client 36 it is named `{right}`"
        old = model.elsewhere.get(keyword)
        if old is not None:
            now = model.by_wire.get(old.wire)
            if now is not None:
                return now.snake, f": in client {major} it is named `{now.snake}`"
            return None, _lived(old, major)
        alias = _ALIASES.get(keyword)
        if alias in model.fields:
            return alias, f": did you mean `{alias}`?"
        if self._fitting is None:
            self._fitting = self._other_class() or ""
        if self._fitting:
            return None, f": did you mean {self._fitting}?"
        owners = self.schema.owners(keyword) or self.schema.owners(keyword, wire=True)
        near = did_you_mean(keyword, model.fields, 0.75)
        if near and (not owners or keyword.lower().replace("_", "") == near.replace("_", "")):
            return near, f": did you mean `{near}`?"
        if owners and keyword not in _EVERYWHERE and (len(owners) <= 4 or owners[0] in NEAR[:4]):
            owner = self.schema.model(owners[0])
            field = owner and (owner.fields.get(keyword) or owner.by_wire.get(keyword))
            spelled = f", as `{field.snake}`" if field and field.snake != keyword else ""
            return None, f": it belongs to {owners[0]}{spelled}"
        return (near, f": did you mean `{near}`?") if near else (None, "")

    def _other_class(self) -> str | None:
        """The class that has all of these keywords, for a call of the wrong class: ``V1EnvFromSource(name, value)``."""
        given = set(self.call.keywords)
        if not self.call.complete or sum(not self._is_known(keyword) for keyword in given) < 2:
            return None
        fitting = []
        for name in self.schema.names():
            other = self.schema.model(name)
            lacking = set(other.required) - given if other else ()
            if other and given <= set(other.fields) and len(lacking) <= len(self.call.positional):
                fitting.append(name)
        near = [name for name in NEAR if name in fitting]
        return near[0] if near else did_you_mean(self.model.name, fitting, 0.6)

    def _assigned(self) -> Iterator[Problem]:
        """Attributes set later that the model doesn't have: kept on the object, never sent."""
        if self.made is None:
            return
        for keyword in self.made.fields:
            if keyword in self.call.keywords or keyword in self.model.fields:
                continue
            place = self.made.keys.get(keyword)
            if place is None or keyword.startswith("_"):
                continue
            _, hint = self._meant(keyword)
            effect = "importing the DAG fails" if self.schema.checks else "the value is never sent"
            message = _with_effect(f"{self.model.name} has no attribute `{keyword}`", hint, effect)
            yield Problem(Kind.KEYWORD, place, message, ERROR if self.schema.checks else WARNING, None)

    def _positional(self, meant: set[str]) -> Iterator[Problem]:
        """``meant`` takes the keywords that misplaced arguments were meant for."""
        names = self.model.parameters
        loose = []
        for index, value in enumerate(self.call.positional):
            name = names[index] if index < len(names) else None
            place = self._positional_place(index, value)
            wrong = None if self.schema.checks else self._slot_is_wrong(index, name, value)
            if wrong:
                right = self._slot_of(value)
                meant.add(right or "")
                hint = f". Use `{right}=`" if right else ""
                yield Problem(Kind.POSITIONAL, place, f"{wrong}{hint}", replacement=right)
            elif name is not None:
                loose.append((place, name))
        if loose:
            yield self._loose(loose)

    def _positional_place(self, index: int, value: Value) -> Origin:
        """The place of an argument in the call, not the place of a variable's value."""
        written = getattr(self.call.origin.node, "args", ())
        whole = len(written) == len(self.call.positional)
        return replace(self.call.origin, node=written[index]) if whole else value.origin

    def _slot_is_wrong(self, index: int, name: str | None, value: Value) -> str | None:
        """Why a positional argument can't be what it is taken for; None when it can."""
        if name is None:
            # The last parameter of every classic model is its configuration, which nobody declares.
            extra = index > len(self.model.parameters)
            return f"{self.model.name} has fewer parameters, so importing the DAG fails" if extra else None
        order = f"parameters of {self.model.name} are in alphabetical order"
        if name in self.call.keywords:
            return f"the positional argument is `{name}`, which is passed by name too: {order}"
        if any(problem.severity is ERROR for problem in self.fit.check(value, self.model.fields[name].type, "")):
            return f"the positional argument is `{name}`: {order}"
        return None

    def _loose(self, loose: list[tuple[Origin, str]]) -> Problem:
        """Positional arguments that are right up to client 36."""
        names = ", ".join(f"`{name}=`" for _, name in loose)
        if self.schema.checks:
            message = f"client {PYDANTIC} accepts keyword arguments only, so importing the DAG fails. Write {names}"
            return Problem(Kind.POSITIONAL, loose[0][0], message)
        message = (
            f"positional arguments are in alphabetical order; from client 37 on they raise an error. Write {names}"
        )
        return Problem(Kind.POSITIONAL, loose[0][0], message, INFO)

    def _slot_of(self, value: Value) -> str | None:
        """The only keyword that a misplaced model belongs to, or a text where one required text is missing."""
        fields = [field for field in self.model.fields.values() if field.snake not in self.call.keywords]
        if isinstance(value, Model):
            found = [field for field in fields if field.type == FieldType("model", value.name)]
        elif isinstance(value, Const) and isinstance(value.value, str):
            found = [field for field in fields if field.required and field.type == FieldType("scalar", "str")]
        else:
            return None
        return found[0].snake if len(found) == 1 else None

    def _missing(self, meant: set[str]) -> Iterator[Problem]:
        if not self.call.complete:
            return
        positional = dict(zip(self.model.parameters, self.call.positional, strict=False))
        error = "ValidationError" if self.schema.checks else "ValueError"
        for name in self.model.required:
            field = self.model.fields[name]
            value = self.call.keywords.get(name, positional.get(name))
            if value is None and self.schema.checks:
                value = self.call.keywords.get(field.wire)
            message = f"{self.model.name} requires `{name}`, so importing the DAG raises {error}"
            if value is None:
                if name not in meant:
                    yield Problem(Kind.MISSING, callee(self.call.origin), message)
            elif is_none(value):
                yield Problem(Kind.MISSING, value.origin, message)


# Keywords of so many models that none of them is the likely one.
_EVERYWHERE = frozenset({"name", "value", "key", "path", "type", "items", "optional", "read_only", "user", "request"})


# Words of Docker, compose files, operators and the old helper classes.
_ALIASES = {
    "cmd": "command", "cmds": "command", "entrypoint": "command", "arguments": "args", "arg": "args",
    "workdir": "working_dir", "environment": "env", "env_vars": "env", "envs": "env", "mounts": "volume_mounts",
    "exec": "_exec", "host_network_enabled": "host_network", "hostnetwork": "host_network", "secret": "secret_ref",
    "request": "requests", "limit": "limits", "container": "containers", "pull_policy": "image_pull_policy",
    "node_selectors": "node_selector", "configmap": "config_map",
    "pvc": "persistent_volume_claim", "persistentvolumeclaim": "persistent_volume_claim", "emptydir": "empty_dir",
}  # fmt: skip


def _with_effect(mistake: str, hint: str, effect: str) -> str:
    """The mistake, the effect, and the hint: it comes last if it says what to write, first if it says why."""
    return f"{mistake}, so {effect}{hint}" if hint.startswith(":") else f"{mistake}{hint}, so {effect}"


def _lived(field: Field, major: int) -> str:
    if major < field.since:
        return f" before client {field.since} and the target is client {major}"
    return f" since client {field.until + 1} and the target is client {major}"


def _keyword_place(place: Origin | None, keyword: str) -> Origin | None:
    """Just the name of ``name=value``."""
    if place is None or not hasattr(place.node, "arg"):
        return place
    start = place.span.start
    return replace(place, node=Span(start, start + len(keyword)))
