"""Decides from the bytes of a file whether it can contain anything to report.

A file without any needle is never parsed, so a needle that is missing hides findings, and one that is too common costs
time. ``widest`` covers every rule on every target; ``narrowed`` is what the selected rules and the targets leave of it.
"""

from __future__ import annotations

from k8slint.data import catalogue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from re import Pattern

    from k8slint.lint.usual_calls import UsualCalls
    from k8slint.rules._base import Rule
    from k8slint.settings.config import Config
    from k8slint.settings.targets import Targets

Row = tuple[bytes, ...]  # words that must all be there

# A pod, wherever it is written, needs one of these rows: the names of its entries and operators, or of a class of the
# kubernetes client or of Airflow's Secret together with an import of their packages.
POD_ROWS: tuple[Row, ...] = (
    (b"executor_config",),
    (b"pod_override",),
    (b"PodOperator",),
    (b"ubernetes", b"KubernetesExecutor"),
    (b"ubernetes", b"KubernetesJobOperator"),
    (b"ubernetes", b"V1"),
    (b"ubernetes", b"Secret"),
)
# Words of rows that stand in a file's imports or everywhere, and so say nothing of a single function.
COMMON_WORDS = frozenset({b"airflow", b"ubernetes", b"rigger", b"Variable", b"DAG(", b"dag(", b"DAG as", b"dag as"})
# What a row's words look like where they matter, for those that also stand in other things.
POD_SHAPES: dict[Row, bytes] = {
    (b"executor_config",): (
        rb"executor_config(?:(?<!\wexecutor_config)\s*(?::[^=\n]*)?=(?!=)|(?<=[\"']executor_config)[\"'])"
    ),
    # A key, or a constant that may become one; not one executor among others.
    (b"ubernetes", b"KubernetesExecutor"): (
        rb"[\"']KubernetesExecutor[\"']\s*:|[\[(]\s*[\"']KubernetesExecutor[\"']\s*[\],]"
        rb"|(?<![=!])=\s*[\"']KubernetesExecutor[\"']|KubernetesExecutor\s*=(?!=)"
    ),
    (b"ubernetes", b"V1"): rb"V1[A-Z]",
    (b"ubernetes", b"Secret"): rb"Secret\b(?<![\w\"']Secret)(?! +(?!as\b)[A-Za-z])",  # the class; not prose
}
# The ends of what is called with the arguments of operators, DAGs and TaskGroups, and the rules on these.
CALLS = (
    b"Operator.partial(", b"Sensor.partial(", b"Marker.partial(",
    b"Operator(", b"Sensor(", b"Marker(", b"TaskGroup(", b"DAG(", b"@dag(",
)  # fmt: skip
# The same without the frequent characters: most files are short without them, and quickly searched.
_NO_SIGNS = bytes(set(range(256)).difference(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ@.("))
_SIGNS = {ending: ending.translate(None, _NO_SIGNS) for ending in CALLS}
CALL_RULES = ("KE709", "KE710", "KE711", "KE712")
SUPPRESSION: Row = (b"k8slint:",)  # an unused one is a finding too
DEPRECATED_IMPORT = "KE603"  # the rule on names that still work, which therefore have needles only when it is asked for

_HEAD = 2  # bytes behind ``airflow.`` by which the names are grouped: as many as the shortest, ``io``, has
_DOTTED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.")
_BLANK = b" \t\\\r\n\f"
_MOST_HARMLESS = 20_000  # names to remember
# Characters that are seldom seen in Python, by kind: which kind comes first was measured. One pass for an underscore costs as
# much as some four words, whatever number of words shares it.
_RARE = (b"@", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789", b"x", b"_")
_SHORTEST_STEM = 4
_LONG_PREFIX = 8


class Plan:
    """What to look for: words, or a mention of a name of Airflow that is gone.

    ``rows`` are words that must all be there, one row being enough. ``shapes`` are regular expressions by row, of which
    one must match too. ``names`` are names below ``airflow``, by what is above them: a file matters that names one, or
    something below it, or imports what is above it and has its last part somewhere. ``calls`` are targets for which calls
    of operators are looked at; one None stands for all of them.
    """

    __slots__ = (
        "_above",
        "_calls",
        "_dotted",
        "_groups",
        "_harmless",
        "_names",
        "_others",
        "_search",
        "_search_outside",
        "_shapes",
        "_usual_calls",
    )

    def __init__(
        self,
        rows: Iterable[Row],
        names: Mapping[bytes, bytes],
        shapes: Mapping[Row, Iterable[bytes]] | None = None,
        calls: tuple[Targets | None, ...] = (),
    ) -> None:
        self._calls = calls
        self._shapes = {row: tuple(expressions) for row, expressions in (shapes or {}).items()}
        # By the first word of each row what else must be there: one empty entry when nothing must.
        self._others: dict[bytes, list[Row]] = {}
        for row in rows:
            self._others.setdefault(row[0], []).append(row[1:])
        self._usual_calls: UsualCalls | None = None
        self._search = Search(self._others)
        self._search_outside: Search | None = None  # for files that don't mention Airflow
        self._dotted: Pattern[bytes] | None = None
        self._harmless: set[bytes] = set()  # dotted names that say nothing, wherever they stand
        self._names = names
        self._above: set[bytes] = set()  # the packages above what has names
        for name in names:
            above = name.rpartition(b".")[0]
            while above and above not in self._above:
                self._above.add(above)
                above = above.rpartition(b".")[0]
        groups: dict[bytes, list[bytes]] = {}
        for tail in (*names.get(b"airflow", b"").split(), *(name[len(b"airflow.") :] for name in names)):
            if tail:
                groups.setdefault(tail[:_HEAD], []).append(tail)
        for name in self._above:
            if tail := name[len(b"airflow.") :]:
                groups.setdefault(tail[:_HEAD], []).append(tail)
        self._groups = {head: tuple(tails) for head, tails in groups.items()}

    def may_matter(self, data: bytes) -> bool:
        """False only if no rule of the plan can find anything in a Python file with these bytes."""
        is_of_airflow = b"airflow" in data
        search = self._search if is_of_airflow or self._search_outside is None else self._search_outside
        for word in search.found(data):
            if self._has_row(word, data):
                return True
        return is_of_airflow and (self.names_gone(data) or any(True for _ in self._wrong_calls(data)))

    def _wrong_calls(self, data: bytes) -> Iterator[bytes]:
        if not self._calls or b"airflow" not in data:
            return
        signs = data.translate(None, _NO_SIGNS)
        endings = [ending for ending, sign in _SIGNS.items() if sign in signs and ending in data]
        if endings:
            from k8slint.lint.calls import wrong_calls

            for targets in self._calls:
                yield from wrong_calls(data, endings, targets, self._usual_calls)

    def _has_row(self, first: bytes, data: bytes) -> bool:
        return any(
            all(word in data for word in others) and self._has_shape((first, *others), data)
            for others in self._others[first]
        )

    def _has_shape(self, row: Row, data: bytes) -> bool:
        shapes = self._shapes.get(row)
        if shapes is None:
            return True
        import re

        return any(re.search(shape, data) for shape in shapes)

    @property
    def first_words(self) -> Iterable[bytes]:
        """The words of which a file must have one, for any row."""
        return self._others

    def hits(self, has: Callable[[bytes], bool], data: bytes) -> Iterator[tuple[bytes, bytes | None]]:
        """What the file has of the plan: a word, and the shape that has this word in it; None where the word says enough.

        ``has`` says whether a word is in the file; the answers serve several plans.
        """
        for first, rest in self._others.items():
            if has(first):
                for others in rest:
                    row = (first, *others)
                    if all(has(word) for word in others) and self._has_shape(row, data):
                        if row in self._shapes:
                            yield from ((stem(row, shape), shape) for shape in self._shapes[row])
                        else:
                            yield next((word for word in row if word not in COMMON_WORDS), first), None
        if self._calls:
            yield from ((word, None) for word in self._wrong_calls(data))

    def for_many(self) -> Plan:
        """The plan made ready for thousands of files."""
        import re

        rows = [(word, *others) for word, rest in self._others.items() for others in rest]
        self._others = {}
        for row in _without_needless(rows):
            self._others.setdefault(row[0], []).append(row[1:])
        self._search = Search(self._others)
        self._search.for_many()
        outside = (
            word for word, rest in self._others.items() if any(b"airflow" not in b"\0".join((word, *r)) for r in rest)
        )
        self._search_outside = Search(outside)
        self._search_outside.for_many()
        if self._calls:
            from k8slint.lint.usual_calls import UsualCalls

            self._usual_calls = UsualCalls()
        self._dotted = re.compile(rb"[A-Za-z0-9_.]*")
        return self

    def names_gone(self, data: bytes) -> bool:
        """Whether a file mentions a name that is gone, or the way to one."""
        find, groups, harmless = data.find, self._groups, self._harmless
        dotted = self._dotted.match if self._dotted is not None else None
        at = find(b"airflow")
        while at >= 0:
            end = at + 7
            following = data[end : end + 1]
            if following == b".":
                group = groups.get(data[end + 1 : end + 1 + _HEAD])
                known = dotted is not None and (name := dotted(data, at)) is not None and name[0] in harmless
                if not known and group is not None and data.startswith(group, end + 1) and self._is_gone(data, at):
                    return True
            elif following in _BLANK and self._is_gone(data, at):
                return True
            at = find(b"airflow", end)
        return False

    def _is_gone(self, data: bytes, at: int) -> bool:
        """Whether the dotted name at an offset is one that is gone, or opens the way to one."""
        end = at
        if self._dotted is not None:
            found = self._dotted.match(data, at)
            end = found.end() if found else at
        else:
            while end < len(data) and data[end] in _DOTTED:
                end += 1
        dotted = data[at:end].rstrip(b".")
        name = dotted
        while name:
            name, _, last = name.rpartition(b".")
            if self._has(name, last):
                return True
        if not self._leads_on(dotted):
            if len(self._harmless) < _MOST_HARMLESS:
                self._harmless.add(data[at:end])
            return False
        following = data[end : end + 64].lstrip(_BLANK)
        if not following.startswith(b"import"):
            return following.startswith(b"as") and self._has_part_of(dotted, data)
        listed = _listed(data, data.index(b"import", end) + 6)
        for word in listed.replace(b",", b" ").replace(b"\\", b" ").split():
            inner = dotted if word == b"*" else dotted + b"." + word
            if self._has(dotted, word) or (self._leads_on(inner) and self._has_part_of(inner, data)):
                return True
        return False

    def _has(self, above: bytes, last: bytes) -> bool:
        names = self._names.get(above)
        return names is not None and b" %b " % last in names

    def _leads_on(self, dotted: bytes) -> bool:
        """Whether a name may stand below this one."""
        return dotted in self._names or dotted in self._above

    def _has_part_of(self, package: bytes, data: bytes) -> bool:
        """Whether the last part of any name below the package stands in the file."""
        import re

        words = set(re.findall(rb"\w+", data))
        inside = package + b"."
        return any(
            not words.isdisjoint(names.split())
            for above, names in self._names.items()
            if above == package or above.startswith(inside)
        )


class Search:
    """Finds which of some words are in a file."""

    __slots__ = ("_expressions", "_stems", "words")

    def __init__(self, words: Iterable[bytes]) -> None:
        self.words = tuple(words)
        self._stems: dict[bytes, Sequence[bytes]] = {word: (word,) for word in self.words}
        self._expressions: list[tuple[Pattern[bytes], dict[bytes, list[bytes]]]] = []  # with the words by their tails

    def found(self, data: bytes) -> Iterator[bytes]:
        """The words that are in a file; some of them more than once."""
        for stem, words in self._stems.items():
            if stem in data:
                yield from (word for word in words if word in data)
        for expression, tails in self._expressions:
            if expression.pattern[:1] not in data:  # a search for one character is ten times as fast
                continue
            for match in expression.finditer(data):
                start, tail_found = match.start(), match[0]
                for tail, words in tails.items():
                    if tail_found.startswith(tail):  # words with a shorter tail may end here too
                        end = start + len(tail)
                        yield from (word for word in words if data.startswith(word, end - len(word)))

    def for_many(self) -> None:
        """Make the search ready for many files: the words that share a rare character in one pass.

        An expression that starts with one rare character runs at the speed of a search for that; the rest of each word
        is looked at from there, to both sides. Words with the same long beginning share a pass too. Words that share a
        stem are looked up only where the stem is there.
        """
        import re

        by_character: dict[bytes, dict[bytes, list[bytes]]] = {}
        for word in self.words:
            at = _rare(word)
            if at >= 0:
                by_character.setdefault(word[at : at + 1], {}).setdefault(word[at:], []).append(word)
        for character, tails in sorted(by_character.items()):
            parts = [
                re.escape(tail[1:]) + b"(?:%s)" % b"|".join(b"(?<=%s)" % re.escape(word) for word in words)
                for tail, words in sorted(tails.items(), key=lambda item: -len(item[0]))
            ]
            following = {tail[1:2] for tail in tails}
            ahead = b"" if b"" in following else b"(?=[%s])" % b"".join(re.escape(each) for each in sorted(following))
            expression = re.compile(re.escape(character) + ahead + b"(?:%s)" % b"|".join(parts))
            self._expressions.append((expression, tails))
        left = [word for word in self.words if _rare(word) < 0]
        for prefix, words in _by_prefix(left).items():
            rests = sorted((word[len(prefix) :] for word in words), key=len, reverse=True)
            expression = re.compile(re.escape(prefix) + b"(?:%s)" % b"|".join(map(re.escape, rests)))
            self._expressions.append((expression, {word: [word] for word in words}))
            left = [word for word in left if word not in words]
        self._stems = _by_stem(left)


def _rare(word: bytes) -> int:
    """Where a word has the last character of the first kind that is seldom seen in Python, or -1."""
    for kind in _RARE:
        at = max((word.rfind(character) for character in kind), default=-1)
        if at >= 0:
            return at
    return -1


def _by_prefix(words: Sequence[bytes]) -> dict[bytes, list[bytes]]:
    """Words by a long beginning that several share: one pass finds all of them."""
    found: dict[bytes, list[bytes]] = {}
    for word in sorted(words):
        found.setdefault(word[:_LONG_PREFIX], []).append(word)
    return {prefix: same for prefix, same in found.items() if len(same) > 1 and len(prefix) == _LONG_PREFIX}


def _by_stem(words: Sequence[bytes]) -> dict[bytes, Sequence[bytes]]:
    """Words by a part that several share; each that shares none by itself."""
    left = list(words)
    stems: dict[bytes, Sequence[bytes]] = {}
    while True:
        having: dict[bytes, list[bytes]] = {}
        for word in left:
            ends = range(_SHORTEST_STEM, len(word) + 1)
            parts = {word[start:end] for end in ends for start in range(end - _SHORTEST_STEM + 1)}
            for part in parts:
                having.setdefault(part, []).append(word)
        best = max(having, key=lambda part: (len(having[part]), len(part), part), default=b"")
        if not best or len(having[best]) == 1:
            return stems | {word: (word,) for word in left}
        stems[best] = having[best]
        left = [word for word in left if best not in word]


def stem(row: Row, shape: bytes) -> bytes:
    """The longest word of a row that stands in whatever its shape matches; empty if none does."""
    import re

    return max((word for word in row if re.escape(word) in shape), key=len, default=b"")


def _listed(data: bytes, start: int) -> bytes:
    """What an import lists: up to the closing bracket, or the end of the logical line; without comments."""
    opening = start
    while data[opening : opening + 1] in _BLANK and opening < len(data):
        opening += 1
    if data[opening : opening + 1] == b"(":
        end = data.find(b")", opening)
        while end >= 0 and data.rfind(b"#", opening, end) > max(
            data.rfind(b"\n", opening, end), data.rfind(b"\r", opening, end)
        ):
            end = data.find(b")", end + 1)  # that one stood in a comment
        lines = data[opening + 1 : end if end >= 0 else len(data)].replace(b"\r", b"\n").split(b"\n")
        return b" ".join(line.partition(b"#")[0] for line in lines)
    end = start
    while True:
        stops = [stop for stop in (data.find(b"\n", end), data.find(b"\r", end)) if stop >= 0]
        end = min(stops, default=len(data))
        if end == len(data) or data[end - 1 : end] != b"\\":
            return data[start:end].partition(b"#")[0].partition(b";")[0]
        end += 2 if data[end : end + 2] == b"\r\n" else 1


def widest(config: Config) -> Plan:
    """The plan that misses nothing, whatever the targets: made from generated data, without importing a rule."""
    rows = {row for code, rows in catalogue.WORDS.items() if config.runs(code) for row in rows}
    tables = (catalogue.REMOVED, catalogue.DEPRECATED) if config.selected(DEPRECATED_IMPORT) else (catalogue.REMOVED,)
    names = merged(names for table in tables for names in table.values())
    return Plan((*POD_ROWS, SUPPRESSION, *rows), names, calls=(None,) if any(map(config.runs, CALL_RULES)) else ())


def merged(tables: Iterable[Mapping[bytes, bytes]]) -> dict[bytes, bytes]:
    """Tables of names as one: by what is above them, their last parts with blanks around each."""
    found: dict[bytes, bytes] = {}
    for table in tables:
        for above, names in table.items():
            found[above] = found[above] + names if above in found else names
    return found


def gone_names(targets: Targets, include_deprecated: bool = False) -> dict[bytes, bytes]:
    """What is gone on the targets, and going if asked for."""
    from k8slint.airflow.moves.removed import reached

    tables = (catalogue.REMOVED, catalogue.DEPRECATED) if include_deprecated else (catalogue.REMOVED,)
    return merged(names for table in tables for since, names in table.items() if reached(since, targets))


def narrowed(config: Config) -> Plan:
    """The plan of just the selected rules on the targets. Imports them, so it is for files that passed ``widest``."""
    from k8slint.rules import rules_of

    return of_rules(rules_of(code for code in catalogue.RULES if config.runs(code)), config.targets)


_PLANS: dict[tuple[tuple[Rule, ...], Targets], Plan] = {}  # a run has one, and every file asks for it


def of_rules(rules: tuple[Rule, ...], targets: Targets) -> Plan:
    """The plan of some rules, with the shapes of their words."""
    if (rules, targets) not in _PLANS:
        _PLANS[rules, targets] = _plan(rules, targets)
    return _PLANS[rules, targets]


def _plan(rules: tuple[Rule, ...], targets: Targets) -> Plan:
    names = gone_names(targets, any(rule.code == DEPRECATED_IMPORT for rule in rules))
    shapes: dict[Row, set[bytes] | None] = dict.fromkeys((*POD_ROWS, SUPPRESSION))
    shapes.update((row, {shape}) for row, shape in POD_SHAPES.items())
    for rule in rules:
        for row in rule.needles(targets):
            shape, known = rule.shape(row), shapes.setdefault(row, set())
            if shape is None or known is None:
                shapes[row] = None
            else:
                known.add(shape)
    calls = (targets,) if any(rule.code in CALL_RULES for rule in rules) else ()
    return Plan(shapes, names, {row: sorted(known) for row, known in shapes.items() if known}, calls)


def _without_needless(rows: Iterable[Row]) -> list[Row]:
    """The rows, sorted, without those that are only there where another one is too."""
    texts = {row: b"\0".join(row) for row in sorted(set(rows))}
    by_first: dict[bytes, list[Row]] = {}
    for row in texts:
        by_first.setdefault(row[0], []).append(row)
    words = {word for row in texts for word in row}
    kept = []
    for row, text in texts.items():
        inside = {word for word in words if word in text}
        covering = [other for first in inside for other in by_first.get(first, ()) if inside.issuperset(other)]
        if not any(other != row and (other < row or not _needs(other, row)) for other in covering):
            kept.append(row)
    return kept


def _needs(row: Row, other: Row) -> bool:
    """Whether each word of ``other`` stands inside a word of ``row``."""
    return all(any(word in mine for mine in row) for word in other)
