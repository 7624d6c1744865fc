"""Reduces a file to one that has the same finding, with names and literals replaced.

Every step is tried: what makes the finding go away isn't done. What therefore has to stay is told.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import libcst as cst

from k8slint.dataclass import dataclass, field

MAX_SECONDS = 20.0  # for the trials of each step
Holds = Callable[[str], bool]  # whether a text still shows the finding

# Packages whose names are nobody's own.
_PUBLIC = {
    *sys.stdlib_module_names,
    "airflow",
    "kubernetes",
    "cosmos",
    "dagfactory",
    "dateutil",
    "jinja2",
    "pendulum",
    "yaml",
}
_WORDS_OF = ("client_models.py", "operators.py", "removed_names.py", "context_names.py")
# Words of Airflow and Kubernetes that are values, and those that make a name look like a secret's.
_VALUES = frozenset(
    """pod_override pod_template_file executor_config base cpu memory ephemeral storage nvidia com gpu requests limits pod
    override template file KubernetesExecutor
    CeleryExecutor LocalExecutor Always Never OnFailure IfNotPresent ClusterFirst ClusterFirstWithHostNet Default None Exists
    Equal In NotIn DoesNotExist Gt Lt NoSchedule PreferNoSchedule NoExecute Memory HugePages TCP UDP SCTP HTTP HTTPS env volume
    all success failed done skipped one none dummy min AIRFLOW PASSWORD PASSWD TOKEN SECRET KEY API CREDENTIALS PRIVATE ACCESS
    password token secret key latest bash python sh pip install exec Pod apps kind spec metadata""".split()
)
_QUANTITY = re.compile(r"([+-]?)([0-9]+(?:\.[0-9]+)?)([A-Za-z]{0,3})")
_WORD = re.compile(r"[A-Za-z]+")


@cache
def vocabulary() -> frozenset[str]:
    """Words that everybody's file may hold: Python's, Airflow's, the kubernetes client's."""
    words = {*dir(builtins), *keyword.kwlist, *_VALUES}
    for kind in (str, dict, list, set, tuple, bytes, int):
        words.update(dir(kind))
    for name in _WORDS_OF:
        text = (pkgutil.get_data("k8slint.data", name) or b"").decode()
        words.update(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", text))
        words.update(
            re.sub(r"(?<!^)(?=[A-Z])", "_", word).lower() for word in re.findall(r"\bV1[A-Za-z]+|[a-z][A-Za-z]+", text)
        )
    return frozenset(words)


@dataclass
class Anonymous:
    """``text`` shows the finding; ``kept`` are its original names and literals that had to stay."""

    text: str
    kept: tuple[str, ...] = ()


@dataclass
class _Trials:
    """Tries texts until the time is up."""

    holds: Holds
    end: float = field(default_factory=lambda: time.monotonic() + MAX_SECONDS)

    def __call__(self, text: str) -> bool:
        if time.monotonic() > self.end:
            return False
        try:
            ast.parse(text)
        except (SyntaxError, ValueError):
            return False
        return self.holds(text)


def anonymous(text: str, holds: Holds, *, reduce: bool = True) -> Anonymous:
    """The text, reduced if wished, with other names and literals, as far as ``holds`` says that the finding is still there.

    Raises ``SyntaxError`` for a text that isn't Python.
    """
    ast.parse(text)
    trials = _Trials(holds)
    if reduce:
        text = _reduced(text, trials)
    trials = _Trials(holds)
    module = cst.parse_module(text)
    found = _Names()
    module.visit(found)
    names = {name: f"{'Class' if name[:1].isupper() else 'name'}{n}" for n, name in enumerate(sorted(found.own), 1)}
    literals = {each: _generic(each, n, names) for n, each in enumerate(sorted(found.texts), 1)}
    numbers = _ranks(found.numbers)
    ranked = _ranked_texts(found.texts)
    plan = _Plan(found.public, names, {**literals, **ranked}, numbers)
    text = _made(module, plan)
    if not trials(text):
        plan, text = _one_by_one(module, plan, ranked, trials)
    kept = [name for name, new in plan.names.items() if name == new]
    kept += [repr(each) for each, new in plan.texts.items() if each == new and not _is_public(each)]
    kept += [
        each for each, new in plan.numbers.items() if each == new and not re.fullmatch(r"[0-9]|1_?0*|0\.[05]", each)
    ]
    return Anonymous(text.lstrip("\n"), tuple(sorted(kept)))


def _is_public(text: str) -> bool:
    """Whether a literal says nothing of its owner: a word, or a number, that everybody writes."""
    words = _WORD.findall(text)
    known = vocabulary()
    return (text in known or all(word in known for word in words)) and not re.search(r"[0-9]{2}", text)


# --- statements


def _reduced(text: str, holds: _Trials) -> str:
    """Without the statements that the finding doesn't need, the largest first, as long as there are any."""
    needed: set[str] = set()  # statements that had to stay; they may go when others have
    changed = True
    while changed:
        changed = False
        for start, end, indent in sorted(_statements(text), key=lambda each: each[0] - each[1]):
            lines = text.splitlines(keepends=True)
            said = "".join(lines[start:end])
            if said in needed:
                continue
            for filler in ("", f"{' ' * indent}pass\n"):
                candidate = "".join([*lines[:start], filler, *lines[end:]])
                if candidate != text and holds(candidate):
                    text, changed = candidate, True
                    break
            if changed:
                break
            needed.add(said)
    return re.sub(r"\n{4,}", "\n\n\n", text).lstrip("\n")


