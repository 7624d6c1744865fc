"""Adapts fixes to the place where they are applied."""

from __future__ import annotations

from k8slint.dataclass import replace
from k8slint.finding import Edit, Fix
from k8slint.settings.files import airflow_config
from k8slint.source import fstrings
from k8slint.source.text import Source


def is_python(source: Source) -> bool:
    return not source.path.endswith((".yaml", ".yml", ".json")) and airflow_config(source.path) is None


def fitted(source: Source, proposed: Fix | None) -> Fix | None:
    """A fix in the form that its places allow: inside an f-string with other quotes than its own; None if there is none."""
    if proposed is None or not is_python(source):
        return proposed
    edits = [fitted_edit(source, edit) for edit in proposed.edits]
    whole = tuple(edit for edit in edits if edit is not None)
    return replace(proposed, edits=whole) if len(whole) == len(edits) else None


def fitted_edit(source: Source, edit: Edit) -> Edit | None:
    """The same for one edit."""
    text = fstrings.fitted(fstrings.parts(source.text), edit.span.start, edit.span.end, edit.text)
    return None if text is None else Edit(edit.span, text)
