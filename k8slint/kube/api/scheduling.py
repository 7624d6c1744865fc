"""Scheduling: node selector, affinity, tolerations, topology spread, gates."""

from __future__ import annotations

from k8slint.kube.api.constraints import between, labels_are_spelled, one_of, refuse_spelling, spelled
from k8slint.kube.api.declare import INT32, INT64, JUDGED, REFUSED, TEXT, Field, ListOf, MapOf, Struct
from k8slint.kube.api.grammar import DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE, QUALIFIED_NAME
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.validator import Validator, quoted

_WEIGHT = Field(INT32, between(1, 100), absent=JUDGED)

_OLD_LABELS = {
    "beta.kubernetes.io/arch": "kubernetes.io/arch",
    "beta.kubernetes.io/os": "kubernetes.io/os",
    "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
    "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
}
_OLD_LABELS_1_31 = {
    "node-role.kubernetes.io/master": "node-role.kubernetes.io/control-plane",
    "app.kubernetes.io/created-by": "app.kubernetes.io/managed-by",
}


def warn_of_old_label(node: Node, key: str, validator: Validator, *, is_key: bool = False) -> None:
    """Labels that nodes carry under another name today."""
    new = _OLD_LABELS.get(key) or (_OLD_LABELS_1_31.get(key) if validator.version >= (1, 31) else None)
    if new:
        validator.warn(
            node, f"label {quoted(key)} is deprecated: use `{new}`", origin=node.key if is_key else None, suggestion=new
        )


def _values_fit(node: Node, validator: Validator) -> None:
    """In and NotIn take values, Exists and DoesNotExist none, Gt and Lt one."""
    operator, values = node.text("operator"), node.get("values")
    count = len(node.items("values"))
    whole = node.whole("values")
    if operator in ("In", "NotIn") and not count and whole:
        validator.required(node, "values", f"operator `{operator}` needs `values`")
    elif operator in ("Exists", "DoesNotExist") and count:
        validator.refuse("Forbidden", values or node, f"operator `{operator}` can't have `values`")
    elif operator in ("Gt", "Lt") and (count > 1 or (not count and whole)):
        validator.required(node, "values", f"operator `{operator}` needs exactly one value")


def _label_values(node: Node, validator: Validator) -> None:
    for item in node.items("values"):
        if item.known:
            refuse_spelling(item, LABEL_VALUE, validator)


_SELECTOR_KEY = Field(TEXT, spelled(QUALIFIED_NAME), absent=JUDGED)


def label_selector(area: str) -> Struct:
    """What selects objects by their labels: pods to be near to, or volumes."""
    requirement = Struct(
        "a label selector",
        area,
        {
            "key": _SELECTOR_KEY,
            "operator": Field(TEXT, one_of("In", "NotIn", "Exists", "DoesNotExist", kind="Invalid"), absent=JUDGED),
            "values": Field(ListOf(TEXT)),
        },
        _values_fit,
        _label_values,
    )
    return Struct(
        "a label selector",
        area,
        {"matchLabels": Field(MapOf(TEXT), labels_are_spelled), "matchExpressions": Field(ListOf(requirement))},
    )


LABEL_SELECTOR = label_selector("scheduling")


def _node_values(node: Node, validator: Validator) -> None:
    """Since 1.33 what must match is a label value; in a preference a wrong one is only useless."""
    if validator.version < (1, 33):
        return
    preferred = node.parent is not None and node.ancestor(2).step == "preference"
    for item in node.items("values"):
        if not item.known:
            continue
        wrong = LABEL_VALUE.wrong(item.value)
        if wrong and preferred:
            validator.warn(item, f"{quoted(item.value)} is not a valid label value, so no node matches it: {wrong}")
        elif wrong:
            refuse_spelling(item, LABEL_VALUE, validator)


def _warn_of_old_key(node: Node, validator: Validator) -> None:
    key = node.text("key")
    if key:
        warn_of_old_label(node.value["key"], key, validator)


NODE_SELECTOR_REQUIREMENT = Struct(
    "a node selector",
    "scheduling",
    {
        "key": _SELECTOR_KEY,
        "operator": Field(
            TEXT, one_of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", kind="Invalid"), absent=JUDGED
        ),
        "values": Field(ListOf(TEXT)),
    },
    _values_fit,
    _node_values,
    _warn_of_old_key,
)


