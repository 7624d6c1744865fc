"""Sends the pods of some files to a real API server with ``dryRun=All``, so nothing is created."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from k8slint.cluster.live import ClusterError, Refused
from k8slint.dataclass import dataclass, field
from k8slint.finding import Finding
from k8slint.kube.template import TemplateError, named_template
from k8slint.lint.failures import cannot_parse
from k8slint.lint.prefilter import widest
from k8slint.lint.report import FileResult, Report
from k8slint.run import runner
from k8slint.run.deployed import with_template
from k8slint.run.discovery import discover
from k8slint.run.refusals import findings, postable
from k8slint.run.targeting import ByPath, targeted
from k8slint.run.trials import trials, worker_template
from k8slint.settings.config import is_dag_file, is_template
from k8slint.settings.files import MAX_SOURCE, read_regular
from k8slint.source.project import Project
from k8slint.source.syntax import CannotParse
from k8slint.source.text import CannotDecode, decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.cluster.live import Cluster
    from k8slint.run.trials import Trial
    from k8slint.settings.config import Config


@dataclass(slots=True)
class Tally:
    """How many pods were ``tried``, how many weren't as their namespace or cluster isn't known (``elsewhere``), and how many
    rejections were left out since they may come from what isn't known of the pod (``undecided``)."""

    tried: int = 0
    elsewhere: int = 0
    undecided: int = 0


def verified(paths: tuple[str, ...], config: Config, cluster: Cluster, namespace: str) -> tuple[Report, Tally]:
    """The server's refusals as findings of the files, and how many pods were tried. Raises UserError and ClusterError."""
    told: list[str] = []
    files, troubles = discover(paths, config, told)
    config, evidence = targeted(config, paths, None)
    config, stated = with_template(config, paths)
    template = None if config.pod_template is None else named_template(config.pod_template)
    of, projects = ByPath(config), dict[int, Project]()
    trying = _Trying(cluster)
    results: list[FileResult] = []
    for path in files:
        own = of(path)
        if not is_dag_file(path, own) and not is_template(path, own):
            continue
        project = projects.setdefault(id(own), Project(config.src))
        try:
            data = read_regular(path, MAX_SOURCE)
            if is_dag_file(path, own) and not widest(own).may_matter(data):
                continue
            found = trying.all(trials(decode(path, data), own, project, namespace))
        except OSError as error:
            found = (cannot_parse(path, f"the file can't be read: {error.strerror}"),)
        except (CannotDecode, CannotParse, TemplateError) as error:
            found = (cannot_parse(path, error.message, error.row, error.column),)
        results.append(FileResult(path, found))
    source = None if template is None else template.value.origin.source
    if source is not None and source.path not in {result.path for result in results}:
        project = projects.setdefault(id(config), Project(config.src))
        results.append(FileResult(source.path, trying.all(worker_template(source, config, project, namespace))))
    return (
        Report(
            tuple(results),
            config,
            files=len(files),
            troubles=tuple(troubles),
            notes=tuple(told),
            evidence=(*evidence, *stated),
            source=runner._Sources({}),
            before=runner._Sources({}),
        ),
        trying.tally,
    )


@dataclass(slots=True)
class _Trying:
    """Tries pods on one cluster, each that is the same once."""

    cluster: Cluster
    tally: Tally = field(default_factory=Tally)
    known: dict[tuple[str, str], Refused | None] = field(default_factory=dict)

    def all(self, pods: Iterable[Trial]) -> tuple[Finding, ...]:
        """What the server refuses of some pods."""
        found: dict[tuple[object, ...], Finding] = {}
        for trial in pods:
            if trial.namespace is None:
                self.tally.elsewhere += 1
                continue
            refused = self._one(trial, trial.namespace)
            if refused is None:
                continue
            made, undecided = findings(trial, refused)
            self.tally.undecided += undecided
            for finding in made:
                found.setdefault((finding.path, finding.span, finding.message), finding)
        return tuple(found.values())

    def _one(self, trial: Trial, namespace: str) -> Refused | None:
        body = postable(trial.pod)
        key = (namespace, json.dumps(body, sort_keys=True))
        if key not in self.known:
            self.tally.tried += 1
            self.known[key] = self._post(body, namespace)
        return self.known[key]

    def _post(self, body: object, namespace: str) -> Refused | None:
        try:
            self.cluster.request("POST", f"/api/v1/namespaces/{namespace}/pods", [("dryRun", "All")], body)
        except Refused as refused:
            host = self.cluster.host
            if "cannot create resource" in refused.message:
                raise ClusterError(f"{host}: not allowed to create pods in namespace {namespace}") from None
            if refused.status >= 500:
                raise ClusterError(f"{host} answers {refused.status} when asked for a pod") from None
            return refused
        return None
