"""``k8slint inventory``: list the objects of a cluster, by name and key."""

from __future__ import annotations

from k8slint.cli.output import CLEAN, bounded, put, say
from k8slint.cluster.listing import written
from k8slint.cluster.live import Cluster, ClusterError
from k8slint.settings.errors import UserError


def inventory(
    context: str | None, kubeconfig: str | None, namespaces: tuple[str, ...], output: str | None, timeout: float
) -> int:
    """Print or write the inventory; the exit code."""
    return bounded(lambda: _inventory(context, kubeconfig, namespaces, output, timeout), verbose=False)


def _inventory(
    context: str | None, kubeconfig: str | None, namespaces: tuple[str, ...], output: str | None, timeout: float
) -> int:
    try:
        cluster = Cluster(context, kubeconfig, timeout)
        text, troubles = written(cluster, namespaces or (cluster.namespace,))
    except ClusterError as error:
        raise UserError(str(error)) from None
    if output is None:
        put(text.splitlines(keepends=True), form="yaml")
    else:
        from k8slint.run import atomic

        try:
            atomic.write(output, text.encode())
        except OSError as error:
            raise UserError(f"{output} can't be written: {error.strerror or error}") from None
    for trouble in troubles:
        say(f"Warning: {trouble}")
    return CLEAN
