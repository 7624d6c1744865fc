"""Converts the old ``KubernetesExecutor`` dict, or a plain dict, to a V1Pod.

A key that isn't known, or a value whose meaning depends on something unknown, makes the conversion ``None``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.moves.table.legacy import (
    CONTAINER_KEYS,
    DROPPED_KEYS,
    LEGACY_KEY,
    METADATA_KEYS,
    OVERRIDE_KEY,
    RESOURCE_KEYS,
    SERVICE_ACCOUNT,
    SPEC_KEYS,
)
from k8slint.dataclass import dataclass, field
from k8slint.edits.arguments import Slot, arguments_around, span
from k8slint.edits.imports import add_import
from k8slint.edits.literals import Entry, Writer, flat_entries
from k8slint.edits.models import (
    Bracket,
    Comprehension,
    Expression,
    Notes,
    Part,
    Text,
    call,
    rewrite,
    sequence,
    verbatim,
)
from k8slint.edits.uses import (
    Mention,
    Way,
    follow,
    is_constant,
    is_dict_call,
    is_only_value,
    mentions_of_text,
)
from k8slint.evaluate.values import Const, Items, Mapping, Model, Unknown, Value, get
from k8slint.finding import Applicability, Edit, Fix
from k8slint.kube.client.schema import FieldType, Schema
from k8slint.source.nodes import parents_of

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation
    from k8slint.settings.targets import Targets

SAFE, UNSAFE = Applicability.SAFE, Applicability.UNSAFE
MODELS_IMPORT = "from kubernetes.client import models as k8s"


@dataclass
class LegacyPod:
    """The parts of a pod while what Airflow 1.10 took for it is read.

    ``worker`` says that it is a worker of the KubernetesExecutor, which gets its name and args from Airflow.
    """

    worker: bool = True

    container: list[Part] = field(default_factory=list)
    spec: list[Part] = field(default_factory=list)
    metadata: list[Part] = field(default_factory=list)
    resources: dict[str, list[Part]] = field(default_factory=lambda: {"requests": [], "limits": []})
    dropped: list[str] = field(default_factory=list)
    comments: tuple[str, ...] = ()
    unsure: bool = False


def convert_legacy(evaluation: Evaluation, value: Value, targets: Targets) -> Fix | None:
    """The fix that turns the legacy dict ``value`` (the value of the ``KubernetesExecutor`` key) into a pod_override.

    None when Airflow 1.10 is the target, which knows no pod_override, or when not every part of the dict is known.
    """
    if targets.airflow < (2, 0) or not isinstance(value, Mapping):
        return None
    place = _Place.find(evaluation, value, LEGACY_KEY)
    if place is None:
        return None
    imports, module = models_import(evaluation)
    pod = _read_legacy(writer_for(evaluation, targets, module, trusting=True), place, value)
    if pod is None:
        return None
    edits = place.replace(assemble(module, pod))
    if edits is None:
        return None
    sure = place.sure and not pod.dropped and not (pod.unsure and targets.provider < (10, 0))
    without = f" without {', '.join(f'`{key}`' for key in pod.dropped)}" if pod.dropped else ""
    return Fix(f"convert it to a pod_override{without}", (*imports, *edits), SAFE if sure else UNSAFE)


def convert_plain_pod(evaluation: Evaluation, value: Value, targets: Targets) -> Fix | None:
    """The fix that turns a plain dict under ``pod_override`` into ``V1Pod(…)``, model by model.

    None when a key isn't a field of its model, or a value's fields aren't known.
    """
    if not isinstance(value, Mapping):
        return None
    place = _Place.find(evaluation, value, OVERRIDE_KEY)
    if place is None or place.written:
        return None
    imports, module = models_import(evaluation)
    pod = writer_for(evaluation, targets, module, trusting=False).write(place.node, FieldType("model", "V1Pod"), value)
    edits = place.replace(pod) if pod is not None else None
    if edits is None:
        return None
    return Fix("convert it to kubernetes models", (*imports, *edits), SAFE if place.sure else UNSAFE)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a pod's dict is written, and all that has to change with it.

    ``keys`` are the keys of the executor_configs that hold it, ``written`` what the file writes into it further down, with
    the ``statements`` that do. ``sure`` is False when it also goes where it can't be followed.
    """

    evaluation: Evaluation
    node: ast.Dict | ast.Call
    key: str
    keys: tuple[ast.keyword | ast.expr, ...]
    written: tuple[tuple[str, ast.expr], ...]
    statements: tuple[ast.stmt, ...]
    sure: bool

    @classmethod
    def find(cls, evaluation: Evaluation, value: Mapping, key: str) -> _Place | None:
        """None when the dict isn't written in this file, or when something in it needs the dict as it is."""
        node = value.origin.node
        is_dict = isinstance(node, ast.Dict) or (isinstance(node, ast.Call) and is_dict_call(node))
        if value.origin.source is not evaluation.source or not isinstance(node, ast.Dict | ast.Call) or not is_dict:
            return None
        keys: list[ast.keyword | ast.expr] = []
        written: list[Mention] = []
        fetched: list[ast.AST] = []
        sure, kept = True, False
        for mention in follow(node, evaluation):
            match mention:
                case Mention(way=Way.HELD, key=held, node=holder) if held == key:
                    keys.append(holder.slice if isinstance(holder, ast.Subscript) else holder)  # type: ignore[arg-type]
                case Mention(way=Way.WRITTEN, key=str(), value=ast.expr(), statement=ast.stmt(), copied=False):
                    written.append(mention)
                case Mention(way=Way.GIVEN, path=(*_, last)) if last == key:
                    sure = sure and mention.path[:-1] in _CONFIGS
                case Mention(way=Way.FETCHED, path=path):
                    fetched += [mention.node] if path == (key,) else []
                case Mention(way=Way.KEPT):
                    kept = True  # who reads it there shows by the key
                case Mention(way=Way.TAKEN):
                    sure = False
                case _:
                    return None
        statements = tuple(dict.fromkeys(each.statement for each in written if each.statement is not None))
        gone = {inner for statement in statements for inner in ast.walk(statement)}
        if not keys or any(each not in gone for each in fetched):
            return None
        if not all(is_only_value(_value_under(each, evaluation.tree), node, evaluation) for each in keys):
            return None  # another dict may be there instead
        if not all(_is_beside(node, statement, evaluation.tree) for statement in statements):
            return None
        if not all(each.value is not None and is_constant(each.value) for each in written):
            return None
        if key != OVERRIDE_KEY and _is_read_of_an_attribute(key, gone, evaluation.tree):
            return None
        if kept and key != OVERRIDE_KEY:
            others = (each for each in mentions_of_text(key, evaluation.tree) if each not in keys and each not in gone)
            sure = sure and all(_is_key(each, evaluation.tree) for each in others)
        written.sort(key=lambda each: getattr(each.node, "lineno", 0))
        entries = tuple((each.key, each.value) for each in written if each.key is not None and each.value is not None)
        return cls(evaluation, node, key, tuple(dict.fromkeys(keys)), entries, statements, sure)

    def replace(self, pod: Expression) -> tuple[Edit, ...] | None:
        """The edits that put ``pod`` there, under the key ``pod_override``; None when a comment would be lost."""
        source, tree = self.evaluation.source, self.evaluation.tree
        if self.key == OVERRIDE_KEY:
            return rewrite(source, tree, {self.node: pod})
        for key in self.keys:
            config = arguments_around(source, tree, key)
            if config is not None and any(slot.label == OVERRIDE_KEY for slot in config.slots):
                return None  # both keys at once: a person must choose
        changed = rewrite(source, tree, {self.node: pod}, dict.fromkeys(self.keys, OVERRIDE_KEY))
        deleted = self._deleted()
        return None if changed is None or deleted is None else (*changed, *deleted)

    def _deleted(self) -> tuple[Edit, ...] | None:
        """The edits that take out the statements whose values went into the pod; None when a comment would go along."""
        from k8slint.edits.imports import delete_statement

        source, tree = self.evaluation.source, self.evaluation.tree
        edits: list[Edit] = []
        for statement in self.statements:
            rows = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
            if any("#" in source.lines.line(row) for row in rows):
                return None
            edits += delete_statement(source, statement, _block_of(statement, tree))
        return tuple(edits)