def _statements(text: str) -> Iterator[tuple[int, int, int]]:
    """The lines of each statement, and its indentation."""
    seen: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt) and not isinstance(node, ast.Pass):
            decorators = getattr(node, "decorator_list", [])
            start = min([node.lineno, *(each.lineno for each in decorators)]) - 1
            if start not in seen:
                seen.add(start)
                yield start, node.end_lineno or node.lineno, node.col_offset


# --- names and literals


class _Names(cst.CSTVisitor):
    """What a module calls by names of its own, and its literals."""

    def __init__(self) -> None:
        self.own: set[str] = set()
        self.public: set[str] = set()  # names bound by imports of public packages
        self.texts: set[str] = set()
        self.numbers: set[str] = set()

    def visit_Import(self, node: cst.Import) -> bool:
        for each in node.names:
            self._imported(each, _dotted(each.name), each.name)
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        module = _dotted(node.module) if node.module is not None else ""
        public = is_public(module) and not node.relative
        if not public and node.module is not None:
            self.own.update(part for part in module.split(".") if part not in vocabulary())
        for each in node.names if not isinstance(node.names, cst.ImportStar) else ():
            bound = each.asname.name if each.asname is not None else each.name
            if public and isinstance(bound, cst.Name):
                self.public.add(bound.value)
                if each.asname is not None:
                    self._name(bound.value)
            elif not public:
                self._name(_dotted(each.name))
                self._name(_dotted(bound) if not isinstance(bound, (cst.Tuple, cst.List)) else "")
        return False

    def _imported(self, alias: cst.ImportAlias, module: str, name: cst.BaseExpression) -> None:
        bound = alias.asname.name if alias.asname is not None else name
        first = _dotted(bound).partition(".")[0] if not isinstance(bound, (cst.Tuple, cst.List)) else ""
        if is_public(module):
            self.public.add(first)
            if alias.asname is not None:
                self._name(first)
        else:
            for part in module.split("."):
                self._name(part)
            self._name(first)

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        node.value.visit(self)
        if not _rooted(node, self.public):
            self._name(node.attr.value)
        return False

    def visit_Name(self, node: cst.Name) -> None:
        self._name(node.value)

    def _name(self, name: str) -> None:
        if name and name not in vocabulary() and name not in self.public and not re.fullmatch(r"__\w+__|_", name):
            self.own.add(name)

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        self.texts.add(_text(node))

    def visit_FormattedStringText(self, node: cst.FormattedStringText) -> None:
        self.texts.add(node.value)

    def visit_Integer(self, node: cst.Integer) -> None:
        self.numbers.add(node.value)

    def visit_Float(self, node: cst.Float) -> None:
        self.numbers.add(node.value)


