from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import owners_of
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.airflow.pods.whole import defaults_of
from k8slint.airflow.signatures import signature_of
from k8slint.dataclass import dataclass, replace
from k8slint.evaluate.values import Const, Instance, Items, Mapping, Model, Unknown, Value
from k8slint.evaluate.variants import variants
from k8slint.patterns import pattern
from k8slint.rules._arguments import Taken, Way, is_guarded, renders_text, taken
from k8slint.rules._base import ERROR, UNSAFE, Context, Edit, Fix, Rule, Violation
from k8slint.settings.errors import nearest
from k8slint.settings.targets import at_least

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

TASK_FAILS = "the task fails"
NEVER_NONE = frozenset({"on_finish_action", "on_kill_action", "trigger_rule"})
LISTS = frozenset({"cmds", "arguments"})
MAPPINGS = frozenset({"params", "default_args"})
DATES = frozenset({"start_date", "end_date"})
PARAMS = frozenset({"airflow.sdk.Param", "airflow.models.param.Param", "airflow.models.Param"})
DATE_MAKERS = frozenset(
    {"datetime.date", "datetime.datetime", "pendulum.date", "pendulum.datetime", "pendulum.now", "pendulum.today"}
)
WEIGHTS = ["absolute", "downstream", "upstream"]
NOT_BY_DEFAULT = frozenset({"default_args", "task_id", *DATES})  # the DAG makes something else of them
NOT_COMPARED = frozenset({"logger_name", *DATES})  # Airflow looks for an attribute of this name, and there is none
REMOVED_RULES = frozenset({"dummy", "none_failed_or_skipped"})  # another rule's
KEY = pattern(r"[\w.-]+\Z")
MAX_KEY = 250
NUMBERS = frozenset({"retry_delay", "max_retry_delay"})  # a timedelta, or a number of seconds
PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "<str>": (str,),
    "<bool>": (bool,),
    "<int>": (int,),
    "<float>": (int, float),
}
WORDS = {"<str>": "a string", "<bool>": "True or False", "<int>": "an integer", "<float>": "a number"}


@dataclass(frozen=True, slots=True)
class Models:
    """An argument of KubernetesPodOperator that takes models of one class, and when the operator looks at it."""

    model: str
    when: str | None = None  # None: when the file is imported
    listed: bool = True
    dicts: bool = False  # whether the operator makes the model of a dict


POD_MODELS = {
    "full_pod_spec": Models("V1Pod", TASK_FAILS, listed=False),
    "affinity": Models("V1Affinity", listed=False, dicts=True),
    "tolerations": Models("V1Toleration", dicts=True),
    "ports": Models("V1ContainerPort"),
    "pod_runtime_info_envs": Models("V1EnvVar"),
    "volumes": Models("V1Volume", TASK_FAILS),
    "volume_mounts": Models("V1VolumeMount", TASK_FAILS),
    "secrets": Models("Secret", TASK_FAILS),
}


