from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.merge import is_from_airflow
from k8slint.evaluate.values import Absent, Const, get
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._wire import is_true


class HostNetworkWithoutClusterDns(Rule):
    """A pod on the host network doesn't use the cluster's DNS, so it can't resolve Services.

    With ``host_network``, the policy ``ClusterFirst`` (the default) silently means ``Default``: names like
    ``postgres.airflow.svc`` don't resolve. ``ClusterFirstWithHostNet`` keeps the cluster's DNS.

    Bad:
        main = k8s.V1Container(name="base")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main], host_network=True, dns_policy="ClusterFirst"))
    Good:
        main = k8s.V1Container(name="base")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main], host_network=True, dns_policy="ClusterFirstWithHostNet"))
    """

    code, since, severity = "KE534", "0.1", WARNING

    def check_effective_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if pod.site is None or not is_true(pod.value, "spec", "hostNetwork"):
            return
        network = get(pod.value, "spec", "hostNetwork").origin
        if is_from_airflow(network) or network.source is not pod.site.origin.source:
            return
        match get(pod.value, "spec", "dnsPolicy"):
            case Absent():
                policy, at = "the default policy", network
            case Const(value="ClusterFirst", origin=at):
                policy = "`ClusterFirst`"
            case _:
                return
        yield self.violation(
            at,
            f"with hostNetwork, {policy} doesn't use the cluster's DNS, so Service names don't resolve. Write "
            "`ClusterFirstWithHostNet`",
            field="spec.dnsPolicy",
        )
