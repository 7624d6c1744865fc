"""Which calls of Airflow's own operators, DAGs and TaskGroups may have wrong arguments, told from the bytes of a file.

Most DAG files launch no pod and have nothing else to report, so they are never parsed. This looks at the calls in them: a
keyword that the class never had, a required one that is missing, a value of a wrong kind. A call that looks wrong makes the
file worth parsing; the rules decide. Classes under another name (``import BashOperator as Bash``) and arguments that are
passed as a dict are not looked at.
"""

from __future__ import annotations

from k8slint.data.operators import CLASSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from k8slint.lint.usual_calls import UsualCalls
    from k8slint.settings.targets import Targets, Version

_PARTIAL = (b"Operator.partial(", b"Sensor.partial(", b"Marker.partial(")
_FUNCTIONS = {b"@dag": "DAG"}
_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_ONLY_WORDS = bytes(each if each in _WORD else 32 for each in range(256))
_LONGEST_NAME = 80
# How literals start, by the types that they have; what starts with anything else isn't looked at.
_STARTS = {
    "<str>": b"\"'", "<bool>": b"TF", "<int>": b"0123456789-TF", "<float>": b"0123456789-TF",
    "<Iterable>": b"\"'[{(", "<Sequence>": b"\"'[(", "<datetime>": b"",
}  # fmt: skip
_LITERALS = b"\"'[{0123456789-TF"
_NEVER = {
    "execution_timeout": _LITERALS,
    "retry_delay": b"\"'",
    "max_retry_delay": b"\"'",
    "params": b"\"'[0123456789-TF",
}
# Whose text or number itself may be wrong.
_READ = {"task_id": b"\"'", "trigger_rule": b"\"'N", "weight_rule": b"\"'", "pool_slots": b"0-"}
_KEY = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
_LONGEST_KEY = 250
_WEIGHTS = (b"absolute", b"downstream", b"upstream")
_LONGEST = 300  # characters of a value that are looked at
_LONGEST_SIMPLE = 10_000  # bytes of a call without brackets in it
_WORTH_READING = 100_000  # bytes of calls, byte by byte: beyond, and four times the file, the evaluator is faster
_OLDEST: Version = (2, 7)  # what came later is looked up by version; what is older, every file may use
_ENUMERATION = "trigger_rule"
_PACKAGES = ("airflow", "standard")


class _Known:
    """What a class takes: all arguments, those that it needs, the trigger rules, and what values are looked at."""

    __slots__ = ("arguments", "looked_at", "needed", "never", "rules")

    def __init__(self, name: str, targets: Targets | None, package: str) -> None:
        self.arguments: set[bytes] = set()
        self.needed: set[bytes] = set()
        self.rules: set[bytes] = set()
        types: dict[str, set[str]] = {}
        self._add(name, targets, package, types, set())
        self.never = {argument.encode(): starts for argument, starts in _NEVER.items()}
        for argument, kinds in types.items():
            allowed = b"".join(_STARTS.get(kind, _LITERALS) for kind in kinds)
            known = self.never.get(argument.encode(), b"")
            self.never[argument.encode()] = known + bytes(each for each in _LITERALS if each not in allowed)
        self.looked_at = dict(self.never)
        for argument, starts in _READ.items():
            self.looked_at[argument.encode()] = self.never.get(argument.encode(), b"") + starts

    def _add(
        self, name: str, targets: Targets | None, package: str, types: dict[str, set[str]], seen: set[str]
    ) -> None:
        packages = (package, *(each for each in _PACKAGES if each != package))
        package = next((each for each in packages if name in CLASSES[each]), "")
        if not package or name in seen:
            return
        seen.add(name)
        bases, parameters, _, values = CLASSES[package][name]
        version = targets.airflow if targets is not None and package == "airflow" else None
        for word in parameters.split():
            argument, since, until = _parsed(word)
            if targets is None:
                there = not until and not (since and (since >= _OLDEST or package != "airflow"))
            else:
                there = version is None or not _outside(version, since, until)
            if there:
                self.arguments.add(argument.rstrip("!").encode())
            if argument.endswith("!"):
                self.needed.add(argument[:-1].encode())
        for word in values.split():
            argument, _, value = word.partition("=")
            if argument == _ENUMERATION and value[:1] != "<":
                self.rules.add(value.partition(">")[0].partition("<")[0].encode())
            elif value.startswith("<"):
                types.setdefault(argument, set()).add(value[: value.index(">") + 1])
        for base in bases.split():
            if not base.startswith("@"):
                self._add(base.partition(">")[0].partition("<")[0], targets, package, types, seen)

    def surely_takes(self, arguments: Iterable[bytes]) -> bool:
        """Whether a call with these arguments is right: their names, with how their values start where that counts."""
        keys = set()
        for argument in arguments:
            key, _, value = argument.partition(b"=")
            key, value = key.rstrip(), value.lstrip()
            if value[:1] in self.looked_at.get(key, b"") and value:
                text = value[1:-1]
                if not (text in self.rules if key == b"trigger_rule" else key == b"weight_rule" and text in _WEIGHTS):
                    return False
            keys.add(key)
        return keys <= self.arguments and (self.needed <= keys or b"task_id" not in self.needed)


