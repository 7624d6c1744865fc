"""The words in which the rules on arguments speak of one that is gone, going or ignored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from k8slint.airflow.moves.arguments import (
    BY_DEFAULT,
    MOVES,
    ArgumentMove,
    Effect,
    Given,
    Owner,
    given_arguments,
    is_available,
    is_deprecated,
    is_gone,
    is_meant,
)
from k8slint.evaluate.trace import CallRecord
from k8slint.rules._base import Context, Fix, Needles, Row, Rule
from k8slint.settings.targets import Targets

_KEYWORDS = frozenset({"default_args", *(move.old for move in MOVES)})
_NAMES = frozenset(move.old.encode() for move in MOVES)


class ArgumentRule(Rule):
    """Judges the arguments of the table that a call gives."""

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
    """The arguments of the table that a call surely gives."""
    return (each for each in given_arguments(call, context.evaluation.tree) if is_meant(each))


def fails(each: Given, targets: Targets) -> bool:
    """Whether the call raises on the targets. Airflow drops an entry of default_args that an operator doesn't know."""
    return is_gone(each.move, targets) and each.move.effect is Effect.RAISES and not each.by_default


def is_lost(each: Given, targets: Targets) -> bool:
    """Whether the targets take the argument and do nothing with it."""
    return is_gone(each.move, targets) and (each.move.effect is Effect.IGNORED or each.by_default)


def will_go(each: Given, targets: Targets) -> bool:
    """Whether the targets still understand the argument, and later versions won't."""
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
    """The fix, made when it is asked for."""

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
    for move in MOVES:
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