def _field_values(node: Node, validator: Validator) -> None:
    """A field is matched by exactly one value, the name of a node."""
    operator, count = node.text("operator"), len(node.items("values"))
    if operator in ("In", "NotIn") and (count > 1 or (not count and node.whole("values"))):
        validator.required(node, "values", f"operator `{operator}` needs exactly one value in `matchFields`")
    if node.text("key") == "metadata.name":
        for item in node.items("values"):
            if item.known:
                refuse_spelling(item, DNS_SUBDOMAIN, validator)


NODE_FIELD_REQUIREMENT = Struct(
    "a node field selector",
    "scheduling",
    {
        "key": Field(TEXT, one_of("metadata.name", kind="Invalid"), absent=JUDGED),
        "operator": Field(TEXT, one_of("In", "NotIn", kind="Invalid"), absent=JUDGED),
        "values": Field(ListOf(TEXT)),
    },
    _field_values,
)

NODE_SELECTOR_TERM = Struct(
    "a node selector term",
    "scheduling",
    {
        "matchExpressions": Field(ListOf(NODE_SELECTOR_REQUIREMENT)),
        "matchFields": Field(ListOf(NODE_FIELD_REQUIREMENT)),
    },
)

NODE_AFFINITY = Struct(
    "nodeAffinity",
    "scheduling",
    {
        "requiredDuringSchedulingIgnoredDuringExecution": Field(
            Struct(
                "a required node affinity",
                "scheduling",
                {"nodeSelectorTerms": Field(ListOf(NODE_SELECTOR_TERM), absent=REFUSED)},
            )
        ),
        "preferredDuringSchedulingIgnoredDuringExecution": Field(
            ListOf(
                Struct(
                    "a preferred node affinity",
                    "scheduling",
                    {"weight": _WEIGHT, "preference": Field(NODE_SELECTOR_TERM)},
                )
            )
        ),
    },
)


def _namespaces(node: Node, validator: Validator) -> None:
    """The server names a field that doesn't exist."""
    for item in node.items("namespaces"):
        if item.known:
            refuse_spelling(item, DNS_LABEL, validator)


def _label_keys(node: Node, validator: Validator) -> None:
    """Keys taken from the pod's own labels: they need a selector, and match or mismatch, not both."""
    selector = node.has("labelSelector")
    matching, mismatching = node.items("matchLabelKeys"), node.items("mismatchLabelKeys")
    for name, items in (("matchLabelKeys", matching), ("mismatchLabelKeys", mismatching)):
        if not items:
            continue
        if selector is False:
            validator.refuse("Forbidden", node.value[name], f"`{name}` needs `labelSelector`")
            continue
        for item in items:
            if item.known:
                refuse_spelling(item, QUALIFIED_NAME, validator)
    if selector:
        _refuse_doubled_keys(node, matching, validator)
    excluded = {item.value for item in mismatching}
    for item in matching:
        if item.known and item.value in excluded:
            validator.refuse(
                "Invalid", item, f"{quoted(item.value)} is in both `matchLabelKeys` and `mismatchLabelKeys`"
            )


def _refuse_doubled_keys(node: Node, keys: list[Node], validator: Validator) -> None:
    """The server adds what the pod's own labels say of these keys to the selector, where each key may stand once."""
    selector = node.value["labelSelector"]
    labels = node.root.at("metadata", "labels")
    own = set(labels.value) if labels is not None and type(labels.value) is dict else set()
    selected = [*selector.entries("matchLabels"), *(item.text("key") for item in selector.items("matchExpressions"))]
    selected += [item.value for item in node.items("mismatchLabelKeys") if item.known and item.value in own]
    for item in keys:
        if item.known and selected.count(item.value) + (item.value in own) > 1:
            validator.refuse("Invalid", item, f"{quoted(item.value)} is in both `matchLabelKeys` and `labelSelector`")


def _warn_of_no_selector(node: Node, validator: Validator) -> None:
    """No selector selects nothing, an empty one everything."""
    if node.get("labelSelector") is None:
        origin = node.value["labelSelector"].origin if "labelSelector" in node.value else None
        validator.warn(
            node, "without `labelSelector` this matches no pod", path=f"{node.path}.labelSelector", origin=origin
        )


