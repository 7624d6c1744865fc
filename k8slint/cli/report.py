"""``k8slint report``: writes a page about the pods of all tasks, for cluster operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint.cli.output import CLEAN, FOUND, WRONG_USAGE, bounded, put, say
from k8slint.dataclass import replace
from k8slint.overview import html, markdown, table
from k8slint.overview.rows import Page, clean, cleaned
from k8slint.run.deployed import with_template
from k8slint.run.discovery import discover
from k8slint.run.overview import rows
from k8slint.run.runner import run
from k8slint.run.targeting import targeted
from k8slint.settings.compatibility import known
from k8slint.settings.config import load
from k8slint.settings.errors import UserError
from k8slint.settings.options import VERSIONS
from k8slint.settings.targets import format_version
from k8slint.version import __version__

if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.lint.report import Report
    from k8slint.settings.config import Config
    from k8slint.settings.options import Given

FORMS = {"html": html.render, "markdown": markdown.render, "csv": table.render}
SUFFIXES = {".html": "html", ".htm": "html", ".md": "markdown", ".csv": "csv"}


def report(given: Given, form: str | None, output: str | None) -> int:
    """Write the page; the exit code. 1 means that a file could not be read, which is said on stderr."""
    return bounded(lambda: _report(given, form, output), verbose=given.get("verbose") is True)


def form_of(form: str | None, output: str | None) -> str:
    """The format asked for, else the one that the name of the file says."""
    return form or next((SUFFIXES[end] for end in SUFFIXES if output and output.lower().endswith(end)), "html")


def _report(given: Given, form: str | None, output: str | None) -> int:
    named = given.get("paths")
    paths = named if isinstance(named, tuple) and named else (".",)
    config = load(given, paths)
    files, unusable = discover(paths, config)
    config, _ = with_template(targeted(config, paths, None, files)[0], paths)
    checked = run(paths, config)
    found, troubles = rows(files, config, checked.findings)
    secrets = checked.secrets()
    page = Page(
        tuple(cleaned(row, secrets) for row in found),
        tuple(_clean(finding, secrets) for finding in checked.findings),
        _targets(config),
        tuple(clean(note, secrets) for note in _notes(config, checked)),
        len(files),
        __version__,
    )
    text = "".join(FORMS[form_of(form, output)](page))
    if output is None:
        put([text], form="report")
    else:
        from k8slint.run import atomic

        try:
            atomic.write(output, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise UserError(f"{output} can't be written: {error.strerror or error}") from None
        say(f"Wrote {output}: {len(found):,} pods, {len(checked.findings):,} findings.")
    for trouble in (*unusable, *troubles):
        say(f"Error: {clean(trouble, secrets)}")
    return WRONG_USAGE if unusable else FOUND if troubles else CLEAN


def _targets(config: Config) -> str:
    said = []
    for name, words in zip(VERSIONS, ("Airflow", "provider", "client", "Kubernetes"), strict=True):
        assumed = " (assumed)" if name in config.targets.assumed else ""
        said.append(f"{words} {format_version(known(name, getattr(config.targets, name)))}{assumed}")
    return f"for {', '.join(said)}"


def _notes(config: Config, checked: Report) -> list[str]:
    if config.pod_template is not None:
        return [f"Workers start from the pod template {config.pod_template}."]
    return [
        "The pod template is not known, so the values that it adds to worker pods are missing. Set `pod-template` to include it."
    ]


def _clean(finding: Finding, secrets: tuple[str, ...]) -> Finding:
    return replace(
        finding,
        path=clean(finding.path, secrets),
        message=clean(finding.message, secrets),
        task=clean(finding.task, secrets) if finding.task is not None else None,
        related=(),
        fix=None,
    )
