"""What k8slint tells the world: findings, their fixes, and how sure and how bad they are. Plain frozen data, no nodes."""

from __future__ import annotations

from enum import Enum

from k8slint.dataclass import dataclass
from k8slint.source.text import Position, Span


class Severity(Enum):
    """ERROR: it will break. WARNING: it runs and hurts. INFO: worth knowing; never fails a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(Enum):
    """SAFE: behaviour on the target stays the same. UNSAFE: meaning changes, review it. DISPLAY: shown, never applied."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace ``span`` of the file by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One proposal: applied as a whole or not at all. ``title`` is imperative: "import from …"."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that explains a finding, possibly in another file."""

    path: str
    span: Span
    start: Position
    end: Position
    message: str

    def __post_init__(self) -> None:
        if len(self.message) > MAX_WORDS:
            object.__setattr__(self, "message", short(self.message))


MAX_WORDS = 1_000  # characters of a message, however long what it quotes is


def short(text: str) -> str:
    """A text as long as anybody reads it."""
    return text if len(text) <= MAX_WORDS else f"{text[:700]} [... {len(text) - 900:,} characters ...] {text[-200:]}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where it is written.

    ``field`` is the Kubernetes path (``spec.containers[0].resources.limits``) and ``kind`` the API server's error kind
    (``Required``, ``Invalid``, …) where there is one. ``task`` is the task_id of the first task that uses the pod.
    ``when`` is the condition under which a finding holds, if only some variants of the pod have it. ``assumed`` names
    the version that the finding rests on and that no option, setting or file states: "airflow", "provider", "client" or
    "kubernetes"; empty for a finding that rests on none.
    """

    code: str
    name: str
    severity: Severity
    path: str
    span: Span
    start: Position
    end: Position
    message: str
    field: str | None = None
    kind: str | None = None
    task: str | None = None
    when: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    assumed: str = ""

    def __post_init__(self) -> None:
        for name in ("message", "field", "kind", "task", "when"):
            text = getattr(self, name)
            if text is not None and len(text) > MAX_WORDS:
                object.__setattr__(self, name, short(text))

    @property
    def fails(self) -> bool:
        """Whether the finding fails a run."""
        return self.severity is not Severity.INFO and not self.assumed