@dataclass
class _Plan:
    public: set[str]
    names: dict[str, str]
    texts: dict[str, str]
    numbers: dict[str, str]


class _Rewriter(cst.CSTTransformer):
    """Puts a plan's names and literals into a module; comments go, but for what they tell k8slint."""

    def __init__(self, plan: _Plan) -> None:
        self._plan = plan

    def leave_ImportFrom(self, original: cst.ImportFrom, updated: cst.ImportFrom) -> cst.ImportFrom:
        module = _dotted(original.module) if original.module is not None else ""
        if not is_public(module) or original.relative or isinstance(original.names, cst.ImportStar):
            return updated
        assert not isinstance(updated.names, cst.ImportStar)
        names = [new.with_changes(name=old.name) for old, new in zip(original.names, updated.names, strict=True)]
        return updated.with_changes(module=original.module, names=names)

    def leave_ImportAlias(self, original: cst.ImportAlias, updated: cst.ImportAlias) -> cst.ImportAlias:
        return updated.with_changes(name=original.name) if is_public(_dotted(original.name)) else updated

    def leave_Attribute(self, original: cst.Attribute, updated: cst.Attribute) -> cst.Attribute:
        return updated.with_changes(attr=original.attr) if _rooted(original, self._plan.public) else updated

    def leave_Name(self, original: cst.Name, updated: cst.Name) -> cst.Name:
        return updated.with_changes(value=self._plan.names.get(original.value, original.value))

    def leave_SimpleString(self, original: cst.SimpleString, updated: cst.SimpleString) -> cst.SimpleString:
        text = _text(original)
        new = self._plan.texts.get(text, text)
        if new == text:
            return updated
        return updated.with_changes(value=f"{original.prefix}{original.quote}{new}{original.quote}")

    def leave_FormattedStringText(
        self, original: cst.FormattedStringText, updated: cst.FormattedStringText
    ) -> cst.FormattedStringText:
        return updated.with_changes(value=self._plan.texts.get(original.value, original.value))

    def leave_Integer(self, original: cst.Integer, updated: cst.Integer) -> cst.Integer:
        return updated.with_changes(value=self._plan.numbers.get(original.value, original.value))

    def leave_Float(self, original: cst.Float, updated: cst.Float) -> cst.Float:
        return updated.with_changes(value=self._plan.numbers.get(original.value, original.value))

    def leave_Comment(self, original: cst.Comment, updated: cst.Comment) -> cst.Comment:
        told = re.findall(r"k8slint:\s*ignore(?:\[[\w, -]*\])?|noqa(?::[\w, ]*)?|fmt: \w+", original.value)
        return updated.with_changes(value=f"# {'  # '.join(told)}".rstrip())

    def leave_EmptyLine(self, original: cst.EmptyLine, updated: cst.EmptyLine) -> cst.EmptyLine | cst.RemovalSentinel:
        empty = updated.comment is not None and updated.comment.value == "#"
        return cst.RemovalSentinel.REMOVE if empty else updated

    def leave_TrailingWhitespace(
        self, original: cst.TrailingWhitespace, updated: cst.TrailingWhitespace
    ) -> cst.TrailingWhitespace:
        empty = updated.comment is not None and updated.comment.value == "#"
        return updated.with_changes(comment=None, whitespace=cst.SimpleWhitespace("")) if empty else updated


def _made(module: cst.Module, plan: _Plan) -> str:
    return module.visit(_Rewriter(plan)).code


