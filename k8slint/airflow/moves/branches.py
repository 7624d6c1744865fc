"""Decides which branch of a version test runs on the targets: ``if Version(airflow.__version__) >= Version("3.0"):``."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from k8slint.patterns import pattern
from k8slint.settings.targets import Targets, Version
from k8slint.source.bindings import Guard, GuardKind, Imported, Index, dotted_name

# Where Airflow's own version stands as a text, and what makes a version that can be compared of one.
_TEXTS = frozenset({"airflow.__version__", "airflow.version.version", "airflow.version.__version__"})
_PARSERS = frozenset(
    {
        "packaging.version.Version",
        "packaging.version.parse",
        "packaging.version.LegacyVersion",
        "distutils.version.LooseVersion",
        "distutils.version.StrictVersion",
        "pkg_resources.parse_version",
        "pkg_resources.extern.packaging.version.parse",
        "looseversion.LooseVersion",
        "semver.VersionInfo.parse",
        "semver.Version.parse",
    }
)
_DISTRIBUTION_VERSIONS = frozenset({"importlib.metadata.version", "importlib_metadata.version"})
_DISTRIBUTIONS = frozenset({"apache-airflow", "apache-airflow-core"})
_TUPLES = pattern(r"airflow\.(?:[\w.]+\.)?(?:version_compat|common\.compat\.\w+)\.get_base_airflow_version_tuple")
_FLAG = pattern(r"airflow\.(?:[\w.]+\.)?AIRFLOW_V_(\d+)_(\d+)_PLUS")
_NUMBER = pattern(r"\d+(?:\.\d+)*\Z")
_MOST = 50  # parts of a test

_Comparison: TypeAlias = Callable[[Version, Version], bool]
_COMPARISONS: dict[type[ast.cmpop], _Comparison] = {
    ast.GtE: operator.ge,
    ast.Gt: operator.gt,
    ast.LtE: operator.le,
    ast.Lt: operator.lt,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def runs(guard: Guard, bound: Index, targets: Targets) -> bool | None:
    """Whether the code under a guard runs on the targets; None if unknown."""
    if guard.kind is not GuardKind.VERSION or guard.branch is None or not isinstance(guard.node, ast.If):
        return None
    held = holds(guard.node.test, bound, targets)
    return None if held is None else held is guard.branch


def holds(test: ast.expr, bound: Index, targets: Targets) -> bool | None:
    """How a test of Airflow's version comes out on the targets; None for any other test, and where it depends."""
    return _Test(bound, targets.airflow).holds(test)


