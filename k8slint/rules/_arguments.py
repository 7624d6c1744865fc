"""Shared by the rules on arguments: matching calls, messages and fixes."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AbstractMapping
from enum import Enum
from functools import lru_cache

from k8slint.airflow.moves.arguments import (
    BY_DEFAULT,
    TASK_DECORATORS,
    Given,
    callee,
    callees,
    given_arguments,
    is_available,
    is_deprecated,
    is_gone,
    is_meant,
)
from k8slint.airflow.moves.branches import holds
from k8slint.airflow.moves.none_values import NOT_NONE
from k8slint.airflow.moves.table.arguments import ARGUMENTS, ArgumentMove, Effect, Owner
from k8slint.airflow.pods.launched import may_render_natively
from k8slint.airflow.signatures import Signature, signature_of
from k8slint.dataclass import dataclass
from k8slint.evaluate.trace import CallRecord
from k8slint.evaluate.values import Absent, Choice, Instance, Items, Mapping, Origin, Value
from k8slint.patterns import pattern
from k8slint.rules._base import Context, Fix, Needles, Row, Rule
from k8slint.settings.targets import Targets, format_version
from k8slint.source.bindings import index
from k8slint.source.nodes import nodes_of, walk

_KEYWORDS = frozenset({*NOT_NONE, *(move.old for move in ARGUMENTS)})
_NAMES = frozenset(move.old.encode() for move in ARGUMENTS)


class ArgumentRule(Rule):
    """Checks the arguments of the table that a call gives."""

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return not _KEYWORDS.isdisjoint(call.keywords)

    def shape(self, row: Row) -> bytes | None:
        """The argument's name as a keyword, or as a key where a dict can become arguments."""
        name = next((re.escape(word) for word in row if word in _NAMES), None)
        if name is None:
            return None
        as_key = not _DICTS.isdisjoint(row)
        # The name comes first, for a search starts with what is fixed; what stands before it is looked at from behind.
        return rb"%s[\"'](?<=[\"']%s.)" % (name, name) if as_key else rb"%s(?<![\w.]%s)[\s\\]*=(?!=)" % (name, name)


def given(call: CallRecord, context: Context) -> Iterator[Given]:
    """The arguments of the table that a call certainly passes."""
    return (
        each
        for each in given_arguments(call, context.evaluation.tree)
        if is_meant(each) and not is_guarded(each.name, context)
    )


def fails(each: Given, targets: Targets) -> bool:
    """Whether the call raises on the targets. Airflow drops an entry of default_args that an operator doesn't know."""
    return is_gone(each.move, targets) and each.move.effect is Effect.RAISES and not each.by_default


def is_lost(each: Given, targets: Targets) -> bool:
    """Whether the targets accept the argument and ignore it."""
    return is_gone(each.move, targets) and (each.move.effect is Effect.IGNORED or each.by_default)


def will_go(each: Given, targets: Targets) -> bool:
    """Whether the targets accept the argument and later versions don't."""
    return is_deprecated(each.move, targets) and not is_gone(each.move, targets)


def advice(move: ArgumentMove, targets: Targets) -> str:
    """What to write instead."""
    if move.new is None:
        return move.advice
    if not is_available(move, targets):
        since = move.available[0] if move.available else move.deprecated or move.gone
        return f"use `{move.new}` from {since} on"
    return f"use `{move.new}`"


def repair(each: Given, context: Context) -> Callable[[], Fix | None]:
    """The fix, computed only when it is called."""

    def make() -> Fix | None:
        from k8slint.edits.argument_moves import fix_argument

        return fix_argument(each, context.evaluation, context.targets)

    return make