# What of a task, or of what a task gets, holds an executor_config.
_CONFIGS = (("executor_config",), ("default_args", "executor_config"))


def _is_read_of_an_attribute(key: str, gone: set[ast.AST], tree: ast.Module) -> bool:
    """Whether the file reads the key of an attribute, which may be the config of a task or of a class:
    ``task.executor_config["KubernetesExecutor"]``."""
    return any(not isinstance(read, ast.Subscript) or read not in gone for read in _reads_of_attributes(key, tree))


@lru_cache(maxsize=2)  # each of many dicts asks for the same key
def _reads_of_attributes(key: str, tree: ast.Module) -> tuple[ast.AST, ...]:
    parents = parents_of(tree)
    found: list[ast.AST] = []
    for text in mentions_of_text(key, tree):
        parent = parents.get(text)
        match parent:
            case (
                ast.Subscript(value=ast.Attribute(), ctx=ast.Load())
                | ast.Call(func=ast.Attribute(value=ast.Attribute(), attr="get" | "pop"))
                | ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[ast.Attribute()])
            ):
                found.append(parent)
    return tuple(found)


def _is_key(node: ast.Constant, tree: ast.Module) -> bool:
    """Whether a string is a key in a dict that is written there: another config, which reads nothing."""
    parent = parents_of(tree).get(node)
    return isinstance(parent, ast.Dict) and node in parent.keys