def _warn_of_old_topology(node: Node, validator: Validator) -> None:
    key = node.text("topologyKey")
    if key:
        warn_of_old_label(node.value["topologyKey"], key, validator)


def _topology_key(node: Node, validator: Validator) -> None:
    """Required, and a qualified name, which the server says of an empty one too."""
    if not node.value:
        validator.refuse("Required", node, "a pod affinity term needs `topologyKey`")
    refuse_spelling(node, QUALIFIED_NAME, validator, follows=not node.value)


POD_AFFINITY_TERM = Struct(
    "a pod affinity term",
    "scheduling",
    {
        "labelSelector": Field(LABEL_SELECTOR),
        "namespaceSelector": Field(LABEL_SELECTOR),
        "namespaces": Field(ListOf(TEXT)),
        "topologyKey": Field(TEXT, _topology_key, absent=JUDGED),
        "matchLabelKeys": Field(ListOf(TEXT), enforced=(1, 31)),
        "mismatchLabelKeys": Field(ListOf(TEXT), enforced=(1, 31)),
    },
    _namespaces,
    _label_keys,
    _warn_of_no_selector,
)

POD_AFFINITY = Struct(
    "a pod affinity",
    "scheduling",
    {
        "requiredDuringSchedulingIgnoredDuringExecution": Field(ListOf(POD_AFFINITY_TERM)),
        "preferredDuringSchedulingIgnoredDuringExecution": Field(
            ListOf(
                Struct(
                    "a preferred pod affinity",
                    "scheduling",
                    {"weight": _WEIGHT, "podAffinityTerm": Field(POD_AFFINITY_TERM, absent=JUDGED)},
                )
            )
        ),
    },
)

AFFINITY = Struct(
    "affinity",
    "scheduling",
    {
        "nodeAffinity": Field(NODE_AFFINITY),
        "podAffinity": Field(POD_AFFINITY),
        "podAntiAffinity": Field(POD_AFFINITY),
    },
)

_EFFECTS = one_of("NoSchedule", "PreferNoSchedule", "NoExecute")
_OPERATORS = one_of("Exists", "Equal")


def _keyless_tolerates_all(node: Node, validator: Validator) -> None:
    """Without a key a toleration means every taint, which must be said: operator Exists."""
    key, operator = node.text("key"), node.text("operator")
    if key != "" or operator in (None, "Exists"):
        return
    validator.refuse(
        "Invalid", node.get("operator") or node,
        "a toleration without `key` tolerates every taint and must have `operator: Exists`",
        path=f"{node.path}.operator", suggestion="Exists",
    )  # fmt: skip


def _value_fits_operator(node: Node, validator: Validator) -> None:
    """Equal compares with a label value, Exists with none; the server names the operator."""
    operator, value = node.text("operator"), node.text("value")
    if not value:
        return
    child = node.value["value"]
    if operator == "Exists":
        validator.refuse("Invalid", child, f"operator `Exists` can't have a value, here {quoted(value)}")
    elif operator in ("", "Equal"):
        refuse_spelling(child, LABEL_VALUE, validator)


def _seconds_need_no_execute(node: Node, validator: Validator) -> None:
    seconds, effect = node.has("tolerationSeconds"), node.text("effect")
    if seconds and effect is not None and effect != "NoExecute":
        validator.refuse(
            "Invalid", node.get("effect") or node, "`tolerationSeconds` needs `effect: NoExecute`",
            path=f"{node.path}.effect", suggestion="NoExecute",
        )  # fmt: skip


TOLERATION = Struct(
    "a toleration",
    "scheduling",
    {
        "key": Field(TEXT, spelled(QUALIFIED_NAME)),
        "operator": Field(TEXT, _OPERATORS),
        "value": Field(TEXT),
        "effect": Field(TEXT, _EFFECTS),
        "tolerationSeconds": Field(INT64),
    },
    _keyless_tolerates_all,
    _value_fits_operator,
    _seconds_need_no_execute,
)


