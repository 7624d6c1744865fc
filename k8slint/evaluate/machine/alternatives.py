"""Evaluates both outcomes of a test that can't be decided, each under its assumption."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.machine.budget import FORK_STEPS
from k8slint.evaluate.machine.endings import RAISES, Exhausted, Raised
from k8slint.evaluate.machine.heap import Heap
from k8slint.evaluate.machine.objects import MISSING, Alt, HeapValue
from k8slint.evaluate.machine.position import Position

if TYPE_CHECKING:
    from k8slint.evaluate.conditions import Key
    from k8slint.evaluate.values import Origin


class Alternatives(Heap, Position):
    """A heap on which both outcomes of a test that can't be decided are evaluated, and what they leave is merged."""

    def __init__(self) -> None:
        Heap.__init__(self)
        Position.__init__(self)
        self.steps: float = 0
        self.stop: float = 0  # the steps at which the function being called is given up
        self.may_raise = 0  # how often one alternative of something in a try block raised, and another didn't

    def spend(self, steps: float) -> None:
        """Pay for work that is not one expression: copies, long texts."""
        self.steps -= steps
        if self.steps < self.stop:
            raise Exhausted

    def resolve(self, value: HeapValue) -> HeapValue:
        """The alternative that the present assumptions select, if they do."""
        while type(value) is Alt:
            if not self.assumptions.given:
                return value
            branch = self.assumptions.branch(value.key)
            if branch is None:
                return value
            value = value.no if branch else value.yes
        return value

    def present(self, value: HeapValue) -> HeapValue:
        """The value without the alternatives in which it isn't there: the program would fail in those."""
        value = self.resolve(value)
        if type(value) is not Alt:
            return value
        yes, no = self.present(value.yes), self.present(value.no)
        if yes is MISSING or no is MISSING:
            self.may_raise += self.try_depth > 0
            return no if yes is MISSING else yes
        if yes is value.yes and no is value.no:
            return value
        return self.choose(value.key, value.text, yes, no, value.origin)

    def lift(self, value: HeapValue, function: Callable[[HeapValue], HeapValue]) -> HeapValue:
        """Apply a function without effects to every alternative of ``value``."""
        value = self.resolve(value)
        if type(value) is not Alt:
            return function(value)
        yes, no = self.under(value, lambda option: self.lift(option, function))
        if yes is MISSING or no is MISSING:
            only: HeapValue = no if yes is MISSING else yes
            return only
        return self.choose(value.key, value.text, yes, no, value.origin)

    def under(self, value: Alt, function: Callable[[HeapValue], Any]) -> tuple[Any, Any]:
        """A function without effects of both alternatives, each under what selects it; MISSING where only one raises."""
        outer = self.assumptions
        results: list[Any] = []
        raised: Raised | None = None
        for chosen, option in enumerate((value.yes, value.no)):
            self.assumptions = outer.assume(value.key, chosen)
            try:
                results.append(function(option))
            except Raised as error:
                raised = raised or error
                results.append(MISSING)
            finally:
                self.assumptions = outer
        if raised is not None:
            if results[0] is MISSING and results[1] is MISSING:
                raise raised
            self.may_raise += 1
        return results[0], results[1]

    def each(self, value: HeapValue, function: Callable[[HeapValue], HeapValue]) -> HeapValue:
        """Apply a function that may have effects to every alternative of ``value``; the states are merged."""
        value = self.resolve(value)
        if type(value) is not Alt:
            return function(value)
        alt = value
        return self.fork(
            alt.key,
            alt.text,
            alt.origin,
            lambda: self.each(alt.yes, function),
            lambda: self.each(alt.no, function),
        )

    def fork(
        self, key: Key, text: str, origin: Origin, yes: Callable[[], HeapValue], no: Callable[[], HeapValue]
    ) -> HeapValue:
        """The value of two alternatives with effects."""
        first, second = self.both(key, text, origin, yes, no)
        if first is None or second is None:
            only: HeapValue = second if first is None else first
            return only
        return self.choose(key, text, first, second, origin)

    def both(
        self, key: Key, text: str, origin: Origin, yes: Callable[[], Any], no: Callable[[], Any]
    ) -> tuple[Any, Any]:
        """Run two alternatives from the same state and merge what they leave. An outcome is None where it can't happen:
        the assumptions exclude it, or it certainly raises."""
        branch = self.assumptions.branch(key)
        if branch is not None:
            return (yes(), None) if branch == 0 else (None, no())
        self.spend(FORK_STEPS)
        outer, depth = self.assumptions, self.depth
        outcomes: list[Any] = []
        states = []
        for chosen, thunk in enumerate((yes, no)):
            self.assumptions = outer.assume(key, chosen)
            try:
                outcome, changes = self.attempt(thunk)
                dead = outcome is RAISES and not self.try_depth
            except Raised:
                outcome, changes, dead = None, {}, True
            finally:
                self.assumptions, self.depth = outer, depth
            outcomes.append(None if dead else (outcome,))
            states.append(changes)
        if outcomes[0] and outcomes[1]:
            self.merge(key, text, states[0], states[1], origin)
            return outcomes[0][0], outcomes[1][0]
        if not outcomes[0] and not outcomes[1]:
            raise Raised("Exception")
        self.may_raise += self.try_depth > 0
        alive = 0 if outcomes[0] else 1
        self.apply(states[alive])
        return (outcomes[0][0], None) if alive == 0 else (None, outcomes[1][0])
