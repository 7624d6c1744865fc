"""Names and addresses: DNS, host aliases, hostname."""

from __future__ import annotations

import re

from k8slint.kube.api.constraints import in_versions, spelled
from k8slint.kube.api.declare import JUDGED, TEXT, Field, ListOf, Struct
from k8slint.kube.api.grammar import DNS_SUBDOMAIN, SEARCH_DOMAIN, STRICT_SEARCH_DOMAIN
from k8slint.kube.api.node import Node
from k8slint.kube.api.validator import Validator, quoted
from k8slint.patterns import pattern

_V4 = pattern(r"\d{1,3}(\.\d{1,3}){3}", re.ASCII)
_MAX_NAMESERVERS = 3
_MAX_SEARCHES = 32
_MAX_SEARCH_CHARACTERS = 2048


def address(node: Node, validator: Validator) -> None:
    """An IP address. Since 1.36 none that programs read differently: no leading zeros, no IPv4 inside IPv6."""
    text = node.value
    found = _parse(text)
    if found is None:
        validator.refuse("Invalid", node, f"{quoted(text)} is not an IP address")
        return
    canonical, strict = found
    if not strict:
        message = f"IP address {quoted(text)} is ambiguous: write `{canonical}`"
        if validator.version >= (1, 36):
            validator.refuse("Invalid", node, message, suggestion=canonical)
        if validator.version >= (1, 33):
            validator.warn(node, message, suggestion=canonical)
    elif canonical != text and validator.version >= (1, 33):
        validator.warn(node, f"IPv6 address {quoted(text)} should be written `{canonical}`", suggestion=canonical)


def _parse(text: str) -> tuple[str, bool] | None:
    """The canonical text of an address, and whether it is free of leading zeros and of IPv4 inside IPv6."""
    import ipaddress

    if _V4.fullmatch(text):
        parts = [int(part) for part in text.split(".")]
        if max(parts) > 255:
            return None
        canonical = ".".join(map(str, parts))
        return canonical, canonical == text
    if ":" not in text or "%" in text:
        return None
    head, _, tail = text.rpartition(":")
    try:
        inner = _parse(tail) if "." in tail else None
        six = ipaddress.IPv6Address(f"{head}:{inner[0]}" if inner else text)
    except ValueError:
        return None
    if six.ipv4_mapped is not None:
        return str(six.ipv4_mapped), False
    return str(six), inner is None or inner[1]


def _at_most_three(node: Node, validator: Validator) -> None:
    if len(node.value) > _MAX_NAMESERVERS:
        validator.refuse(
            "Invalid", node, f"there are {len(node.value)} nameservers, at most {_MAX_NAMESERVERS} are allowed"
        )


def _searches_are_short(node: Node, validator: Validator) -> None:
    """Few enough, and short enough together, for the resolver of libc."""
    if len(node.value) > _MAX_SEARCHES:
        validator.refuse(
            "Invalid", node, f"there are {len(node.value)} search domains, at most {_MAX_SEARCHES} are allowed"
        )
    size = sum(len(item.value) + 1 for item in node.value if item.known) - 1
    if size > _MAX_SEARCH_CHARACTERS:
        validator.refuse(
            "Invalid", node, f"the search domains have {size} characters, at most {_MAX_SEARCH_CHARACTERS} are allowed"
        )


def _option_is_named(node: Node, validator: Validator) -> None:
    """The server names the item, not its name."""
    if node.text("name") == "":
        validator.refuse("Required", node, "a DNS option needs `name`")


DNS_CONFIG = Struct(
    "dnsConfig",
    "network",
    {
        "nameservers": Field(ListOf(TEXT, address), _at_most_three),
        "searches": Field(
            ListOf(TEXT, in_versions((1, 33), spelled(SEARCH_DOMAIN), spelled(STRICT_SEARCH_DOMAIN))),
            _searches_are_short,
        ),
        "options": Field(
            ListOf(
                Struct(
                    "a DNS option",
                    "network",
                    {"name": Field(TEXT), "value": Field(TEXT)},
                    _option_is_named,
                )
            )
        ),
    },
)

HOST_ALIAS = Struct(
    "a host alias",
    "network",
    {"ip": Field(TEXT, address, absent=JUDGED), "hostnames": Field(ListOf(TEXT, spelled(DNS_SUBDOMAIN)))},
)


def some_nameserver(spec: Node, validator: Validator) -> None:
    """Without the cluster's DNS the pod must bring its own."""
    if spec.text("dnsPolicy") != "None":
        return
    config = spec.get("dnsConfig")
    if config is None:
        validator.required(spec, "dnsConfig", "`dnsPolicy: None` needs `dnsConfig.nameservers`")
    elif config.known and config.empty("nameservers"):
        validator.required(config, "nameservers", "`dnsPolicy: None` needs at least one nameserver")


def dns_is_read(spec: Node, name: str) -> bool:
    """Where nameservers must be given and aren't, the server looks no further."""
    config = spec.get("dnsConfig")
    return spec.text("dnsPolicy") != "None" or config is None or not config.empty("nameservers")


def hostname_override_fits(spec: Node, validator: Validator) -> None:
    """A hostname of its own excludes those that are derived."""
    override = spec.get("hostnameOverride")
    if override is None or not override.known:
        return
    if len(override.value) > 64:
        validator.refuse(
            "TooLong", override, f"`hostnameOverride` has {len(override.value)} characters, at most 64 are allowed"
        )
    for name in ("setHostnameAsFQDN", "hostNetwork"):
        if spec.flag(name):
            validator.refuse(
                "Forbidden", override, f"`hostnameOverride` and `{name}` can't be combined",
                related=((spec.value[name].origin, f"`{name}`"),),
            )  # fmt: skip


def warn_of_repeated_aliases(node: Node, validator: Validator) -> None:
    seen: dict[str, Node] = {}
    for item in node.value:
        ip = item.text("ip") if item.known else None
        if ip is None:
            continue
        first = seen.setdefault(ip, item)
        if first is not item:
            validator.warn(item, f"IP address {quoted(ip)} has two entries", path=f"{item.path}.ip")
