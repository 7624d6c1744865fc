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
        report, tried = verified(paths, config, cluster, config.namespace or cluster.namespace)
        check.show(report, config, outputs)
    except ClusterError as error:
        raise UserError(str(error)) from None
    if not config.flag("quiet"):
        count = len(report.findings)
        found = f"{count} rejection{'' if count == 1 else 's'}" if count else "nothing rejected"
        say(f"Tried {tried} pod{'' if tried == 1 else 's'} on {cluster.host}: {found}.")
    return check.exit_code(report, config)
