"""Where Airflow and Kubernetes document what a rule is about, by code or its first letters: the longest one counts."""

from __future__ import annotations

from collections.abc import Iterator

K8S = "https://kubernetes.io/docs"
AIRFLOW = "https://airflow.apache.org/docs/apache-airflow/stable"
PROVIDER = "https://airflow.apache.org/docs/apache-airflow-providers-cncf-kubernetes/stable"

EXECUTOR = ("Airflow: Kubernetes executor", f"{PROVIDER}/kubernetes_executor.html")
OPERATOR = ("Airflow: KubernetesPodOperator", f"{PROVIDER}/operators.html")
UPGRADE = ("Airflow: upgrading to Airflow 3", f"{AIRFLOW}/installation/upgrading_to_airflow3.html")
NOTES = ("Airflow: release notes", f"{AIRFLOW}/release_notes.html")
OPTIONS = ("Airflow: configuration reference", f"{AIRFLOW}/configurations-ref.html")
MAPPING = ("Airflow: dynamic task mapping", f"{AIRFLOW}/authoring-and-scheduling/dynamic-task-mapping.html")
TEMPLATES = ("Airflow: templates reference", f"{AIRFLOW}/templates-ref.html")
DAGS = ("Airflow: Dags", f"{AIRFLOW}/core-concepts/dags.html")
EXECUTORS = ("Airflow: executors", f"{AIRFLOW}/core-concepts/executor/index.html")
POD = ("Kubernetes: the Pod resource", f"{K8S}/reference/kubernetes-api/workload-resources/pod-v1/")
RESOURCES = (
    "Kubernetes: resources of pods and containers",
    f"{K8S}/concepts/configuration/manage-resources-containers/",
)
QUANTITY = ("Kubernetes: quantities", f"{K8S}/reference/kubernetes-api/common-definitions/quantity/")
ENV = (
    "Kubernetes: environment variables",
    f"{K8S}/tasks/inject-data-application/define-environment-variable-container/",
)
SECRET = ("Kubernetes: Secrets", f"{K8S}/concepts/configuration/secret/")
CONFIG_MAP = ("Kubernetes: ConfigMaps", f"{K8S}/concepts/configuration/configmap/")
NAMES = ("Kubernetes: object names", f"{K8S}/concepts/overview/working-with-objects/names/")
LABELS = ("Kubernetes: labels", f"{K8S}/concepts/overview/working-with-objects/labels/")
IMAGES = ("Kubernetes: images", f"{K8S}/concepts/containers/images/")
VOLUMES = ("Kubernetes: volumes", f"{K8S}/concepts/storage/volumes/")
SECURITY = ("Kubernetes: security contexts", f"{K8S}/tasks/configure-pod-container/security-context/")
NODES = ("Kubernetes: assigning pods to nodes", f"{K8S}/concepts/scheduling-eviction/assign-pod-node/")
TAINTS = ("Kubernetes: taints and tolerations", f"{K8S}/concepts/scheduling-eviction/taint-and-toleration/")
DNS = ("Kubernetes: DNS for pods", f"{K8S}/concepts/services-networking/dns-pod-service/")
LIFE = ("Kubernetes: the life of a pod", f"{K8S}/concepts/workloads/pods/pod-lifecycle/")
SIDECARS = ("Kubernetes: sidecar containers", f"{K8S}/concepts/workloads/pods/sidecar-containers/")
PROBES = (
    "Kubernetes: probes",
    f"{K8S}/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
)
ACCOUNTS = ("Kubernetes: service accounts", f"{K8S}/concepts/security/service-accounts/")
NAMESPACES = ("Kubernetes: namespaces", f"{K8S}/concepts/overview/working-with-objects/namespaces/")
CLAIMS = ("Kubernetes: persistent volumes", f"{K8S}/concepts/storage/persistent-volumes/")
CLASSES = ("Kubernetes: storage classes", f"{K8S}/concepts/storage/storage-classes/")
PRIORITY = ("Kubernetes: pod priority", f"{K8S}/concepts/scheduling-eviction/pod-priority-preemption/")
RUNTIME = ("Kubernetes: runtime classes", f"{K8S}/concepts/containers/runtime-class/")
DEVICES = (
    "Kubernetes: dynamic resource allocation",
    f"{K8S}/concepts/scheduling-eviction/dynamic-resource-allocation/",
)
RANGES = ("Kubernetes: limit ranges", f"{K8S}/concepts/policy/limit-range/")
QUOTAS = ("Kubernetes: resource quotas", f"{K8S}/concepts/policy/resource-quotas/")
STANDARDS = ("Kubernetes: Pod Security Standards", f"{K8S}/concepts/security/pod-security-standards/")
GPUS = ("Kubernetes: GPUs", f"{K8S}/tasks/manage-gpus/scheduling-gpus/")

