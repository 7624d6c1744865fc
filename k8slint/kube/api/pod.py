"""The pod spec, and the constraints on a pod as a whole."""

from __future__ import annotations

from k8slint.kube.api.constraints import (
    between,
    labels_are_spelled,
    one_of,
    refuse_repeats,
    refuse_spelling,
    spelled,
    texts,
)
from k8slint.kube.api.containers import CONTAINER, EPHEMERAL_CONTAINER, container_names_differ
from k8slint.kube.api.declare import (
    ANYTHING,
    BOOL,
    INT32,
    INT64,
    JUDGED,
    REFUSED,
    TEXT,
    Field,
    ListOf,
    MapOf,
    Struct,
    Word,
)
from k8slint.kube.api.env import files_are_mounted
from k8slint.kube.api.grammar import DNS_LABEL, DNS_SUBDOMAIN
from k8slint.kube.api.metadata import OBJECT_META, special_annotations
from k8slint.kube.api.mounts import mounts_have_volumes
from k8slint.kube.api.network import (
    DNS_CONFIG,
    HOST_ALIAS,
    dns_is_read,
    hostname_override_fits,
    some_nameserver,
    warn_of_repeated_aliases,
)
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.ports import host_ports_differ, warn_of_port_names, warn_of_ports
from k8slint.kube.api.probes import init_containers_end
from k8slint.kube.api.resources import (
    OVERHEAD,
    POD_RESOURCES,
    claims_are_declared,
    defaulted_hugepages,
    overhead_is_limits,
    pod_resources_suffice,
)
from k8slint.kube.api.scheduling import (
    AFFINITY,
    READINESS_GATE,
    SCHEDULING_GATE,
    TOLERATION,
    TOPOLOGY_SPREAD,
    gates_are_named,
    gates_come_before_nodes,
    spreads_differ,
    warn_of_old_node_labels,
)
from k8slint.kube.api.security import (
    POD_SECURITY_CONTEXT,
    annotations_agree,
    host_namespaces_agree,
    host_processes_are_whole,
    options_fit_the_system,
    sysctls_are_the_pods_own,
)
from k8slint.kube.api.validator import Validator, listed, quoted
from k8slint.kube.api.volumes import (
    VOLUME,
    claims_fit_the_pod,
    tokens_have_an_account,
    volume_names_differ,
)
from k8slint.kube.names import did_you_mean

_SUBDOMAIN = spelled(DNS_SUBDOMAIN)


def _preemption_policy(node: Node, validator: Validator) -> None:
    """An empty text is missing, not the default."""
    if node.value == "":
        validator.refuse("Required", node, "`preemptionPolicy` is empty")
    else:
        one_of("PreemptLowerPriority", "Never")(node, validator)


def _system_is_known(node: Node, validator: Validator) -> None:
    """The server names ``os``, not its name."""
    name = node.text("name")
    if name == "":
        validator.required(node, "name", "`os` needs `name`")
    elif name is not None and name not in ("linux", "windows"):
        suggestion = did_you_mean(name, ("linux", "windows"))
        hint = f"did you mean `{suggestion}`?" if suggestion else f"it must be {listed(('linux', 'windows'))}"
        validator.refuse(
            "NotSupported", node.value["name"], f"os {quoted(name)}: {hint}", path=node.path, suggestion=suggestion
        )


def _account_is_spelled(spec: Node, validator: Validator) -> None:
    """``serviceAccount`` is the old name of ``serviceAccountName``, which wins; the server names the new one."""
    name, old = spec.text("serviceAccountName"), spec.text("serviceAccount")
    if name == "" and old:
        refuse_spelling(spec.value["serviceAccount"], DNS_SUBDOMAIN, validator, path="spec.serviceAccountName")


def _no_ephemeral_containers(spec: Node, validator: Validator) -> None:
    if spec.items("ephemeralContainers"):
        validator.refuse(
            "Forbidden", spec.value["ephemeralContainers"], "ephemeral containers can only be added to a running pod"
        )


def _warn_of_negative_grace(node: Node, validator: Validator) -> None:
    """The server turns it into 1 and says nothing."""
    if node.value < 0:
        validator.warn(
            node, f"`terminationGracePeriodSeconds` {quoted(node.value)} is treated as 1", suggestion="1", kind=None
        )


def _warn_of_pull_secrets(node: Node, validator: Validator) -> None:
    """Nothing is pulled with a secret that has no name, nor better with one named twice."""
    seen: dict[str, Node] = {}
    for item in node.value:
        name = item.text("name") if item.value is not UNKNOWN else None
        if name is None:
            continue
        if not name:
            validator.warn(item, "an image pull secret needs `name`", path=f"{item.path}.name")
        first = seen.setdefault(name, item)
        if first is not item:
            validator.warn(item, f"image pull secret {quoted(name)} is listed twice", path=f"{item.path}.name")


LOCAL_OBJECT_REFERENCE = Struct("a reference", "pod", {"name": Field(TEXT)})

RESOURCE_CLAIM_FIELDS = {
    "name": Field(TEXT, spelled(DNS_LABEL), absent=REFUSED),
    "resourceClaimName": Field(TEXT, _SUBDOMAIN, pointer=True, since=(1, 31)),
    "resourceClaimTemplateName": Field(TEXT, _SUBDOMAIN, pointer=True, since=(1, 31)),
    "source": Field(ANYTHING, until=(1, 30)),
}


