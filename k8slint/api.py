"""The Python API of k8slint: the functions that ``import k8slint`` offers.

The API is stable since 0.1. Names, parameters and fields of ``Finding`` may be added. None is changed or removed
without a deprecation in an earlier release. Everything else in the package may change at any time.

``settings`` takes the keys and values of a settings file (docs/settings.md), for example
``{"airflow-version": "3.0", "select": ["KE3"]}``; keys may contain ``_`` instead of ``-``. All functions raise
``UserError`` for invalid settings. A text that can't be parsed is a finding (KE001); only ``render_text`` raises
``UserError`` for it.
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
    """Check the text of one file and return its findings, in the order of the text.

    Findings have ``filename`` as their path. Its suffix decides whether the text is Python or a pod template, and
    imported modules are searched in its folder. The file doesn't have to exist. Settings files are not read.
    """
    return list(_checked_text(text, filename, _isolated(settings, filename)).findings)


def fix_text(text: str, *, filename: str = "dag.py", settings: Settings | None = None, unsafe: bool = False) -> str:
    """Return the text with all safe fixes applied. With ``unsafe``, also apply fixes that may change what the code does.

    If there is nothing to fix, the same text is returned. ``select`` in ``settings`` limits the rules that fix.
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
    """Return the pods of a DAG file, as the YAML documents that ``k8slint render`` prints.

    ``filename`` works as in ``lint_text``. For a pod template, return the worker pod that Airflow creates from it. Unknown
    values are left out; with ``unknown="placeholder"``, a placeholder is written instead. Raises ``UserError``, with line
    and column, for a text that can't be parsed.
    """
    config = _isolated(settings, filename)
    template = None if config.pod_template is None else named_template(config.pod_template).value
    try:
        found = list(rendered(Source(filename, text), config, template))
    except (CannotParse, TemplateError) as error:
        raise UserError(f"{filename}:{error.row}:{error.column}: {error.message}") from None
    return as_text(found, config.targets, unknown=unknown)


def lint_paths(paths: Sequence[str | os.PathLike[str]], *, settings: Settings | None = None) -> list[Finding]:
    """Check files and folders as ``k8slint check`` does, and return the findings, sorted by file and position.

    Settings are read from the nearest settings file; ``settings`` override them. No file is changed. Raises ``UserError``
    also for a path that doesn't exist.
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
