from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Const, Items, get
from k8slint.kube.pod import Container
from k8slint.patterns import pattern
from k8slint.rules._base import WARNING, Context, Rule, Violation

REFERENCE = pattern(r"(?<!\$)(?:\$\$)*\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)")


class EnvReferenceOrder(Rule):
    """An environment variable uses ``$(NAME)``, but ``NAME`` is defined after it.

    Kubernetes expands ``$(NAME)`` only if ``NAME`` is defined earlier in the list. Otherwise the program gets the
    literal text ``$(NAME)``.

    Bad:
        from kubernetes.client import models as k8s

        password = k8s.V1EnvVarSource(secret_key_ref=k8s.V1SecretKeySelector(name="db", key="password"))
        env = [
            k8s.V1EnvVar(name="DSN", value="postgresql://etl:$(DB_PASSWORD)@db/etl"),
            k8s.V1EnvVar(name="DB_PASSWORD", value_from=password),
        ]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))
    Good:
        from kubernetes.client import models as k8s

        password = k8s.V1EnvVarSource(secret_key_ref=k8s.V1SecretKeySelector(name="db", key="password"))
        env = [
            k8s.V1EnvVar(name="DB_PASSWORD", value_from=password),
            k8s.V1EnvVar(name="DSN", value="postgresql://etl:$(DB_PASSWORD)@db/etl"),
        ]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))
    """

    code, since, severity = "KE404", "0.1", WARNING

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        env = container.get("env")
        if not isinstance(env, Items) or not env.complete:
            return
        names = [get(variable, "name") for variable in env.items]
        known = [name.value if isinstance(name, Const) else None for name in names]
        if None in known:
            return
        for index, variable in enumerate(env.items):
            value = get(variable, "value")
            if not isinstance(value, Const) or not isinstance(value.value, str) or "$(" not in value.value:
                continue
            for name in dict.fromkeys(REFERENCE.findall(value.value)):
                if name in known[index + 1 :] and name not in known[:index] and name != known[index]:
                    later = names[known.index(name)]
                    yield self.violation(
                        value.origin,
                        f"`$({name})` is not expanded, because `{name}` is defined after this variable. Move `{name}` up",
                        related=((later.origin, f"`{name}` is defined here"),),
                        field=f"{container.path}.env[{index}].value",
                    )