def _one_by_one(module: cst.Module, plan: _Plan, ranked: dict[str, str], holds: _Trials) -> tuple[_Plan, str]:
    """From nothing replaced to as much as holds."""
    names = {name: name for name in plan.names}
    texts = {each: each for each in plan.texts}
    numbers = {each: each for each in plan.numbers}
    now = _Plan(plan.public, names, texts, numbers)
    text = _made(module, now)

    def attempt(**changed: dict[str, str]) -> bool:
        nonlocal now, text
        trial = _Plan(
            plan.public,
            {**now.names, **changed.get("names", {})},
            {**now.texts, **changed.get("texts", {})},
            {**now.numbers, **changed.get("numbers", {})},
        )
        candidate = _made(module, trial)
        if holds(candidate):
            now, text = trial, candidate
            return True
        return False

    if not attempt(names=plan.names):
        for name, new in plan.names.items():
            attempt(names={name: new})
    quantities = dict(ranked)
    together = attempt(texts=quantities, numbers=plan.numbers)
    if not together:
        attempt(texts=quantities) or attempt(numbers=plan.numbers)
    others = {each: new for each, new in plan.texts.items() if each not in ranked}
    if not attempt(texts=others):
        for n, (each, new) in enumerate(others.items(), 1):
            any(attempt(texts={each: candidate}) for candidate in dict.fromkeys((new, *_candidates(each, n))))
    for n, each in enumerate(quantities, 1):
        if now.texts[each] == each:
            any(attempt(texts={each: candidate}) for candidate in (quantities[each], *_candidates(each, n)))
    for each, new in plan.numbers.items():
        if now.numbers[each] == each and new != each:
            attempt(numbers={each: new})
    return now, text


def _generic(text: str, number: int, names: dict[str, str]) -> str:
    """The least that a literal may say."""
    if text in names:
        return names[text]
    if text in vocabulary() or (len(text) < 2 and not text.isalnum()) or not re.search(r"[A-Za-z0-9]", text):
        return text
    return f"text{number}"


def _candidates(text: str, number: int) -> Iterator[str]:
    """Less and less anonymous: other words in the same places, other digits, other digits beside short units."""
    known = vocabulary()

    def other(word: re.Match[str]) -> str:
        if word[0] in known:
            return word[0]
        letter = "x" if word[0].islower() else "X"
        return letter * min(len(word[0]), 8) if not word[0].istitle() else "Xx"

    yield re.sub(r"[0-9]+", lambda digits: "1" * min(len(digits[0]), 2), _WORD.sub(other, text))
    yield _WORD.sub(other, text)
    if all(len(word) < 4 for word in _WORD.findall(text)):
        yield re.sub(r"[0-9]+", "1", text)


def _ranks(numbers: Iterable[str]) -> dict[str, str]:
    """Other numbers in the same order. Single digits, and what isn't decimal, stay."""
    plain = sorted({each for each in numbers if re.fullmatch(r"[1-9][0-9]+(?:\.[0-9]+)?", each)}, key=float)
    new = {each: f"{10 + n}{'.5' if '.' in each else ''}" for n, each in enumerate(plain, 1)}
    return {each: new.get(each, each) for each in numbers}


def _ranked_texts(texts: Iterable[str]) -> dict[str, str]:
    """Quantities with other numbers, in the same order among those of one unit."""
    by_unit: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for each in texts:
        match = _QUANTITY.fullmatch(each)
        if match and len(match[2]) + len(match[3]) > 1:
            by_unit.setdefault((match[1], match[3]), []).append((float(match[2]), each))
    return {
        each: f"{sign}{10 * n + 1}{unit}"
        for (sign, unit), members in by_unit.items()
        for n, (_, each) in enumerate(sorted(members), 1)
    }


def is_public(module: str) -> bool:
    """Whether a module belongs to a package that everybody knows."""
    return module.partition(".")[0] in _PUBLIC


def _rooted(node: cst.BaseExpression, public: set[str]) -> bool:
    """Whether a chain of attributes and calls begins at a name that a public package gave."""
    while isinstance(node, (cst.Attribute, cst.Call, cst.Subscript)):
        node = node.func if isinstance(node, cst.Call) else node.value
    return isinstance(node, cst.Name) and node.value in public


def _dotted(node: cst.BaseExpression | None) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _text(node: cst.SimpleString) -> str:
    value = node.evaluated_value
    return value if isinstance(value, str) else value.decode("latin-1")