def _value_under(key: ast.keyword | ast.expr, tree: ast.Module) -> ast.expr | None:
    """What a key holds where it is written: in a dict, in ``dict(...)``, or assigned to it."""
    parent = parents_of(tree).get(key)
    if isinstance(key, ast.keyword):
        return key.value
    if isinstance(parent, ast.Dict):
        return next(value for name, value in zip(parent.keys, parent.values, strict=True) if name is key)
    assignment = parents_of(tree).get(parent) if isinstance(parent, ast.Subscript) else None
    return assignment.value if isinstance(assignment, ast.Assign) else None


def _block_of(statement: ast.stmt, tree: ast.Module) -> list[ast.stmt]:
    parent = parents_of(tree).get(statement)
    for name in ("body", "orelse", "finalbody"):
        block = getattr(parent, name, None)
        if isinstance(block, list) and statement in block:
            return block
    return [statement]


def _is_beside(node: ast.expr, statement: ast.stmt, tree: ast.Module) -> bool:
    """Whether a statement surely runs whenever the expression above it is made: both stand in one block."""
    around: ast.AST | None = node
    while around is not None and not isinstance(around, ast.stmt):
        around = parents_of(tree).get(around)
    block = _block_of(statement, tree)
    return around in block and block.index(around) < block.index(statement)


def _read_legacy(writer: Writer, place: _Place, value: Mapping) -> LegacyPod | None:
    read = _entries(place, value)
    if read is None:
        return None
    entries, below = read
    keys = {entry.key for entry in entries}
    if "resources" in keys and not keys.isdisjoint(RESOURCE_KEYS):
        return None  # every Airflow raised TypeError
    pod = LegacyPod(comments=below)
    return pod if all(read_entry(writer, entry, pod) for entry in entries) else None


def _entries(place: _Place, value: Mapping) -> tuple[list[Entry], tuple[str, ...]] | None:
    """The entries that the dict has in the end: its own, those of dicts that it is made of, those written into it."""
    read = flat_entries(place.evaluation, place.node, value)
    if read is None:
        return None
    entries = {entry.key: entry for entry in read[0]}
    for key, node in place.written:
        where = span(place.evaluation.source, node)
        slot = Slot(where.start, where.end, None, None, node)
        notes = entries[key].notes if key in entries else Notes()
        entries[key] = Entry(key, slot, notes, get(value, key))
    return list(entries.values()), read[1]