def _one_claim(node: Node, validator: Validator) -> None:
    names = [name for name in ("resourceClaimName", "resourceClaimTemplateName") if node.get(name) is not None]
    if not names:
        validator.refuse("Invalid", node, "a resource claim needs `resourceClaimName` or `resourceClaimTemplateName`")
    elif len(names) > 1 and all(node.has(name) for name in names):
        validator.refuse(
            "Invalid", node, "a resource claim can have `resourceClaimName` or `resourceClaimTemplateName`, not both"
        )


def _claim_names_differ(node: Node, validator: Validator) -> None:
    refuse_repeats(texts(node.value, "name"), "Duplicate", "resource claim", "this pod", validator)


POD_RESOURCE_CLAIM = Struct("a resource claim", "resources", RESOURCE_CLAIM_FIELDS, _one_claim)

POD_SPEC = Struct(
    "the pod",
    "pod",
    {
        "volumes": Field(ListOf(VOLUME)),
        "initContainers": Field(ListOf(CONTAINER)),
        "containers": Field(
            ListOf(CONTAINER), absent=REFUSED, area="containers", why="a pod needs at least one container"
        ),
        "ephemeralContainers": Field(ListOf(EPHEMERAL_CONTAINER)),
        "restartPolicy": Field(TEXT, one_of("Always", "OnFailure", "Never")),
        "terminationGracePeriodSeconds": Field(INT64, _warn_of_negative_grace),
        "activeDeadlineSeconds": Field(INT64, between(1, 2**31 - 1)),
        "dnsPolicy": Field(TEXT, one_of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"), area="network"),
        "nodeSelector": Field(MapOf(TEXT), labels_are_spelled, warn_of_old_node_labels, area="scheduling"),
        "serviceAccountName": Field(TEXT, _SUBDOMAIN),
        "serviceAccount": Field(TEXT),
        "automountServiceAccountToken": Field(BOOL),
        "nodeName": Field(TEXT, _SUBDOMAIN, area="scheduling"),
        "hostNetwork": Field(BOOL),
        "hostPID": Field(BOOL),
        "hostIPC": Field(BOOL),
        "hostUsers": Field(BOOL, enforced=(1, 33)),
        "shareProcessNamespace": Field(BOOL),
        "securityContext": Field(POD_SECURITY_CONTEXT),
        "imagePullSecrets": Field(ListOf(LOCAL_OBJECT_REFERENCE), _warn_of_pull_secrets),
        "hostname": Field(TEXT, spelled(DNS_LABEL), area="network"),
        "hostnameOverride": Field(TEXT, _SUBDOMAIN, pointer=True, since=(1, 34), enforced=(1, 35), area="network"),
        "subdomain": Field(TEXT, spelled(DNS_LABEL), area="network"),
        "setHostnameAsFQDN": Field(BOOL),
        "affinity": Field(AFFINITY),
        "schedulerName": Field(TEXT),
        "tolerations": Field(ListOf(TOLERATION)),
        "hostAliases": Field(ListOf(HOST_ALIAS), warn_of_repeated_aliases, area="network"),
        "priorityClassName": Field(TEXT, _SUBDOMAIN, area="scheduling"),
        "priority": Field(INT32),
        "preemptionPolicy": Field(TEXT, _preemption_policy, pointer=True, area="scheduling"),
        "dnsConfig": Field(DNS_CONFIG, only_if=dns_is_read),
        "readinessGates": Field(ListOf(READINESS_GATE)),
        "schedulingGates": Field(ListOf(SCHEDULING_GATE), gates_are_named, area="scheduling"),
        "runtimeClassName": Field(TEXT, _SUBDOMAIN, pointer=True),
        "enableServiceLinks": Field(BOOL),
        "overhead": Field(OVERHEAD),
        "topologySpreadConstraints": Field(ListOf(TOPOLOGY_SPREAD), spreads_differ, area="scheduling"),
        "os": Field(Struct("`os`", "pod", {"name": Field(TEXT)}, _system_is_known)),
        "resourceClaims": Field(ListOf(POD_RESOURCE_CLAIM), _claim_names_differ, area="resources", enforced=(1, 34)),
        "resources": Field(POD_RESOURCES, since=(1, 32), enforced=(1, 34)),
        "workloadRef": Field(ANYTHING, since=(1, 35), until=(1, 35)),
        "schedulingGroup": Field(
            Struct("a scheduling group", "scheduling", {"podGroupName": Field(TEXT)}), since=(1, 36), enforced=(9,)
        ),
        "evictionResponders": Field(ANYTHING, since=(1, 37)),
    },
    others={
        "containers": (container_names_differ, _no_ephemeral_containers),
        "volumes": (volume_names_differ, claims_fit_the_pod, tokens_have_an_account),
        "mounts": (mounts_have_volumes,),
        "env": (files_are_mounted,),
        "ports": (host_ports_differ, warn_of_ports, warn_of_port_names),
        "probes": (init_containers_end,),
        "resources": (claims_are_declared, defaulted_hugepages, overhead_is_limits, pod_resources_suffice),
        "security": (
            host_namespaces_agree,
            sysctls_are_the_pods_own,
            host_processes_are_whole,
            options_fit_the_system,
        ),
        "scheduling": (gates_come_before_nodes,),
        "network": (some_nameserver, hostname_override_fits),
        "pod": (_account_is_spelled,),
    },
)

POD = Struct(
    "a pod",
    "pod",
    {
        "apiVersion": Field(Word("v1")),
        "kind": Field(Word("Pod")),
        "metadata": Field(OBJECT_META),
        "spec": Field(POD_SPEC, absent=JUDGED),
        "status": Field(ANYTHING),
    },
    others={"metadata": (special_annotations,), "security": (annotations_agree,)},
)
