"""How a report is shown. A format is a file of this package with ``render(report, paint)``; nothing registers it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report

    Render = Callable[[Report, Paint], Iterator[str]]


def load(name: str) -> Render:
    """The function that renders a report in the format of that name, piece by piece."""
    from importlib import import_module

    render: Render = import_module(f"k8slint.formats.{name.replace('-', '_')}").render
    return render
