"""The project's own ``dataclass`` does what the standard library's does, in less time."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from k8slint import dataclass as ours
from k8slint.source.text import Span

OURS = SimpleNamespace(**{name: vars(ours)[name] for name in ours.__all__})


def of_kinds(library: Any) -> dict[str, type]:
    """Classes of each kind that the project has, by one of the two libraries."""
    dataclass, field = library.dataclass, library.field

    @dataclass(frozen=True, slots=True)
    class Pair:
        first: int
        second: str = "b"
        KIND: ClassVar[str] = "pair"

        @property
        def both(self) -> str:
            return f"{self.first}{self.second}"

    @dataclass(frozen=True, slots=True)
    class Triple(Pair):
        third: list[int] = field(default_factory=list)

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        start: int
        end: int = field(default=0)

    @dataclass(frozen=True, slots=True, eq=False)
    class Identity:
        value: Any

    @dataclass
    class Open:
        value: int = 1
        hidden: str = field(default="x", repr=False)
        made: dict[str, int] = field(default_factory=dict)

    @dataclass(frozen=True)
    class Checked:
        value: int

        def __post_init__(self) -> None:
            if self.value < 0:
                raise ValueError("negative")

    @dataclass(frozen=True, slots=True)
    class Single:
        value: float

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    return {cls.__name__: cls for cls in (Pair, Triple, Ordered, Identity, Open, Checked, Single, Empty)}


NAN = float("nan")
USES: list[Callable[[dict[str, Any], Any], object]] = [
    lambda kinds, _: repr(kinds["Pair"](1)).rpartition(".")[2],
    lambda kinds, _: kinds["Pair"](1) == kinds["Pair"](1, "b"),
    lambda kinds, _: kinds["Pair"](1) == kinds["Pair"](second="b", first=2),
    lambda kinds, _: kinds["Pair"](1) == (1, "b"),
    lambda kinds, _: kinds["Pair"](1) == kinds["Triple"](1),
    lambda kinds, _: len({kinds["Pair"](1), kinds["Pair"](1), kinds["Pair"](2)}),
    lambda kinds, _: kinds["Pair"].__match_args__,
    lambda kinds, _: kinds["Triple"].__match_args__,
    lambda kinds, _: (kinds["Pair"].KIND, kinds["Triple"](1).both),
    lambda kinds, _: kinds["Pair"](),
    lambda kinds, _: kinds["Pair"](1, 2, 3),
    lambda kinds, _: kinds["Pair"](1, other=2),
    lambda kinds, _: kinds["Pair"](1).nothing,
    lambda kinds, _: hasattr(kinds["Identity"](1), "__dict__"),
    lambda kinds, _: kinds["Triple"](1).third is kinds["Triple"](1).third,
    lambda kinds, _: kinds["Triple"].__slots__,
    lambda kinds, _: kinds["Ordered"](1, 2) < kinds["Ordered"](1, 3) <= kinds["Ordered"](1, 3),
    lambda kinds, _: sorted([kinds["Ordered"](2), kinds["Ordered"](1, 5), kinds["Ordered"](1)])[1].end,
    lambda kinds, _: kinds["Ordered"](1) < 1,
    lambda kinds, _: kinds["Identity"](1) == kinds["Identity"](1),
    lambda kinds, _: len({kinds["Identity"](1), kinds["Identity"](1)}),
    lambda kinds, _: repr(kinds["Open"]()).rpartition(".")[2],
    lambda kinds, _: (kinds["Open"].value, hasattr(kinds["Open"], "made")),
    lambda kinds, _: hash(kinds["Open"]()),
    lambda kinds, _: kinds["Open"](3) == kinds["Open"](3),
    lambda kinds, _: kinds["Checked"](-1),
    lambda kinds, replace: replace(kinds["Checked"](1), value=-1),
    lambda kinds, replace: replace(kinds["Pair"](1), second="c").both,
    lambda kinds, replace: replace(kinds["Pair"](1), nothing="c"),
    lambda kinds, _: (kinds["Single"](NAN) == kinds["Single"](NAN), kinds["Single"](1.0) == kinds["Single"](1)),
    lambda kinds, _: (kinds["Empty"]() == kinds["Empty"](), len({kinds["Empty"](), kinds["Empty"]()})),
    lambda kinds, _: copy.deepcopy(kinds["Open"](3, made={"a": 1})).made,
    lambda kinds, _: copy.copy(kinds["Pair"](3)).both,
]


@pytest.mark.parametrize("use", range(len(USES)))
def test_classes_do_what_those_of_the_standard_library_do(use: int) -> None:
    def outcome(library: Any) -> object:
        try:
            return USES[use](of_kinds(library), library.replace)
        except (TypeError, ValueError, AttributeError) as error:
            return type(error)

    assert outcome(OURS) == outcome(dataclasses)


def test_values_go_through_pickle() -> None:
    assert pickle.loads(pickle.dumps(Span(1, 2))) == Span(1, 2)


def test_no_module_takes_the_slow_ones() -> None:
    own = Path(ours.__file__)
    others = (path for path in own.parent.rglob("*.py") if path != own)
    assert [path for path in others if "from dataclasses import" in path.read_text()] == []