def read_entry(writer: Writer, entry: Entry, pod: LegacyPod) -> bool:
    """Put one legacy entry where it belongs; False when it can't be converted."""
    key, node = entry.key, entry.slot.value
    if key in DROPPED_KEYS and pod.worker:
        pod.dropped.append(key)
        pod.comments = (*entry.notes.above, *((entry.notes.beside,) if entry.notes.beside else ()), *pod.comments)
        return True
    if key in RESOURCE_KEYS:
        return _read_quantity(writer, entry, pod)
    if isinstance(entry.value, Const) and entry.value.value is None:
        return not isinstance(node, ast.Constant) or (not entry.notes.above and not entry.notes.beside)
    for table, model, parts in (
        (CONTAINER_KEYS, "V1Container", pod.container),
        (SPEC_KEYS, "V1PodSpec", pod.spec),
        (METADATA_KEYS, "V1ObjectMeta", pod.metadata),
    ):
        if key in table:
            return _add(parts, table[key], writer.field(node, model, table[key], entry.value), entry)
    special = SPECIAL_KEYS.get(key)
    return special is not None and special(writer, entry, pod)


def _add(parts: list[Part], keyword: str, written: Expression | None, entry: Entry) -> bool:
    if written is None:
        return False
    parts.append(Part(f"{keyword}=", written, entry.notes.above, entry.notes.beside))
    return True


def _read_quantity(writer: Writer, entry: Entry, pod: LegacyPod) -> bool:
    tables, resource = RESOURCE_KEYS[entry.key]
    if isinstance(entry.value, Const) and entry.value.value is None:
        return True  # it was dropped
    if entry.value is None or (isinstance(entry.value, Unknown) and entry.value.type != "str"):
        pod.unsure = True  # None would be a quantity of 0 in a V1Pod, and nothing in the legacy dict
    written = writer.write(entry.slot.value, FieldType("scalar", "quantity"))
    if written is None:
        return False
    for number, table in enumerate(tables):
        above, beside = (entry.notes.above, entry.notes.beside) if number == 0 else ((), "")
        pod.resources[table].append(Part(f'"{resource}": ', written, above, beside))
    return True


def _read_envs(writer: Writer, entry: Entry, pod: LegacyPod) -> bool:
    """A dict of names and values, or a list of V1EnvVar."""
    node = entry.slot.value
    env_var = writer.name("V1EnvVar")
    if isinstance(node, ast.List):
        return _add(pod.container, "env", writer.field(node, "V1Container", "env", entry.value), entry)
    if isinstance(node, ast.Dict):
        written = writer.strings(node)
        if not isinstance(written, Bracket) or any(part.label == "**" for part in written.parts):
            return False
        variables = tuple(
            Part(
                "",
                call(env_var, Part("name=", Text(part.label[:-2])), Part("value=", part.value)),
                part.above,
                part.beside,
            )
            for part in written.parts
        )
        return _add(pod.container, "env", Bracket("[", variables, "]", below=written.below), entry)
    match entry.value:
        case Mapping():
            variable = call(env_var, Part("name=", Text("name")), Part("value=", Text("value")))
            each = Comprehension(variable, f"for name, value in {_operand(writer, node)}.items()")
            return _add(pod.container, "env", each, entry)
        case Items():
            return _add(pod.container, "env", verbatim(writer.source, node), entry)
    return False


def _read_configmaps(writer: Writer, entry: Entry, pod: LegacyPod) -> bool:
    """A list of names of ConfigMaps, each taken whole into the environment."""

    def source_of(name: Expression) -> Bracket:
        reference = call(writer.name("V1ConfigMapEnvSource"), Part("name=", name))
        return call(writer.name("V1EnvFromSource"), Part("config_map_ref=", reference))

    return _read_names(writer, entry, pod.container, "env_from", source_of)


