"""What k8slint sees in a DAG file without running it, in the shape in which the real pods were recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oracle.leaves import MISSING, Outcome, compare

from k8slint.airflow.pods.merge import effective_pod
from k8slint.airflow.pods.sites import Kind, Place, find_sites
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.values import Absent, Const, Origin, Value, get
from k8slint.evaluate.variants import variants
from k8slint.kube.client.wire import to_wire
from k8slint.kube.template import load_template
from k8slint.settings.targets import Targets
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source


def read(path: Path) -> Source:
    return Source(path.as_posix(), path.read_text())


def names_of(text: str, targets: Targets) -> dict[str, Value]:
    """The module-level names of a program and what they are worth at its end."""
    source = Source("program.py", text)
    return dict(evaluate(source, parse(source), None).names or {})


def overrides(config: Value, targets: Targets) -> Iterator[Value]:
    """The pod_override of an executor_config as the scheduler has it, one for each variant."""
    for _, choice in variants(config):
        is_pod = not isinstance(choice, Const | Absent)  # executor_config=None is no executor_config
        override = get(choice, "pod_override") if is_pod else Absent(choice.origin)
        yield to_wire(override, "V1Pod", client=targets.client, round_trip=True)


def best(outcomes: Iterator[Outcome]) -> Outcome:
    """Of several alternatives, one must be what happened."""
    return min(outcomes, key=lambda outcome: (len(outcome.wrong), -outcome.known))


class StaticFile:
    """One DAG file, evaluated once, and what it says about each task."""

    def __init__(self, file: Path, roots: tuple[Path, ...], template: Path, targets: Targets) -> None:
        source = read(file)
        project = Project(tuple(root.as_posix() for root in roots))
        self.targets = targets
        self.template = load_template(read(template))
        self.evaluation = evaluate(source, parse(source), project)
        self.sites = find_sites(self.evaluation, targets)

    def configs(self, dag: str, task: str) -> list[Value]:
        """The executor_configs that the task may have.

        Its own where one says its id. Otherwise it may have none, or that of the DAG's or group's default_args, of a
        decorator whose task was renamed by ``.override(task_id=...)``, or of a place whose task isn't known.
        """
        own: list[Value] = []
        others: list[Value] = []
        last_of_group = re.sub(r"__\d+$", "", task).rpartition(".")[2]
        for site in self.sites:
            for use in site.uses if site.kind is Kind.EXECUTOR_CONFIG else ():
                if use.dag not in (None, dag):
                    continue
                if use.task is not None and use.task in (task, last_of_group):
                    own.append(site.value)
                elif use.task is None or use.place is Place.DECORATOR:
                    others.append(site.value)
        return own or [Absent(Origin(self.evaluation.source, self.evaluation.tree)), *others]

    def check(self, task: dict[str, Any]) -> tuple[Outcome, Outcome]:
        """How far the recorded override and worker pod (if it was recorded) are known, and what is wrong."""
        override = MISSING if task["override"] is None else task["override"]
        pods = [pod for config in self.configs(task["dag"], task["task"]) for pod in overrides(config, self.targets)]
        outcome = best(compare(pod, override) for pod in pods)
        if "merged" not in task:
            return outcome, Outcome()
        merged = (effective_pod(pod, self.template, self.targets, dag=task["dag"], task=task["task"]) for pod in pods)
        return outcome, best(compare(pod, task["merged"]) for pod in merged)