class InvalidOperatorValue(Rule):
    """An argument of an operator has a value that the operator rejects.

    Some values are compared when the file is imported: `on_finish_action`, `trigger_rule`, the type of `retries`, and since
    Airflow 3.0 whether the `params` of a DAG are JSON, not dates. Then the DAG doesn't load. Others are only used when
    the task runs, and fail it: a dict as `full_pod_spec`, strings as `volumes`, JSON text as `env_vars`. What the DAG's
    `default_args` give to an operator counts too.

    Bad:
        KubernetesPodOperator(task_id="train", image="trainer:1", on_finish_action="delete_on_success")
    Good:
        KubernetesPodOperator(task_id="train", image="trainer:1", on_finish_action="delete_succeeded_pod")
    """

    code, since, severity = "KE712", "0.1", ERROR
    fixable = "unsafe"
    shadows = frozenset({"KE503", "KE508", "KE511", "KE515", "KE516", "KE518", "KE521", "KE522", "KE530"})

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return bool(call.keywords or call.positional) and ("airflow." in call.qualified_name or bool(call.bases))

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        if "params" in call.keywords and at_least(context.targets.airflow, (3, 0)):
            yield from self._params(call, context)
        for each in taken(call, context):
            if each.method == "expand" or "BaseOperator" not in each.signature.classes():
                continue
            for name, value in each.arguments.items():
                if each.signature.is_unknown(name) or is_guarded(each.keys.get(name, value.origin), context):
                    continue
                for _, one in variants(value):
                    yield from self._check(name, one, each, call, context)
            if not each.method:
                yield from self._defaults(each, call, context)

    def _params(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        """What a DAG's params hold besides JSON."""
        params = call.keywords["params"]
        if not isinstance(params, Mapping) or Owner.DAG not in owners_of(call, context.evaluation.tree):
            return
        for key, value in _not_json(params, context):
            message = f"the date `{key}` in `params` is not JSON, so importing this file fails since Airflow 3.0; write a string"
            yield self.violation(value.origin, message)

    def _defaults(self, each: Taken, call: CallRecord, context: Context) -> Iterator[Violation]:
        """What the DAG's default_args give to an operator, which takes of them the arguments that it has."""
        defaults = defaults_of(call, context.evaluation)
        if defaults is None:
            return
        base = signature_of(("airflow.models.baseoperator.BaseOperator",), context.targets)
        for name, value in defaults.entries.items():
            if name in call.keywords or name in NOT_BY_DEFAULT or each.signature.is_unknown(name):
                continue
            if not is_guarded(defaults.keys.get(name, value.origin), context):
                for _, one in variants(value):
                    yield from self._check(name, one, each, call, context)
                    if base is not None and not _is_none(one):  # each class takes its arguments of them by itself
                        yield from self._compared(name, one, replace(each, signature=base))

    def _check(self, name: str, value: Value, each: Taken, call: CallRecord, context: Context) -> Iterator[Violation]:
        if _is_none(value) and name not in NEVER_NONE:
            return
        is_pod = "KubernetesPodOperator" in each.signature.classes()
        if is_pod and name in POD_MODELS:
            yield from self._models(name, value, POD_MODELS[name], each)
        elif is_pod and name == "env_vars":
            yield from self._env_vars(value, call, context)
        elif is_pod and name == "configmaps" and _type_of(value) == "str":
            message = "`configmaps` must be a list, not a string: the operator uses every character as the name of a ConfigMap"
            yield self.violation(value.origin, message)
        elif is_pod and name in LISTS and _type_of(value) == "str":
            yield from self._list(name, value, call, context)
        elif name in MAPPINGS and _type_of(value) not in (None, "dict") and _is_filled(value):
            yield self._wrong(name, "a dict", value, _fails(each))
        elif name in DATES and _type_of(value) == "str" and at_least(context.targets.airflow, (3, 0)):
            yield self._wrong(name, "a datetime", value, _fails(each))
        elif name == "weight_rule" and not at_least(context.targets.airflow, (3, 0)):
            if isinstance(value, Const) and value.value not in WEIGHTS and "." not in str(value.value):
                yield self._not_among(name, value, WEIGHTS, each)
        elif name == "task_id":
            yield from self._task_id(value, each)
        elif name in NUMBERS and isinstance(value, Const) and isinstance(value.value, str):
            yield self._wrong(name, "a timedelta or a number of seconds", value, _fails(each))
        elif name == "execution_timeout" and isinstance(value, Const) and at_least(context.targets.airflow, (2, 5, 3)):
            yield self._wrong(name, "a timedelta", value, _fails(each))
        elif name == "pool_slots" and isinstance(value, Const) and isinstance(value.value, int) and value.value < 1:
            yield self.violation(value.origin, f"`pool_slots` must be at least 1, or {_fails(each)}")
        else:
            yield from self._compared(name, value, each)

    def _compared(self, name: str, value: Value, each: Taken) -> Iterator[Violation]:
        """What the constructor compares with a list of values, or of types."""
        allowed = each.signature.values(name) if name not in NOT_COMPARED else frozenset()
        values = sorted(word for word in allowed if not word.startswith("<"))
        if values:
            if isinstance(value, Const) and value.value not in values and value.value not in REMOVED_RULES:
                yield self._not_among(name, value, values, each)
            return
        types = [kind for word in allowed for kind in PYTHON_TYPES.get(word, ())]
        known = _type_of(value)
        if (
            not types
            or known is None
            or not allowed <= PYTHON_TYPES.keys()
            or (name == "retries" and not _is_word(value))
        ):
            return  # retries may be the text of a number
        examples: dict[str, object] = {"str": "", "int": 0, "bool": True, "float": 0.5}
        given = value.value if isinstance(value, Const) else examples.get(known, value)
        if not isinstance(given, tuple(types)):
            words = " or ".join(WORDS[word] for word in sorted(allowed))
            yield self._wrong(name, words, value, _fails(each))

    def _not_among(self, name: str, value: Const, values: list[str], each: Taken) -> Violation:
        near = nearest(str(value.value).lower(), values, 0.6)
        hint = f": did you mean `{near}`?" if near else f": use {', '.join(f'`{one}`' for one in values)}"
        return self.violation(
            value.origin,
            f"`{name}` can't be `{value.value}`, so {_fails(each)}{hint}",
            fix=partial(_replaced, value, near) if near and isinstance(value.value, str) else None,
        )

    def _task_id(self, value: Value, each: Taken) -> Iterator[Violation]:
        if isinstance(value, Const) and not isinstance(value.value, str):
            yield self._wrong("task_id", "a string", value, _fails(each))
        elif isinstance(value, Const) and not each.method:
            if len(value.value) > MAX_KEY:
                yield self.violation(value.origin, f"`task_id` has more than {MAX_KEY} characters, so {_fails(each)}")
            elif not KEY.match(value.value):
                yield self.violation(
                    value.origin,
                    f"`task_id` can contain only letters, digits, dashes, dots and underscores, so {_fails(each)}",
                )

    def _env_vars(self, value: Value, call: CallRecord, context: Context) -> Iterator[Violation]:
        kind = _type_of(value)
        if kind == "str" and renders_text(call, context):
            yield self.violation(
                value.origin,
                f"`env_vars` must be a dict or a list, but Jinja renders this string to a string, so {TASK_FAILS}: pass "
                "a dict, or set `render_template_as_native_obj=True` on the DAG",
            )
        elif kind not in (None, "str", "list", "dict"):
            yield self._wrong("env_vars", "a dict or a list of V1EnvVar", value, TASK_FAILS)

    def _list(self, name: str, value: Value, call: CallRecord, context: Context) -> Iterator[Violation]:
        """A string that Jinja renders; other strings are refused with the pod."""
        text = value.value if isinstance(value, Const) else value.detail if isinstance(value, Unknown) else ""
        is_rendered = isinstance(value, Unknown) or "{{" in text or "{%" in text
        if is_rendered and (renders_text(call, context) or _is_prose(text)):
            yield self.violation(
                value.origin, f"`{name}` must be a list, not a string, so the API server rejects the pod: write `[...]`"
            )

    def _models(self, name: str, value: Value, wanted: Models, each: Taken) -> Iterator[Violation]:
        fails = wanted.when or _fails(each)
        needed = _with_article(wanted.model)
        if not wanted.listed:
            if not _fits(value, wanted) and _is_filled(value):
                yield self._wrong(name, needed, value, fails)
            return
        if isinstance(value, Items):
            for item in value.items:
                for _, one in variants(item):
                    if not _fits(one, wanted):
                        yield self._wrong(f"{name}[{value.items.index(item)}]", needed, one, fails)
        elif (_type_of(value) not in (None, "str") or isinstance(value, Model)) and _is_filled(value):
            yield self._wrong(name, f"a list of {wanted.model}", value, fails)
        elif isinstance(value, Instance) and wanted.model == "Secret" and value.cls.endswith(".Secret"):
            yield self._wrong(name, "a list of Secret", value, fails)
        elif isinstance(value, Const) and isinstance(value.value, str) and value.value and "{" not in value.value:
            yield self._wrong(name, f"a list of {wanted.model}", value, fails)

    def _wrong(self, name: str, needed: str, value: Value, fails: str) -> Violation:
        return self.violation(value.origin, f"`{name}` must be {needed}, not {_described(value)}, so {fails}")


def _fails(each: Taken) -> str:
    """What an operator's refusal leads to: mapped ones are only made when they run."""
    return Way.MAPPED.value if each.method == "partial" else each.way.value


def _is_prose(text: str) -> bool:
    """Whether a template can't become anything but a string, even with native rendering: no literal of Python starts so."""
    return re.match(r"\s*[A-Za-z./][\w./-]+\s", text) is not None


def _fits(value: Value, wanted: Models) -> bool:
    """Whether a value may be the model, or what the operator makes it of."""
    match value:
        case Model(name=name):
            return name == wanted.model
        case Mapping():
            return wanted.dicts
        case Const(value=None):
            return False
        case Const() | Items():
            return False
        case Unknown(type=kind):
            return kind is None or kind in ("dict", wanted.model)
    return True  # an object of another class may have a method that makes the model


def _is_none(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None


def _is_filled(value: Value) -> bool:
    """Whether a value is surely not one of those that count as not given."""
    match value:
        case Const(value=constant):
            return bool(constant)
        case Items(items=items):
            return bool(items)
        case Mapping(entries=entries):
            return bool(entries)
    return True


def _not_json(params: Mapping, context: Context) -> Iterator[tuple[str, Value]]:
    """The entries of a DAG's params that are dates, by themselves or as the default of a Param."""
    made = {id(record.origin.node): record for record in context.evaluation.calls}
    for key, value in params.entries.items():
        record = made.get(id(value.origin.node))
        if record is not None and record.qualified_name in PARAMS and record.positional:
            record = made.get(id(record.positional[0].origin.node))
        if record is not None and record.qualified_name in DATE_MAKERS:
            yield str(key), value


def _type_of(value: Value) -> str | None:
    """The Python type of a value, or the model's name; None where it isn't known."""
    match value:
        case Const(value=constant):
            return type(constant).__name__
        case Items(kind=kind):
            return kind
        case Mapping():
            return "dict"
        case Model(name=name):
            return name
        case Unknown(type=kind):
            return kind
    return None


def _is_word(value: Value) -> bool:
    """Whether a value of ``retries`` surely is no number."""
    if not isinstance(value, Const):
        return isinstance(value, (Items, Mapping, Model))
    return isinstance(value.value, str) and not value.value.strip().lstrip("+-").replace("_", "").isdecimal()


def _with_article(model: str) -> str:
    return f"a {model}"


def _described(value: Value) -> str:
    match value:
        case Const(value=None):
            return "None"
        case Const(value=str()) | Unknown(type="str"):
            return "a string"
        case Const(value=bool(constant)):
            return f"`{constant}`"
        case Const(value=constant):
            return f"the number `{constant}`" if isinstance(constant, (int, float)) else f"`{constant!r}`"
        case Items(kind=kind):
            return f"a {kind}"
        case Mapping():
            return "a dict"
        case Model(name=name):
            return f"a {name}"
        case Unknown(type=str(kind)):
            return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
        case Instance(cls=cls):
            return f"a {cls.rpartition('.')[2]}"
    return "this"


def _replaced(value: Const, text: str) -> Fix | None:
    source = value.origin.text
    if len(source) < 2 or source[0] not in "\"'" or source[1:-1] != value.value:
        return None
    return Fix(f"write `{text}`", (Edit(value.origin.span, f"{source[0]}{text}{source[0]}"),), UNSAFE)