def _read_pull_secrets(writer: Writer, entry: Entry, pod: LegacyPod) -> bool:
    """Names of Secrets, with commas between."""

    def reference_to(name: Expression) -> Bracket:
        return call(writer.name("V1LocalObjectReference"), Part("name=", name))

    node = entry.slot.value
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        quote = verbatim(writer.source, node)
        mark = quote.text[0] if isinstance(quote, Text) and quote.text[0] in "\"'" else '"'
        names = [Text(f"{mark}{name.strip()}{mark}") for name in node.value.split(",") if name.strip()]
        return _add(pod.spec, "image_pull_secrets", sequence(*map(reference_to, names)), entry)
    if isinstance(entry.value, Items | Mapping | Model):
        return False
    each = Comprehension(reference_to(Text("name")), f'for name in {_operand(writer, node)}.split(",")')
    return _add(pod.spec, "image_pull_secrets", each, entry)


def _read_names(
    writer: Writer, entry: Entry, parts: list[Part], keyword: str, wrap: Callable[[Expression], Bracket]
) -> bool:
    node = entry.slot.value
    if isinstance(node, ast.List | ast.Tuple) and not any(isinstance(each, ast.Starred) for each in node.elts):
        written = sequence(*(wrap(verbatim(writer.source, each)) for each in node.elts))
        return _add(parts, keyword, written, entry)
    if isinstance(entry.value, Const | Mapping | Model):
        return False
    each = Comprehension(wrap(Text("name")), f"for name in {_operand(writer, node)}")
    return _add(parts, keyword, each, entry)


def _read_service_account_key(writer: Writer, entry: Entry, pod: LegacyPod) -> bool:
    """The annotation that 1.10 made of it, beside the other annotations."""
    annotation = Part(f'"{SERVICE_ACCOUNT}": ', verbatim(writer.source, entry.slot.value))
    return _add(pod.metadata, "annotations", Bracket("{", (annotation,), "}"), entry)


def _operand(writer: Writer, node: ast.expr) -> str:
    """An expression as something that a dot or ``in`` may follow or precede."""
    text = verbatim(writer.source, node)
    plain = text.text if isinstance(text, Text) else ""
    return plain if isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call) else f"({plain})"


SPECIAL_KEYS: dict[str, Callable[[Writer, Entry, LegacyPod], bool]] = {
    "envs": _read_envs,
    "configmaps": _read_configmaps,
    "image_pull_secrets": _read_pull_secrets,
    "gcp_service_account_key": _read_service_account_key,
}


def assemble(module: str, pod: LegacyPod) -> Bracket:
    """``V1Pod(metadata=…, spec=…)`` with only what the dict had."""
    container = list(pod.container)
    tables = [Part(f"{name}=", Bracket("{", tuple(parts), "}")) for name, parts in pod.resources.items() if parts]
    if tables:
        container.append(Part("resources=", call(f"{module}.V1ResourceRequirements", *tables)))
    parts = []
    if pod.metadata:
        metadata = _merged_annotations(pod.metadata)
        parts.append(Part("metadata=", call(f"{module}.V1ObjectMeta", *metadata)))
    spec = list(pod.spec)
    if container or spec or pod.comments or not parts:
        base = Bracket(f"{module}.V1Container(", (Part("name=", Text('"base"')), *container), ")", below=pod.comments)
        spec.insert(0, Part("containers=", sequence(base)))
        parts.append(Part("spec=", call(f"{module}.V1PodSpec", *spec)))
    return call(f"{module}.V1Pod", *parts)


def _merged_annotations(parts: list[Part]) -> list[Part]:
    """One ``annotations=`` where the dict had annotations and a service account key."""
    annotations = [part for part in parts if part.label == "annotations="]
    if len(annotations) < 2:
        return parts
    entries: list[Part] = []
    for part in annotations:
        value = part.value
        entries += value.parts if isinstance(value, Bracket) and value.open == "{" else (Part("**", value),)
    above = tuple(comment for part in annotations for comment in part.above)
    merged = Part("annotations=", Bracket("{", tuple(entries), "}"), above, annotations[-1].beside)
    return [*(part for part in parts if part.label != "annotations="), merged]


def writer_for(evaluation: Evaluation, targets: Targets, module: str, *, trusting: bool) -> Writer:
    return Writer(evaluation.source, Schema.for_client(targets.client), module, trusting)


def models_import(evaluation: Evaluation) -> tuple[tuple[Edit, ...], str]:
    return add_import(evaluation.source, evaluation.tree, MODELS_IMPORT)