# What else stands in a file that has an argument of theirs, in one way or another; ``airflow`` for all others.
_OWNER_WORDS = {
    Owner.DAG: ((b"DAG(",), (b"dag(",), (b"DAG as",), (b"dag as",)),
    # Any file with a PodOperator is read anyway.
    Owner.POD: ((b"ubernetes", b".kubernetes("), (b"ubernetes", b"JobOperator")),
    Owner.SPARK: ((b"ubernetes", b"SparkKubernetes"),),
    Owner.BASH: ((b"BashOperator",),),
    Owner.TRIGGER_DAG_RUN: ((b"rigger", b"TriggerDagRun"),),
    Owner.EXTERNAL_TASK_MARKER: ((b"ExternalTaskMarker",),),
    Owner.DAY_OF_WEEK: ((b"DayOfWeek",),),
    Owner.ASSET_SCHEDULE: ((b"timetable", b"OrTimeSchedule"),),
    Owner.SDK_VARIABLE: ((b"Variable",),),
    Owner.UNIQUE_SUFFIX: ((b"add_unique_suffix",),),
}
_RARE = (Owner.POD, Owner.SPARK, Owner.TRIGGER_DAG_RUN, Owner.ASSET_SCHEDULE)  # rarer than their arguments' names
_SHORT = 5  # such words stand inside of others; as a keyword or a key they have a sign behind them
_KEYWORD_SIGNS = (b"=", b" =")
_KEY_SIGNS = (b'"', b"'")
_DICTS = frozenset({b"default_args", b"**"})  # what stands in a file where a key becomes an argument


def old_names(targets: Targets, wanted: Callable[[ArgumentMove, Targets], bool]) -> Needles:
    """The keywords without which a file has no such argument, each with a word of its owner."""
    rows: set[tuple[bytes, ...]] = set()
    for move in ARGUMENTS:
        if wanted(move, targets):
            word = move.old.encode()
            keys = _signed(word, _KEY_SIGNS)
            given = [*_signed(word, _KEYWORD_SIGNS), *((*row, b"**") for row in keys)]
            for owner in _OWNER_WORDS.get(move.owner, ((b"airflow",),)):
                rows |= {(*owner, *row) if move.owner in _RARE else (*row, *owner) for row in given}
            if move.owner in BY_DEFAULT:  # the operators may stand in another file
                pods = move.owner is Owner.POD
                rows |= {
                    (b"ubernetes", *row, b"default_args") if pods else (*row, b"default_args", b"airflow")
                    for row in keys
                }
    return frozenset(rows)


def _signed(word: bytes, signs: tuple[bytes, ...]) -> list[Row]:
    return [(word, word + sign) for sign in signs] if len(word) <= _SHORT else [(word,)]