def _min_domains(node: Node, validator: Validator) -> None:
    action = node.text("whenUnsatisfiable")
    if node.has("minDomains") and action is not None and action != "DoNotSchedule":
        validator.refuse("Invalid", node.value["minDomains"], "`minDomains` needs `whenUnsatisfiable: DoNotSchedule`")


def _spread_keys(node: Node, validator: Validator) -> None:
    """Keys taken from the pod's own labels need a selector; until 1.33 they never stood in it too."""
    keys = node.items("matchLabelKeys")
    if not keys:
        return
    selector = node.has("labelSelector")
    if selector is False:
        validator.refuse("Forbidden", node.value["matchLabelKeys"], "`matchLabelKeys` needs `labelSelector`")
    for item in keys:
        if item.known:
            refuse_spelling(item, QUALIFIED_NAME, validator)
    if selector and validator.version >= (1, 34):
        _refuse_doubled_keys(node, keys, validator)
    elif selector:
        selector_node = node.value["labelSelector"]
        expressions = selector_node.items("matchExpressions")
        selected = {*selector_node.entries("matchLabels"), *(item.text("key") for item in expressions)}
        for item in keys:
            if item.known and item.value in selected:
                validator.refuse(
                    "Invalid", item, f"{quoted(item.value)} is in both `matchLabelKeys` and `labelSelector`"
                )


_POLICY = one_of("Honor", "Ignore")

TOPOLOGY_SPREAD = Struct(
    "a topology spread constraint",
    "scheduling",
    {
        "maxSkew": Field(INT32, between(1, None), absent=JUDGED),
        "topologyKey": Field(TEXT, absent=REFUSED),
        "whenUnsatisfiable": Field(TEXT, one_of("DoNotSchedule", "ScheduleAnyway"), absent=JUDGED),
        "labelSelector": Field(LABEL_SELECTOR),
        "minDomains": Field(INT32, between(1, None)),
        "nodeAffinityPolicy": Field(TEXT, _POLICY, pointer=True),
        "nodeTaintsPolicy": Field(TEXT, _POLICY, pointer=True),
        "matchLabelKeys": Field(ListOf(TEXT)),
    },
    _min_domains,
    _spread_keys,
    _warn_of_no_selector,
    _warn_of_old_topology,
)


def spreads_differ(node: Node, validator: Validator) -> None:
    """One constraint for each pair of topology key and action."""
    seen: dict[tuple[str, str], Node] = {}
    for item in reversed(node.value):
        if item.value is UNKNOWN:
            continue
        key, action = item.text("topologyKey"), item.text("whenUnsatisfiable")
        if key is None or action is None:
            continue
        other = seen.setdefault((key, action), item)
        if other is not item:
            validator.refuse(
                "Duplicate", item, f"two constraints have topologyKey {quoted(key)} and whenUnsatisfiable {quoted(action)}",
                path=f"{item.path}.{{topologyKey, whenUnsatisfiable}}", related=((other.origin, "the other one"),),
            )  # fmt: skip


SCHEDULING_GATE = Struct("a scheduling gate", "scheduling", {"name": Field(TEXT)})


def gates_are_named(node: Node, validator: Validator) -> None:
    """Qualified names, each once; the server names the item, not its name."""
    seen: dict[str, Node] = {}
    for item in node.value:
        name = item.text("name") if item.value is not UNKNOWN else None
        if name is None:
            continue
        refuse_spelling(item, QUALIFIED_NAME, validator, text=name, what="the name of a scheduling gate")
        first = seen.setdefault(name, item)
        if first is not item:
            validator.refuse("Duplicate", item, f"scheduling gate {quoted(name)} is listed twice")


def gates_come_before_nodes(spec: Node, validator: Validator) -> None:
    """A pod that waits at a gate has no node yet."""
    if spec.text("nodeName") and spec.items("schedulingGates"):
        validator.refuse("Forbidden", spec.value["nodeName"], "a pod with `schedulingGates` can't have `nodeName`")


READINESS_GATE = Struct(
    "a readiness gate", "scheduling", {"conditionType": Field(TEXT, spelled(QUALIFIED_NAME), absent=JUDGED)}
)


def warn_of_old_node_labels(node: Node, validator: Validator) -> None:
    for key, child in node.value.items():
        warn_of_old_label(child, key, validator, is_key=True)
