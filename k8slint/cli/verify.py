"""``k8slint verify``: rejections of the worker pods by a cluster, as findings at the lines of the DAG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint.cli import check
from k8slint.cli.output import bounded, say
from k8slint.cluster.live import Cluster, ClusterError
from k8slint.run.verify import verified
from k8slint.settings.config import load
from k8slint.settings.errors import UserError

if TYPE_CHECKING:
    from k8slint.settings.options import Given


def verify(given: Given, context: str | None, kubeconfig: str | None, timeout: float) -> int:
    """Try the pods of the files in ``given`` on the cluster, and show what it refuses; the exit code."""
    return bounded(lambda: _verify(given, context, kubeconfig, timeout), verbose=given.get("verbose") is True)


def _verify(given: Given, context: str | None, kubeconfig: str | None, timeout: float) -> int:
    named = given.get("paths")
    paths = named if isinstance(named, tuple) and named else (".",)
    try:
        config = load(given, paths)
        outputs = check.files(given, config)
        cluster = Cluster(context, kubeconfig, timeout)
        report, tally = verified(paths, config, cluster, config.namespace or cluster.namespace)
        check.show(report, config, outputs)
    except ClusterError as error:
        raise UserError(str(error)) from None
    if not config.flag("quiet"):
        found = _counted(len(report.findings), "rejection") if report.findings else "nothing rejected"
        say(f"Tried {_counted(tally.tried, 'pod')} on {cluster.host}: {found}.")
        if tally.undecided:
            missing = " (no pod template is set)" if report.config.pod_template is None else ""
            say(f"Not shown: {_counted(tally.undecided, 'rejection')} that unknown values{missing} may cause.")
        if tally.elsewhere:
            say(f"Not tried: {_counted(tally.elsewhere, 'pod')} whose namespace or cluster isn't known.")
    return check.exit_code(report, config)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