class Way(Enum):
    """How arguments reach an operator. The values are the effect of an argument that it rejects."""

    CALL = "importing the DAG fails"
    LATER = "calling the function fails"  # @task, @dag, .override(): the task is made when the function is called
    MADE = "making the task fails"  # super().__init__() of a class that the file makes no task of
    MAPPED = "the mapped task fails"  # entries of .expand_kwargs(): made when the task runs


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Arguments that surely reach an operator, a DAG or a TaskGroup whose signature is recorded."""

    signature: Signature
    name: str  # as a DAG author calls it
    method: str  # "", "partial", "expand", "expand_kwargs" or "override"
    arguments: AbstractMapping[str, Value]
    keys: AbstractMapping[str, Origin]
    way: Way


def taken(call: CallRecord, context: Context) -> Iterator[Taken]:
    """What a call gives to classes whose signature is recorded; nothing where others may take something out of it, or
    where the code asks for the version first."""
    owner, _, method = call.qualified_name.rpartition(".")
    if method == "expand_kwargs":
        yield from _expanded(call, owner, context)
        return
    made = method != "__init__" or _is_made_here(call)
    if not made and not _is_only_base(call, context):
        return
    names = callees(call, context.evaluation.tree)
    signature = signature_of(names, context.targets) if names else None
    if signature is None:
        return
    method = method if method in ("partial", "expand", "override") else ""
    by_decorator = any(name.startswith(TASK_DECORATORS) for name in names)
    is_function = by_decorator or not names[0].rpartition(".")[2][:1].isupper()
    name = callee(call) if is_function else names[0].rpartition(".")[2]
    arguments = {key: value for key, value in call.keywords.items() if _is_given(value)}
    way = Way.LATER if is_function else Way.CALL if made else Way.MADE
    yield Taken(signature, name, method, arguments, call.keys, way)


def _expanded(call: CallRecord, owner: str, context: Context) -> Iterator[Taken]:
    signature = signature_of((owner,), context.targets) if not call.bases else None
    if signature is None or owner.startswith(TASK_DECORATORS) or not call.positional:
        return
    entries = call.positional[0]
    for each in entries.items if isinstance(entries, Items) else ():
        if isinstance(each, Mapping):
            arguments = {key: value for key, value in each.entries.items() if isinstance(key, str) and _is_given(value)}
            yield Taken(signature, owner.rpartition(".")[2], "expand_kwargs", arguments, each.keys, Way.MAPPED)


def _is_made_here(call: CallRecord) -> bool:
    """Whether ``super().__init__()`` is called for an object that the file makes. In a subclass of elsewhere another
    class may stand in between and take some of the arguments."""
    return isinstance(call.receiver, Instance) and isinstance(call.receiver.origin.node, ast.Call)


def _is_only_base(call: CallRecord, context: Context) -> bool:
    """Whether ``super().__init__()`` surely calls one recorded class: the only base of the class around it, which has no
    other class below or beside it in the file."""
    if call.origin.source is not context.evaluation.source:
        return False
    line = getattr(call.origin.node, "lineno", 0)
    around = [each for each in _classes(context.evaluation.tree) if each.lineno <= line <= (each.end_lineno or 0)]
    return (
        len(around) == 1
        and len(call.bases) <= 1
        and len(around[0].bases) == 1
        and not around[0].keywords
        and isinstance(around[0].bases[0], (ast.Name, ast.Attribute))
        and ast.unparse(around[0].bases[0]).rpartition(".")[2] == call.qualified_name.split(".")[-2]
    )


@lru_cache(maxsize=1)
def _classes(tree: ast.Module) -> tuple[ast.ClassDef, ...]:
    return tuple(node for node in nodes_of(tree) if isinstance(node, ast.ClassDef))


def is_guarded(at: Origin, context: Context) -> bool:
    """Whether something is only done after a test of a version that may not hold on the targets, or in a ``try`` that
    takes its failure."""
    return _guards(context.evaluation.tree, context.targets).get(id(at.node), False)


@lru_cache(maxsize=1)
def _guards(tree: ast.Module, targets: Targets) -> dict[int, bool]:
    """The nodes of calls, keywords and keys below such a test or ``try``."""
    found: dict[int, bool] = {}

    def mark(parts: Iterable[ast.AST]) -> None:
        for part in parts:
            found.update((id(node), True) for node in walk(part))

    for node in nodes_of(tree):
        if isinstance(node, (ast.If, ast.IfExp)) and _ASKS_VERSION.search(ast.unparse(node.test)):
            held = holds(node.test, index(tree), targets)
            for branch, part in ((True, node.body), (False, node.orelse)):
                if held is not branch:
                    mark(part if isinstance(part, list) else [part])
        elif isinstance(node, ast.Try) and any(map(_takes_failure, node.handlers)):
            mark(node.body)
    return found


_ASKS_VERSION = pattern(r"version|(?<![a-z])airflow_?v?_?\d|_v_?\d", re.IGNORECASE)
_FAILURES = frozenset({"TypeError", "AirflowException", "Exception", "BaseException", "ValueError"})


def _takes_failure(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(ast.unparse(kind).rpartition(".")[2] in _FAILURES for kind in kinds)


def _is_given(value: Value) -> bool:
    """Whether an argument is there under every condition."""
    if isinstance(value, Choice):
        return all(_is_given(option) for _, option in value.options)
    return not isinstance(value, Absent)


def renders_text(call: CallRecord, context: Context) -> bool:
    """Whether the templates of an operator surely render to text: its DAG is in the file, and none renders natively."""
    if not call.complete or "render_template_as_native_obj" in call.keywords or "dag" in call.keywords:
        return False
    return call.dag is not None and not may_render_natively(context.evaluation)


def package_version(package: str, targets: Targets) -> str:
    """``Airflow 2.10``, ``the cncf.kubernetes provider 10.1.0``."""
    if package == "airflow":
        return f"Airflow {format_version(targets.airflow)}"
    return f"the {package} provider {format_version(targets.provider)}"