class _Test:
    """One test, by the names that the file imports and the version that it is made on."""

    def __init__(self, bound: Index, airflow: Version) -> None:
        self.names = _names(bound)
        self.values = _constants(bound)
        self.airflow = airflow
        self.left = _MOST

    def holds(self, test: ast.expr) -> bool | None:
        self.left -= 1
        if self.left < 0:
            return None
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                held = self.holds(operand)
                return None if held is None else not held
            case ast.BoolOp(op=op, values=values):
                return self.all_hold(values, isinstance(op, ast.And))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return self.compares(left, op, right)
            case ast.Call(func=ast.Attribute(value=text, attr="startswith"), args=[ast.Constant(value=str(start))]):
                return self.starts(start) if self.is_text(text) else None
            case ast.Name() | ast.Attribute():
                flag = _FLAG.fullmatch(self.meant(test))
                if flag is not None:
                    return _compared(self.airflow, operator.ge, (int(flag[1]), int(flag[2])))
                value = self.value(test)
                return None if value is None else self.holds(value)
        return None

    def all_hold(self, values: list[ast.expr], every: bool) -> bool | None:
        """``and`` for ``every``, else ``or``."""
        held = [self.holds(value) for value in values]
        if any(each is not None and each is not every for each in held):
            return not every
        return None if None in held else every

    def compares(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> bool | None:
        comparison = _COMPARISONS.get(type(op))
        if comparison is None:
            return None
        mine, other = self.parts(left), self.constant(right)
        if mine is None or other is None:
            return None
        whole, single = mine
        if single is not isinstance(other, int):
            return None
        if isinstance(other, int):
            return None if len(whole) < 1 else comparison((whole[0],), (other,))
        return _compared(whole, comparison, other)

    def parts(self, node: ast.expr) -> tuple[Version, bool] | None:
        """The part of Airflow's version that an expression is, and whether it is one number: ``version.major``."""
        match node:
            case ast.Name() if (value := self.value(node)) is not None:
                return self.parts(value)
            case ast.Attribute(value=value, attr="major"):
                return self.part(value, 0)
            case ast.Attribute(value=value, attr="minor"):
                return self.part(value, 1)
            case ast.Attribute(value=value, attr="release" | "base_version") if self.is_version(value):
                return self.airflow, False
            case ast.Call(func=ast.Name(id="int"), args=[number]):
                return self.number(number)
            case ast.Call(func=ast.Name(id="tuple"), args=[ast.Call(func=ast.Name(id="map"), args=[_, split])]):
                return self.split(split)
        return (self.airflow, False) if self.is_version(node) else None

    def part(self, version: ast.expr, at: int) -> tuple[Version, bool] | None:
        return (self.airflow[at : at + 1], True) if self.is_version(version) else None

    def number(self, node: ast.expr) -> tuple[Version, bool] | None:
        """``version.split(".")[0]`` or ``version[0]``."""
        match node:
            case ast.Subscript(value=ast.Call() as split, slice=ast.Constant(value=int(at))) if at in (0, 1):
                return (self.airflow[at : at + 1], True) if self.is_split(split) else None
            case ast.Subscript(value=text, slice=ast.Constant(value=0)) if self.is_text(text):
                return self.airflow[:1], True
        return None

    def split(self, node: ast.expr) -> tuple[Version, bool] | None:
        """``version.split(".")``, or the first parts of it."""
        match node:
            case ast.Subscript(value=value, slice=ast.Slice(lower=None, upper=ast.Constant(value=int(end)), step=None)):
                return (self.airflow[:end], False) if end > 0 and self.is_split(value) else None
        return (self.airflow, False) if self.is_split(node) else None

    def is_split(self, node: ast.expr) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(value=text, attr="split"), args=[ast.Constant(value="."), *_]):
                return self.is_text(text)
        return False

    def is_version(self, node: ast.expr) -> bool:
        """Whether it is Airflow's version as a thing that compares as one."""
        if (value := self.value(node)) is not None:
            return self.is_version(value)
        if not isinstance(node, ast.Call):
            return False
        if _TUPLES.fullmatch(self.meant(node.func)):
            return True
        if self.meant(node.func) not in _PARSERS or len(node.args) != 1:
            return False
        match node.args[0]:
            case ast.Attribute(value=value, attr="base_version"):
                return self.is_version(value)
        return self.is_text(node.args[0])

    def is_text(self, node: ast.expr) -> bool:
        """Whether it is Airflow's version as a text."""
        if (value := self.value(node)) is not None:
            return self.is_text(value)
        if isinstance(node, ast.Call) and self.meant(node.func) in _DISTRIBUTION_VERSIONS:
            return (
                len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and node.args[0].value in _DISTRIBUTIONS
            )
        return self.meant(node) in _TEXTS

    def constant(self, node: ast.expr) -> Version | int | None:
        """The version, or the number, that a comparison is with."""
        match node:
            case ast.Constant(value=int(number)) if not isinstance(number, bool):
                return number
            case ast.Tuple(elts=items):
                parts = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, int)]
                return tuple(parts) if len(parts) == len(items) > 0 else None
            case ast.Call(args=[ast.Constant(value=str(text))]) if self.meant(node.func) in _PARSERS:
                return tuple(map(int, text.split("."))) if _NUMBER.match(text) else None
            case ast.Name() if (value := self.value(node)) is not None:
                return self.constant(value)
        return None

    def starts(self, start: str) -> bool | None:
        """Whether the version's text starts so: only where whole parts say it."""
        if not re.fullmatch(r"(?:\d+\.)+", start):
            return None
        parts = tuple(map(int, start[:-1].split(".")))
        return self.airflow[: len(parts)] == parts if len(self.airflow) >= len(parts) else None

    def value(self, node: ast.expr) -> ast.expr | None:
        """What a name of the file stands for, which is assigned once; None for all else, and after too many."""
        self.left -= 1
        return self.values.get(node.id) if isinstance(node, ast.Name) and self.left > 0 else None

    def meant(self, node: ast.expr) -> str:
        """The full name of what is imported; empty for all else."""
        dotted = dotted_name(node)
        first, _, rest = dotted.partition(".")
        known = self.names.get(first)
        return "" if known is None else f"{known}.{rest}" if rest else known


def _compared(version: Version, comparison: _Comparison, other: Version) -> bool | None:
    """The comparison, if it comes out so for whatever follows the known parts of the version: 3.3 may be 3.3.2."""
    if len(other) <= len(version):
        padded = other + (0,) * (len(version) - len(other))
        return comparison(version, padded)
    low = version + (0,) * (len(other) - len(version))
    high = version + (10**6,) * (len(other) - len(version))
    ends = {comparison(low, other), comparison(high, other)}
    between = low < other < high and comparison in (operator.eq, operator.ne)
    return ends.pop() if len(ends) == 1 and not between else None


@lru_cache(maxsize=1)
def _names(bound: Index) -> dict[str, str]:
    """What the module's imports mean, by local name; without what is bound otherwise too."""
    found: dict[str, str] = {}
    for imported in bound.imports:
        if imported.scope is bound.module and imported.local and not imported.level and not bound.rebound(imported):
            whole = imported.name is None and not imported.alias.asname
            meant = imported.local if whole else imported.dotted
            found[imported.local] = "" if found.get(imported.local, meant) != meant else meant
    return found


@lru_cache(maxsize=1)
def _constants(bound: Index) -> dict[str, ast.expr]:
    """The values of the module's names that are assigned once, at the top level."""
    tree = bound.module.node
    found: dict[str, ast.expr] = {}
    for statement in tree.body if isinstance(tree, ast.Module) else ():
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                by = bound.module.bound.get(name, [])
                if len(by) == 1 and not isinstance(by[0], Imported):
                    found[name] = value
    return found