def wrong_calls(
    data: bytes, endings: Iterable[bytes], targets: Targets | None, usual: UsualCalls | None = None
) -> Iterator[bytes]:
    """The names of classes that a file calls with arguments that look wrong, of those that it calls with one of the
    ``endings``; for any version without ``targets``. ``usual`` tells most right calls faster, where many files are read.
    """
    is_new = targets is not None and targets.airflow >= (3,)
    package = "standard" if is_new or b"providers.standard" in data else "airflow"
    mapped: dict[bytes, _Known] = {}
    left = _WORTH_READING + 4 * len(data)
    for ending in endings:
        start = data.find(ending)
        while start >= 0:
            opened = start + len(ending)
            name = _name(data, start, opened)
            known = _known(name, package, targets)
            if known is not None:
                is_partial = ending in _PARTIAL
                if is_partial:
                    mapped[name] = known
                if usual is None or is_partial or not usual.has_right(data, opened, known, known.surely_takes):
                    is_wrong, end = _looks_wrong(data, opened, known, is_complete=not is_partial)
                    left -= end - opened
                    if is_wrong or left < 0:  # what stands in so many other calls is for the evaluator
                        yield name
                    if left < 0:
                        return
            start = data.find(ending, opened)
    if mapped and (b".expand_kwargs(" in data or _maps_wrongly(data, mapped.values())):
        yield from mapped


def _maps_wrongly(data: bytes, mapped: Iterable[_Known]) -> bool:
    """Whether an ``.expand()`` gets what none of some classes takes, or what every task has: little of that can be mapped."""
    common = _known(b"BaseOperator", "airflow", None)
    known = set().union(*(each.arguments for each in mapped)) - (common.arguments if common is not None else set())
    start = data.find(b".expand(")
    while start >= 0:
        found, end = _read(data, start + len(b".expand("))
        if any(key not in known for key, _ in found):
            return True
        start = data.find(b".expand(", end)
    return False


def _name(data: bytes, start: int, opened: int) -> bytes:
    """The name of what is called, of which the last part starts at an offset."""
    first = data[data.rfind(b" ", max(0, start - _LONGEST_NAME), start) + 1 : start]
    if not first.isalnum():
        before = data[max(0, start - _LONGEST_NAME) : start].translate(_ONLY_WORDS)
        first = before.rpartition(b" ")[2]
    at = start - len(first)
    if data[at - 6 : at] == b"class ":
        return b""  # that is no call
    return first + data[start : opened - 1].removesuffix(b".partial")


def _looks_wrong(data: bytes, opened: int, known: _Known, is_complete: bool) -> tuple[bool, int]:
    """Whether a call, opened before an offset, has or lacks an argument that it shouldn't, or one of a wrong kind; and
    up to where it was read."""
    end = data.find(b")", opened, opened + _LONGEST_SIMPLE)
    inner = data[opened : max(end, opened)]
    keys: set[bytes] = set()
    is_simple = end >= 0 and not (b"(" in inner or b"#" in inner or inner.count(b'"') % 2 or inner.count(b"'") % 2)
    if is_simple:
        looked_at, key = known.looked_at, b""
        for part in inner.split(b"="):
            value = part.lstrip()
            if key:
                if value[:1] in looked_at.get(key, b"") and not _is_plain_id(key, value):
                    is_simple = False
                    break
                keys.add(key)
            key = part.rpartition(b",")[2].strip()
    if not is_simple or not keys or not keys <= known.arguments:
        found, end = _read(data, opened)
        keys = {key for key, _ in found}
        if not keys <= known.arguments or any(_is_wrong(key, data, at, known) for key, at in found):
            return True, end
    needs = is_complete and b"task_id" in known.needed and not known.needed <= keys
    return needs and b"**" not in data[opened:end], end


