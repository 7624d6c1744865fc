"""``k8slint inventory``: writes down what exists in a cluster, by name and key."""

from __future__ import annotations

import sys

from k8slint.cluster.listing import written
from k8slint.cluster.live import Cluster, ClusterError

CLEAN, WRONG_USAGE = 0, 2


def inventory(
    context: str | None, kubeconfig: str | None, namespaces: tuple[str, ...], output: str | None, timeout: float
) -> int:
    """Print or write the inventory; the exit code."""
    try:
        cluster = Cluster(context, kubeconfig, timeout)
        text, troubles = written(cluster, namespaces or (cluster.namespace,))
    except ClusterError as error:
        sys.stderr.write(f"Error: {error}\n")
        return WRONG_USAGE
    if output is None:
        sys.stdout.write(text)
    else:
        from k8slint.run import atomic

        try:
            atomic.write(output, text.encode())
        except OSError as error:
            sys.stderr.write(f"Error: {output} can't be written: {error.strerror or error}\n")
            return WRONG_USAGE
    sys.stderr.writelines(f"Warning: {trouble}\n" for trouble in troubles)
    return CLEAN
