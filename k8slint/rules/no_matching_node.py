from __future__ import annotations

from collections.abc import Iterator

from k8slint.cluster import placement
from k8slint.cluster.capacity import Node, nodes
from k8slint.cluster.model import Inventory
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Violation
from k8slint.rules._capacity import CapacityRule
from k8slint.rules._references import listed, meant


class NoMatchingNode(CapacityRule):
    """No node of the cluster satisfies the pod's node selector, node affinity and tolerations.

    The pod stays Pending until Airflow gives up. It is a warning, because an autoscaler may have node pools that are
    empty at the moment.

    Inventory: {cluster: {nodes: {a: {labels: {pool: cpu}}, b: {labels: {pool: gpu-large}}}}}
    Bad:
        k8s.V1Pod(
            spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], node_selector={"pool": "gpu"})
        )
    Good:
        k8s.V1Pod(
            spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], node_selector={"pool": "gpu-large"})
        )
    """

    code, since, severity = "KE830", "0.1", WARNING
    cluster_wide = True

    def check_capacity(self, pod: Pod, inventory: Inventory, namespace: str) -> Iterator[Violation]:
        known = nodes(inventory)
        if not known:
            return
        fitting = known
        for key, value, origin in placement.selector(pod):
            if not any(placement.has_label(node, key, value, known) for node in known):
                values = sorted({node.labels[key] for node in known if key in node.labels})
                hint = meant(value, values) if values else meant(key, sorted({k for n in known for k in n.labels}))
                yield self.violation(
                    origin,
                    f"no node has the label `{key}: {value}`: the pod stays Pending{hint}",
                    field=f"spec.nodeSelector[{key}]",
                )
                return
            fitting = [node for node in fitting if placement.has_label(node, key, value, known)]
        terms = placement.terms(pod)
        if terms is not None:
            fitting = [node for node in fitting if any(placement.fits_term(term, node, known) for term in terms)]
        places = list(placement.origins(pod))
        if not places:
            return
        if not fitting:
            yield self.violation(
                places[0], "no node satisfies the node selector and affinity together: the pod stays Pending"
            )
            return
        taints = [placement.untolerated(pod, node) for node in fitting]
        if all(taint is not None for taint in taints):
            yield self.violation(places[0], _tainted(fitting, [taint for taint in taints if taint]))


def _tainted(fitting: list[Node], taints: list[dict[str, object]]) -> str:
    shown = listed(sorted({placement.shown(taint) for taint in taints})[:3])
    many = f"the {len(fitting)} nodes that match are" if len(fitting) > 1 else "the only node that matches is"
    return f"{many} tainted with {shown}, which the pod doesn't tolerate: the pod stays Pending"