Link = tuple[str, str]
LINKS: dict[str, tuple[Link, ...]] = {
    "KE1": (EXECUTOR,),
    "KE105": (EXECUTOR, MAPPING),
    "KE108": (EXECUTOR, TEMPLATES),
    "KE109": (OPERATOR, EXECUTOR),
    "KE110": (EXECUTORS,),
    "KE2": (EXECUTOR,),
    "KE205": (EXECUTOR, ENV),
    "KE207": (EXECUTOR, NAMESPACES),
    "KE208": (EXECUTOR, LABELS),
    "KE209": (EXECUTOR, SIDECARS),
    "KE210": (EXECUTOR, LIFE),
    "KE3": (RESOURCES, QUANTITY),
    "KE4": (ENV, SECRET),
    "KE407": (OPERATOR, SECRET),
    "KE408": (OPERATOR, SECRET),
    "KE409": (OPERATOR, SECRET),
    "KE410": (OPERATOR, SECRET),
    "KE412": (OPTIONS,),
    "KE413": (OPERATOR, TEMPLATES),
    "KE414": (OPTIONS,),
    "KE5": (POD,),
    "KE510": (LABELS, NAMES),
    "KE511": (POD, IMAGES),
    "KE513": (PROBES, LIFE),
    "KE514": (RESOURCES, DEVICES),
    "KE515": (VOLUMES,),
    "KE516": (VOLUMES,),
    "KE517": (SECURITY,),
    "KE518": (NODES, TAINTS),
    "KE519": (DNS,),
    "KE530": (VOLUMES,),
    "KE531": (VOLUMES, SECRET),
    "KE532": (SECURITY,),
    "KE533": (SECURITY,),
    "KE534": (DNS,),
    "KE535": (VOLUMES,),
    "KE536": (VOLUMES, EXECUTOR),
    "KE537": (VOLUMES,),
    "KE538": (IMAGES,),
    "KE539": (NAMES,),
    "KE540": (NODES,),
    "KE6": (UPGRADE, NOTES),
    "KE605": (OPTIONS, UPGRADE),
    "KE606": (OPTIONS, UPGRADE),
    "KE607": (OPTIONS, UPGRADE),
    "KE7": (UPGRADE, NOTES),
    "KE703": (OPERATOR, NOTES),
    "KE706": (TEMPLATES, UPGRADE),
    "KE707": (DAGS, UPGRADE),
    "KE711": (MAPPING,),
    "KE712": (OPERATOR,),
    "KE713": (OPERATOR,),
    "KE714": (DAGS,),
    "KE8": (POD,),
    "KE801": (VOLUMES,),
    "KE802": (EXECUTOR,),
    "KE803": (SECRET,),
    "KE804": (SECRET,),
    "KE805": (CONFIG_MAP,),
    "KE806": (CONFIG_MAP,),
    "KE807": (ACCOUNTS,),
    "KE808": (IMAGES,),
    "KE809": (CLAIMS,),
    "KE810": (PRIORITY,),
    "KE811": (RUNTIME,),
    "KE812": (CLASSES,),
    "KE813": (DEVICES,),
    "KE820": (RANGES,),
    "KE821": (QUOTAS,),
    "KE822": (QUOTAS, RANGES),
    "KE830": (NODES, TAINTS),
    "KE831": (RESOURCES,),
    "KE9": (POD,),
    "KE901": (RESOURCES, RANGES),
    "KE902": (RESOURCES,),
    "KE903": (RESOURCES, RANGES),
    "KE904": (IMAGES,),
    "KE905": (IMAGES,),
    "KE906": (ACCOUNTS,),
    "KE907": (NAMESPACES,),
    "KE908": (LABELS,),
    "KE909": (STANDARDS, SECURITY),
    "KE910": (TAINTS,),
    "KE911": (GPUS, NODES),
    "KE912": (STANDARDS,),
}


def links(code: str) -> Iterator[Link]:
    """What to read about a rule."""
    for length in range(len(code), 2, -1):
        if code[:length] in LINKS:
            yield from LINKS[code[:length]]
            return
