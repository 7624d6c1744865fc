"""``k8slint render``: the effective worker pods of some files, as Airflow would make them, as text to compare."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from k8slint.airflow.pods.render import render_tasks
from k8slint.evaluate.evaluator import evaluate
from k8slint.kube.template import named_template
from k8slint.lint.prefilter import widest
from k8slint.run.discovery import discover
from k8slint.run.targeting import targeted
from k8slint.settings.config import load
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_SOURCE, read_regular
from k8slint.source.project import Project
from k8slint.source.syntax import CannotParse, parse
from k8slint.source.text import CannotDecode, Source, decode

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation
    from k8slint.evaluate.values import Value
    from k8slint.settings.config import Config
    from k8slint.settings.options import Given

CLEAN, FOUND, WRONG_USAGE = 0, 1, 2


def render(given: Given, task: str | None, output_format: str) -> int:
    """Print the pods of the files in ``given``, of one task when it is named; the exit code.

    1 means that a file could not be read, and is said on stderr; the others are rendered.
    """
    named = given.get("paths")
    paths = named if isinstance(named, tuple) and named else (".",)
    try:
        config = load(given, paths)
        files, unusable = discover(paths, config)
        config, _ = targeted(config, paths, None)
        template = _template(config)
    except UserError as error:
        sys.stderr.write(f"Error: {error}\n")
        return WRONG_USAGE
    troubles = list(unusable)
    evaluations = [found for path in files if (found := _evaluated(path, config, troubles)) is not None]
    sys.stdout.write(render_tasks(evaluations, config.targets, template, task, output_format))
    sys.stderr.writelines(f"Error: {trouble}\n" for trouble in troubles)
    return WRONG_USAGE if unusable else FOUND if troubles else CLEAN


def _template(config: Config) -> Value | None:
    path = config.pod_template
    if path is None:
        return None
    return named_template(path).value


def _evaluated(path: str, config: Config, troubles: list[str]) -> Evaluation | None:
    """What evaluating a file leaves behind; None when there can be no pod in it, or it can't be read."""
    try:
        data = read_regular(path, MAX_SOURCE)
        if not widest(config).may_matter(data):
            return None
        source: Source = decode(path, data)
        return evaluate(source, parse(source), Project(config.src), config.targets, config.runtime)
    except OSError as error:
        troubles.append(f"{path}: {error.strerror or error}")
    except (CannotDecode, CannotParse) as error:
        troubles.append(f"{path}:{error.row}:{error.column}: {error.message}")
    return None
