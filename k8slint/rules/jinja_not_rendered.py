from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.pods.launched import CONTAINER_ARGUMENTS, METADATA_ARGUMENTS, SPEC_ARGUMENTS
from k8slint.evaluate.values import Choice, Const, Items, Mapping, Model, Value
from k8slint.rules._arguments import Taken, taken
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules.jinja_in_pod_override import AIRFLOW_JINJA
from k8slint.source.text import words_of

if TYPE_CHECKING:
    from k8slint.airflow.signatures import Signature
    from k8slint.evaluate.trace import CallRecord

OF_PODS = frozenset(
    {
        *CONTAINER_ARGUMENTS,
        *SPEC_ARGUMENTS,
        *METADATA_ARGUMENTS,
        "full_pod_spec",
        "name",
        "secrets",
        "pod_template_dict",
    }
)


class JinjaNotRendered(Rule):
    """A KubernetesPodOperator has a Jinja template where the operator doesn't render one.

    The text reaches the cluster unchanged. The operator renders the arguments in its `template_fields`, and inside of them
    a few fields of a few models: `V1EnvVar.value`, but not the args of an init container. Which these are depends on the
    version of the cncf.kubernetes provider.

    Bad:
        fetch = k8s.V1Container(name="fetch", image="fetch:{{ ds_nodash }}")
        KubernetesPodOperator(task_id="train", image="trainer:1", init_containers=[fetch])
    Good:
        fetch = k8s.V1Container(name="fetch", image="fetch:1")
        KubernetesPodOperator(task_id="train", image="trainer:{{ ds_nodash }}", init_containers=[fetch])
    """

    code, since, severity = "KE413", "0.1", WARNING

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return ("ubernetes" in call.qualified_name or "EksPod" in call.qualified_name) and not call.bases

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        if "template_fields" in words_of(context.evaluation.source.text):
            return  # the file may add to them
        for each in taken(call, context):
            if "KubernetesPodOperator" in each.signature.classes():
                for name, value in each.arguments.items():
                    if name in OF_PODS:
                        yield from self._check(name, value, each)

    def _check(self, name: str, value: Value, each: Taken) -> Iterator[Violation]:
        is_rendered = each.signature.templates(name)
        if is_rendered is None:
            return
        where = f"`{name}`"
        for text, place in _unrendered(value, is_rendered, where, each.signature):
            found = AIRFLOW_JINJA.search(text.value)
            if found:
                template = text.value[found.start() :].partition("}}")[0] + "}}"
                yield self.violation(
                    text.origin,
                    f"{each.name} doesn't render templates in {place}, so `{template}` reaches the cluster unchanged. Use a "
                    "value known at import time, or pass it in `env_vars` or `arguments`, which are rendered",
                )


def _unrendered(value: Value, is_rendered: bool, where: str, signature: Signature) -> Iterator[tuple[Const, str]]:
    """The texts that nothing renders, each with the words for its place."""
    match value:
        case Const(value=str()):
            if not is_rendered:
                yield value, where
        case Items(items=items):
            for item in items:
                yield from _unrendered(item, is_rendered, where, signature)
        case Mapping(entries=entries):
            for entry in entries.values():
                yield from _unrendered(entry, is_rendered, where, signature)
        case Choice(options=options):
            for _, option in options:
                yield from _unrendered(option, is_rendered, where, signature)
        case Model(name=name, fields=fields):
            for field, entry in fields.items():
                inside = signature.templates(f"{name}.{field}") if is_rendered else False
                if inside is not None:
                    place = where if inside or not is_rendered else f"`{name}.{field}`"
                    yield from _unrendered(entry, inside, place, signature)
