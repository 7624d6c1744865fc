"""k8slint as a library: the functions that ``import k8slint`` offers.

Stable from 0.1 on: names, parameters and the fields of ``Finding`` are added to, never changed or removed without a
deprecation in a release before. Everything else in the package may change at any time.

``settings`` are the keys of a settings file (docs/settings.md) with the same values, as in
``{"airflow-version": "3.0", "select": ["KE3"]}``; ``_`` may be written for ``-``. All functions raise ``UserError`` for
settings that a settings file couldn't have either. What the checked text contains makes none but ``render_text`` raise:
a text that can't be parsed is a finding (KE001).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from k8slint.airflow.pods.render import as_text
from k8slint.finding import Finding
from k8slint.kube.template import TemplateError, named_template
from k8slint.lint.report import Report
from k8slint.run.rendering import rendered
from k8slint.run.runner import run
from k8slint.settings.config import Config, from_mapping
from k8slint.settings.errors import UserError
from k8slint.source.syntax import CannotParse
from k8slint.source.text import Source

Settings: TypeAlias = Mapping[str, object]

__all__ = ["Finding", "Settings", "UserError", "fix_text", "lint_paths", "lint_text", "render_text"]


def lint_text(text: str, *, filename: str = "dag.py", settings: Settings | None = None) -> list[Finding]:
    """Check one text and return its findings, in the order of the text.

    ``filename`` is the name that findings carry; its suffix says whether the text is Python or a pod template, and its
    folder is where modules that it imports are looked for. The file need not exist. Settings files are not read.
    """
    return list(_checked_text(text, filename, _isolated(settings, filename)).findings)


def fix_text(text: str, *, filename: str = "dag.py", settings: Settings | None = None, unsafe: bool = False) -> str:
    """Return the text with all safe fixes applied; with ``unsafe`` those too that may change what the code does.

    The text itself is returned if there is nothing to fix. ``select`` in ``settings`` limits which rules fix.
    """
    config = _isolated(settings, filename).replace(fix=True, unsafe_fixes=unsafe)
    for result in _checked_text(text, filename, config).results:
        if result.fixed is not None:
            return result.fixed.decode("utf-8")
    return text


def render_text(
    text: str,
    *,
    filename: str = "dag.py",
    settings: Settings | None = None,
    unknown: Literal["omit", "placeholder"] = "omit",
) -> str:
    """Return the pods that a DAG file makes, as the YAML documents that ``k8slint render`` prints.

    ``filename`` means what it means for ``lint_text``; the text of a pod template gives the worker pod that Airflow makes
    of it. ``unknown`` says what becomes of values that can't be known: left out, or a placeholder. Raises ``UserError``
    for a text that can't be parsed too, with its place.
    """
    config = _isolated(settings, filename)
    template = None if config.pod_template is None else named_template(config.pod_template).value
    try:
        found = list(rendered(Source(filename, text), config, template))
    except (CannotParse, TemplateError) as error:
        raise UserError(f"{filename}:{error.row}:{error.column}: {error.message}") from None
    return as_text(found, config.targets, unknown=unknown)


def lint_paths(paths: Sequence[str | os.PathLike[str]], *, settings: Settings | None = None) -> list[Finding]:
    """Check files and folders as ``k8slint check`` does and return the findings, ordered by file and place.

    Settings come from the nearest settings file; ``settings`` override them. No file is changed. Raises ``UserError``
    for a path that doesn't exist too.
    """
    named = tuple(os.fspath(path) for path in paths)
    report = run(named, from_mapping(settings or {}, named).replace(fix=False, diff=False))
    if report.troubles:
        raise UserError(report.troubles[0])
    return list(report.findings)


def _isolated(settings: Settings | None, filename: str) -> Config:
    return from_mapping(settings or {}, (filename,), isolated=True)


def _checked_text(text: str, filename: str, config: Config) -> Report:
    return run((filename,), config, stdin=(filename, text.encode("utf-8", "surrogatepass")))
