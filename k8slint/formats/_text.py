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


def url(finding: Finding) -> str:
    """Where the rule is documented."""
    return f"{DOCS}#{finding.code.lower()}"


DOCS = "https://github.com/k8slint/k8slint/blob/main/docs/rules.md"


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """For each finding, what stays the same when lines are added elsewhere: no row or column goes into it."""
    from _blake2 import blake2b

    seen: dict[str, int] = {}
    for finding in findings:
        said = f"{finding.path}\0{finding.code}\0{finding.field}\0{finding.message}"
        seen[said] = seen.get(said, 0) + 1
        yield blake2b(f"{said}\0{seen[said]}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
