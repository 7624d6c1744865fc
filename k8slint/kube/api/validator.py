"""Collects the refusals of one pod. Also the words that all areas share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from k8slint.dataclass import replace
from k8slint.evaluate.values import Origin
from k8slint.finding import Severity
from k8slint.kube.api.node import Node
from k8slint.kube.api.refusal import Refusal
from k8slint.settings.targets import Version


class Undecodable(Exception):  # ends the judging, says what the answer is, and is no error of ours
    """The API server can't even read the pod: it answers this one refusal and nothing else."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


class Validator:
    """The refusals so far, and the version that is asked. ``area`` is the area of what is being judged."""

    __slots__ = ("area", "refusals", "version")

    def __init__(self, version: Version) -> None:
        self.version = version
        self.refusals: list[Refusal] = []
        self.area = "pod"

    def refuse(
        self,
        kind: str,
        at: Node,
        message: str,
        *,
        path: str | None = None,
        origin: Origin | None = None,
        suggestion: str | None = None,
        related: tuple[tuple[Origin, str], ...] = (),
        follows: bool = False,
    ) -> None:
        """An error at ``at``; ``path`` when it is another field's, ``origin`` when another place says it better."""
        self.refusals.append(
            Refusal(
                kind,
                at.path if path is None else path,
                at.origin if origin is None else origin,
                message,
                self.area,
                Severity.ERROR,
                related,
                suggestion,
                follows,
            )
        )

    def amend(self, begin: int, *, path: str | None = None, follows: bool = False) -> None:
        """Change the path of what was said since there were ``begin`` refusals, or mark it as following."""
        self.refusals[begin:] = [
            replace(refusal, path=path or refusal.path, follows=follows or refusal.follows)
            for refusal in self.refusals[begin:]
        ]

    def required(self, at: Node, name: str, message: str, *, follows: bool = False) -> None:
        """``name`` is missing (or empty) in ``at``."""
        written = at.value.get(name) if type(at.value) is dict else None
        path = f"{at.path}.{name}" if at.parent is not None else name
        self.refuse("Required", at, message, path=path, origin=(written or at).origin, follows=follows)

    def warn(
        self,
        at: Node,
        message: str,
        *,
        path: str | None = None,
        origin: Origin | None = None,
        suggestion: str | None = None,
        related: tuple[tuple[Origin, str], ...] = (),
        area: str | None = None,
        kind: str | None = "Warning",
        severity: Severity = Severity.WARNING,
        follows: bool = False,
    ) -> None:
        """A warning of the API server, which accepts the pod; ``kind`` None for a trap that it doesn't mention.

        The ``severity`` is less where nothing comes of it."""
        self.refusals.append(
            Refusal(
                kind,
                at.path if path is None else path,
                at.origin if origin is None else origin,
                message,
                self.area if area is None else area,
                severity,
                related,
                suggestion,
                follows,
            )
        )


def quoted(value: Any) -> str:
    """A value as messages show it: in backquotes, shortened when long."""
    if isinstance(value, str):
        text = value if value and value.isprintable() and value == value.strip() else repr(value)
        if len(text) > 60:
            text = f"{text[:57]}..."
    elif isinstance(value, bool):
        text = "true" if value else "false"
    else:
        text = str(value)
    return f"`{text}`"


def listed(values: Iterable[str], word: str = "or") -> str:
    """``Always, OnFailure or Never``."""
    *head, last = list(values)
    return f"{', '.join(head)} {word} {last}" if head else last
