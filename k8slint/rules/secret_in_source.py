from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from k8slint.airflow.placeholders import placeholder
from k8slint.evaluate.values import Const, Items, get
from k8slint.kube.pod import Container
from k8slint.patterns import pattern
from k8slint.rules._base import WARNING, Context, Rule, Violation

PASSWORDS = frozenset({"password", "passwd", "passphrase"})
KEYS = frozenset({"secret", "token", "credential", "credentials", "apikey"})
KEY_PAIRS = (
    ("api", "key"),
    ("access", "key"),
    ("private", "key"),
    ("secret", "key"),
    ("fernet", "key"),
    ("auth", "key"),
)
# Words behind which no secret stands, but where it is, what it is called, or how it is used.
NO_SECRET = frozenset(
    {
        "algorithm", "arn", "backend", "class", "count", "dir", "directory", "enabled", "endpoint", "engine", "expiry",
        "field", "file", "filename", "folder", "format", "header", "host", "id", "issuer", "kind", "length", "limit",
        "location", "manager", "max", "method", "min", "mode", "mount", "name", "names", "namespace", "path", "policy",
        "port", "prefix", "project", "provider", "ref", "region", "required", "role", "scope", "scopes", "size",
        "source", "store", "suffix", "timeout", "ttl", "type", "uri", "url", "use", "user", "username", "version",
        "volume",
    }
)  # fmt: skip
# Values that show that it isn't one: a place, a reference, a switch, or what examples write.
NO_VALUE = pattern(
    r"""(?ix) ^(?: [./~$%@<{\[(] .* | [a-z][a-z0-9+.-]*: .* | true|false|none|null|nil
    | (?:change|replace|fill|insert|put|enter|placeholder|todo|test|dummy|fake|sample|example|mock) .*
    | (?:my|your|the|some|a|an) [-_ ] .* | x+ | \*+ | \.+ | -+
    | default|unused|redacted|secret|token|password|passwd )$"""
)
# A name of a thing in Kubernetes or of a variable, as `db-credentials` or `DB_PASSWORD`.
JUST_A_NAME = pattern(r"[a-z]+(?:[-._/][a-z]+)*|[A-Z]+(?:_[A-Z0-9]+)*")


class SecretInSource(Rule):
    """An environment variable whose name suggests a secret has its value in the source.

    Everyone who can read the repository, the serialized DAG in Airflow's database, or the pod can read it. Store it
    in a Kubernetes Secret and refer to it with ``value_from``.

    Bad:
        from kubernetes.client import models as k8s

        env = [k8s.V1EnvVar(name="DB_PASSWORD", value="Tr0ub4dor&3")]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))
    Good:
        from kubernetes.client import models as k8s

        password = k8s.V1EnvVarSource(secret_key_ref=k8s.V1SecretKeySelector(name="db", key="password"))
        env = [k8s.V1EnvVar(name="DB_PASSWORD", value_from=password)]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))
    """

    code, since, severity = "KE405", "0.1", WARNING

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        env = container.get("env")
        if not isinstance(env, Items):
            return
        for index, variable in enumerate(env.items):
            match get(variable, "name"), get(variable, "value"):
                case Const(value=str(name)), Const(value=str(value), origin=at) if isinstance(at.node, ast.Constant):
                    if _is_secret(name, value):
                        yield self.violation(
                            at,
                            f"`{name}` has its value in the source: everyone who can read the repository or the pod can read "
                            "it. Store it in a Secret and use a secret_key_ref",
                            field=f"{container.path}.env[{index}].value",
                        )


def _is_secret(name: str, value: str) -> bool:
    """Whether a name says that its value is a secret, and the value looks like one."""
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)]
    if not words or NO_SECRET.intersection(words) or len(value) < 6 or " " in value.strip():
        return False
    if NO_VALUE.match(value) or placeholder(value):
        return False
    if PASSWORDS.intersection(words):
        return JUST_A_NAME.fullmatch(value) is None or "-" not in value
    if not KEYS.intersection(words) and not any(pair in pairwise(words) for pair in KEY_PAIRS):
        return False
    return JUST_A_NAME.fullmatch(value) is None and any(each.isdigit() for each in value) and len(value) >= 12