def _is_plain_id(key: bytes, value: bytes) -> bool:
    """Whether an argument is a ``task_id``, and surely a valid one."""
    return key == b"task_id" and value.partition(b",")[0].rstrip().translate(None, _KEY) in (b'""', b"''")


def _is_wrong(key: bytes, data: bytes, at: int, known: _Known) -> bool:
    """Whether an argument can't be the literal that stands at an offset, if one does."""
    value = data[at : at + _LONGEST].lstrip()
    start = value[:1]
    if key == b"retries" and start in (b'"', b"'"):
        return not value[1 : value.find(start, 1)].isdigit()
    if start and start in known.never.get(key, b""):
        return start not in (b"T", b"F") or value.startswith((b"True", b"False"))
    if key == b"pool_slots":
        return start == b"-" or (start == b"0" and not value[1:2].isalnum())
    if start not in (b'"', b"'"):
        return key == b"trigger_rule" and value.startswith(b"None")
    text = value[1 : value.find(start, 1)]
    if key == b"task_id":
        return len(text) > _LONGEST_KEY or bool(text.translate(None, _KEY))
    if key == b"weight_rule":
        return text not in _WEIGHTS and b"." not in text
    return key == b"trigger_rule" and text not in known.rules


def _read(data: bytes, opened: int) -> tuple[list[tuple[bytes, int]], int]:
    """The keywords of a call that is opened before an offset, each with the offset behind it, and where the call ends.

    Brackets, strings and comments are told apart, without regular expressions: most runs do without them.
    """
    found: list[tuple[bytes, int]] = []
    at, depth, end = opened, 1, len(data)
    while at < end:
        byte = data[at]
        if byte in b"\"'":
            at = _after_string(data, at)
            continue
        if byte in b"#":
            at = data.find(b"\n", at) % (end + 1)  # the end where there is no more line
        elif byte in b"([{":
            depth += 1
        elif byte in b")]}":
            depth -= 1
            if not depth:
                return found, at
        elif byte in b"=" and depth == 1:
            if data[at + 1 : at + 2] == b"=":
                at += 1
            elif data[at - 1] not in b"!<>:":
                found.append((_word_before(data, at), at + 1))
        at += 1
    return found, end


def _after_string(data: bytes, start: int) -> int:
    """Where a string ends that starts at an offset."""
    quote = data[start : start + 1]
    if data.startswith(quote * 3, start):
        quote *= 3
    at = data.find(quote, start + len(quote))
    while at >= 0 and data[at - 1] in b"\\" and data[at - 2] not in b"\\":
        at = data.find(quote, at + 1)
    return at + len(quote) if at >= 0 else len(data)


def _word_before(data: bytes, end: int) -> bytes:
    while data[end - 1] in b" \t\r\n\\":
        end -= 1
    start = end
    while start and data[start - 1] in _WORD:
        start -= 1
    return data[start:end]


_classes: dict[tuple[bytes, str, Targets | None], _Known | None] = {}


def _known(name: bytes, package: str, targets: Targets | None) -> _Known | None:
    key = name, package, targets
    if key not in _classes:
        text = _FUNCTIONS.get(name) or name.decode("ascii", "replace")
        is_recorded = any(text in CLASSES[each] for each in _PACKAGES)
        _classes[key] = _Known(text, targets, package) if is_recorded else None
    return _classes[key]


def _parsed(word: str) -> tuple[str, Version, Version]:
    """``name!>2.4.3<3.0.6``: the name, the last version without it, and the first without it again."""
    word, _, until = word.partition("<")
    word, _, since = word.partition(">")
    return word, _version(since), _version(until)


def _version(text: str) -> Version:
    return tuple(map(int, text.split("."))) if text else ()


def _outside(version: Version, since: Version, until: Version) -> bool:
    """Whether a version, perhaps only ``2.11``, surely lies outside."""
    too_early = bool(since) and version <= since[: len(version)]
    return too_early or (bool(until) and version >= until[: len(version)])
