"""Where files outside of DAGs set Airflow's options: ``airflow.cfg``, and environment variables ``AIRFLOW__SECTION__OPTION`` in
Dockerfiles, compose and ``.env`` files.

Every name of the form is given, whether or not Airflow has the option; what is commented out isn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from k8slint.dataclass import dataclass
from k8slint.patterns import pattern
from k8slint.settings.files import AIRFLOW_CFG, COMPOSE, DOCKERFILE, DOT_ENV, airflow_config
from k8slint.source.text import Source, Span

PREFIX = "AIRFLOW__"

_HEADER = pattern(r"\[(?P<section>[^\]\n]+)\]")
_OPTION = pattern(r"(?P<option>[^\s=:#;\[][^=:\n]*?)[ \t]*[=:](?P<value>[^\n]*)")
# Where a shell, Docker or compose sets a variable: its name, then what the format puts before the value.
_VARIABLE = pattern(r"(?<![\w$.{-])(?P<name>AIRFLOW__\w+)(?P<quote>[\"']?)(?P<mark>[ \t]*[=:]|(?=[ \t]))")
_LIST = pattern(r"[ \t]*-?[ \t]*name:[ \t]*[\"']?(?P<name>AIRFLOW__\w+)[\"']?[ \t]*\Z")
_LEGACY = pattern(r"[ \t]*ENV[ \t]+", re.IGNORECASE)  # ENV NAME value
_REMARK = pattern(r"(?:^|\s)#")
_STARTS = {COMPOSE: pattern(r"[ \t]*(?:-[ \t]+)?[\"']?"), DOT_ENV: pattern(r"[ \t]*(?:export[ \t]+)?")}
_READ = pattern(r"\$\{?(AIRFLOW__\w+)")
# Words in names of options whose values nobody may see.
_SENSITIVE = pattern(r"pass|secret|_key|token|cred|dsn")
_PASSWORD = pattern(r"://[^:/@\s]*:([^@/\s]+)@")
_MIN_SECRET = 4


@dataclass(frozen=True, slots=True)
class Setting:
    """One place that sets an option, or a variable that looks like one.

    ``name`` is where the option or the whole variable is written, ``value`` where its value is, lines that continue it
    included. Of a variable whose name has no two separators in it, ``section`` is empty. In ``airflow.cfg`` there is no
    ``variable``, and ``header`` is where the section's name stands.
    """

    section: str
    option: str
    name: Span
    value: Span
    variable: str | None = None
    header: Span | None = None

    @property
    def is_sensitive(self) -> bool:
        """Whether the value may be a secret."""
        return _SENSITIVE.search((self.variable or self.option).lower()) is not None


def read(source: Source) -> tuple[Setting, ...]:
    """What a file sets, in its order."""
    kind = airflow_config(source.path)
    if kind == AIRFLOW_CFG:
        return tuple(_options(source))
    return tuple(_variables(source, kind)) if kind is not None else ()


def has_section(source: Source, section: str) -> bool:
    """Whether an ``airflow.cfg`` has a section, even an empty one."""
    return any(line.strip() == f"[{section}]" for _, line in _lines(source))


def secrets(source: Source) -> Iterator[str]:
    """The values of a file that may be secrets, and passwords in addresses."""
    for setting in read(source):
        value = source.text[setting.value.start : setting.value.end].strip("\"' ;\\")
        if found := _PASSWORD.search(value):
            yield found[1]
        elif setting.is_sensitive and len(value) >= _MIN_SECRET and not value.startswith("$"):
            yield value


def variables_read(text: str) -> frozenset[str]:
    """The variables that a text refers to as a shell or compose does: ``$NAME``, ``${NAME:-default}``."""
    return frozenset(_READ.findall(text))


def _options(source: Source) -> Iterator[Setting]:
    """As Python's configparser reads it: names in lower case, indented lines continue a value."""
    section, header = "", Span(0, 0)
    found: Setting | None = None
    for start, line in _lines(source):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if line[0] in " \t" and found is not None:
            end = start + len(line.rstrip())
            found = Setting(found.section, found.option, found.name, Span(found.value.start, end), None, found.header)
            continue
        if found is not None:
            yield found
            found = None
        offset = start + len(line) - len(line.lstrip())
        if head := _HEADER.match(stripped):
            section, header = head["section"], Span(offset + head.start("section"), offset + head.end("section"))
        elif section and (option := _OPTION.match(stripped)):
            name = Span(offset + option.start("option"), offset + option.end("option"))
            value = option["value"]
            first = offset + option.start("value") + len(value) - len(value.lstrip())
            found = Setting(
                section, option["option"].lower(), name, Span(first, first + len(value.strip())), None, header
            )
    if found is not None:
        yield found


def _variables(source: Source, kind: str) -> Iterator[Setting]:
    for start, line in _lines(source):
        listed = _LIST.match(line) if kind == COMPOSE else None
        for match in (listed,) if listed else _VARIABLE.finditer(line):
            if (
                not listed
                and not match["mark"]
                and not (kind == DOCKERFILE and _LEGACY.fullmatch(line[: match.start()]))
            ):
                continue
            if not _REMARK.search(line[: match.start()]) and not _is_value(line[: match.start()], kind):
                yield _variable(match["name"], start + match.start("name"), line[match.end() :], start + match.end())


def _variable(name: str, at: int, rest: str, after: int) -> Setting:
    section, separator, option = name[len(PREFIX) :].partition("__")
    first = after + len(rest) - len(rest.lstrip())
    value = Span(first, first + len(rest.strip()))
    if not (separator and section and option):
        section = option = ""
    return Setting(section.lower(), option.lower(), Span(at, at + len(name)), value, name)


def _is_value(before: str, kind: str) -> bool:
    """Whether what follows stands in the value of another variable, not where one is set."""
    if kind in _STARTS:
        return _STARTS[kind].fullmatch(before) is None
    return before.count('"') % 2 == 1 or before.count("'") % 2 == 1


def _lines(source: Source) -> Iterator[tuple[int, str]]:
    """Each line with its offset."""
    lines = source.lines
    for row in range(1, len(lines) + 1):
        yield lines.start(row), lines.line(row)
