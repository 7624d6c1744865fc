"""What the formats share: colour, the words for a finding, and where a rule is documented."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from k8slint.finding import Finding

_COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}
SEVERITY_COLOUR = {"error": "red", "warning": "yellow", "info": "blue"}


class Paint:
    """Colours text for a terminal, or leaves it alone."""

    __slots__ = ("on",)

    def __init__(self, on: bool = False) -> None:
        self.on = on

    def __call__(self, text: str, *colours: str) -> str:
        if not self.on or not text:
            return text
        return f"\x1b[{';'.join(_COLOURS[colour] for colour in colours)}m{text}\x1b[0m"

    def is_own(self, sequence: str) -> bool:
        """Whether an escape sequence, without ESC, is one that this paints with."""
        codes = sequence.removeprefix("[").removesuffix("m")
        return (
            self.on and sequence == f"[{codes}m" and all(c == "0" or c in _COLOURS.values() for c in codes.split(";"))
        )


def printable(text: str, *, keep: str = "\t", commands: bool = False, paint: Paint | None = None) -> str:
    """Text of one line as people may see it: what moves a cursor, hides, turns the writing round or ends a line is shown
    as an escape; so is what a CI would run as a command (``##[name]``, ``##vso[name]``, and unless ``commands``
    ``::name::`` at the start).
    """
    if "##" in text:
        text = _disarmed(text, "\\x23")
    if not commands and "::" in text and text.lstrip().startswith("::") and text.count("::") > 1:
        text = text.replace("::", "\\x3a:", 1)
    if text.isprintable():
        return text
    parts: list[str] = []
    i = 0
    while i < len(text):
        character = text[i]
        end = text.find("m", i, i + 12) if character == "\x1b" and paint is not None else -1
        if end > 0 and paint is not None and paint.is_own(text[i + 1 : end + 1]):
            parts.append(text[i : end + 1])
            i = end
        else:
            harmless = character.isprintable() or character in keep or not _acts(character)
            parts.append(character if harmless else character.encode("unicode_escape").decode())
        i += 1
    return "".join(parts)


_JOINERS = "\u200c\u200d"  # letters of some scripts look different without


def _acts(character: str) -> bool:
    from unicodedata import category

    return category(character) in ("Cc", "Cf", "Cn", "Cs", "Zl", "Zp") and character not in _JOINERS


def _disarmed(text: str, sign: str) -> str:
    """Text without what starts a command anywhere in a line of a log: ``##[`` and ``##vso[``. ``sign`` is an escaped ``#``."""
    import re

    return re.sub(r"##(?=\w*\[)", lambda _: f"#{sign}", text)


def as_json(text: str) -> str:
    """JSON, whose strings escape by themselves, without what a CI would run as a command."""
    return _disarmed(text, "\\u0023") if "##" in text else text


def as_is(text: str) -> str:
    """What has no such commands left."""
    return text


def as_xml(text: str) -> str:
    """XML, without what a CI would run as a command."""
    return _disarmed(text, "&#35;") if "##" in text else text


def one_line(text: str) -> str:
    return " ".join(text.splitlines())


def fixable(finding: Finding) -> bool:
    """Whether ``--fix`` may change it."""
    return finding.fix is not None and finding.fix.applicability.value != "display"


def url(finding: Finding) -> str:
    """Where the rule is documented."""
    return f"{DOCS}/{finding.code.lower()}.md"


DOCS = "https://github.com/k8slint/k8slint/blob/main/docs/rules"


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """For each finding, what stays the same when lines are added elsewhere: no row or column goes into it."""
    from _blake2 import blake2b

    seen: dict[str, int] = {}
    for finding in findings:
        said = f"{finding.path}\0{finding.code}\0{finding.field}\0{finding.message}"
        seen[said] = seen.get(said, 0) + 1
        yield blake2b(f"{said}\0{seen[said]}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
