"""Replaces Airflow's own classes for parts of a pod, which provider 5.0.0 removed, with kubernetes models.

Each conversion is what the class's ``to_k8s_client_obj`` made of its arguments, in Airflow 1.10.15
(``airflow/kubernetes``) and in provider 1.0.0 (``backcompat``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from k8slint.airflow.moves.table.legacy import HELPER_MODELS, HELPER_MODULES, RESOURCE_KEYS
from k8slint.dataclass import dataclass, replace
from k8slint.edits import arguments as edits
from k8slint.edits.imports import delete_statement, drop
from k8slint.edits.legacy import LegacyPod, assemble, models_import, read_entry, writer_for
from k8slint.edits.literals import Entry, Writer, entries_of
from k8slint.edits.models import Bracket, Expression, Part, Text, call, comments, rewrite, verbatim
from k8slint.edits.uses import Way, follow, is_private, stays_itself
from k8slint.evaluate import values
from k8slint.evaluate.values import Const, Value
from k8slint.finding import Applicability, Edit, Fix
from k8slint.kube.client.schema import FieldType
from k8slint.source.bindings import Imported, Use, index
from k8slint.source.nodes import nodes_of

if TYPE_CHECKING:
    from k8slint.airflow.moves.imports import Outdated
    from k8slint.evaluate.trace import Evaluation
    from k8slint.settings.targets import Targets
    from k8slint.source.text import Source

RESOURCE_PARAMETERS = (
    "request_memory",
    "request_cpu",
    "request_ephemeral_storage",
    "limit_memory",
    "limit_cpu",
    "limit_gpu",
    "limit_ephemeral_storage",
)
POD_PARAMETERS = ("image", "envs", "cmds", "args", "secrets", "labels", "node_selectors", "name", "ports", "volumes")


@dataclass(frozen=True, slots=True)
class Helper:
    """One class: its parameters in order, and how a call of it is rewritten.

    ``positional`` is how many leading parameters kept their place through all versions; ``kept`` the attributes that its
    objects have in common with the model's.
    """

    parameters: tuple[str, ...]
    convert: Callable[[Conversion, list[Entry], tuple[str, ...]], Expression | None]
    positional: int
    kept: frozenset[str] = frozenset()


class Conversion:
    """Rewrites the calls of one file. ``sure`` turns False when a rewritten call may mean something else."""

    def __init__(self, evaluation: Evaluation, writer: Writer) -> None:
        self.evaluation = evaluation
        self.writer = writer
        self.sure = True
        self.obsolete: list[ast.Assign] = []  # dicts that were written into the call instead

    def call(self, node: ast.Call, helper: Helper) -> Expression | None:
        """The model that a call of a helper class becomes; None when its arguments aren't all known."""
        if len(node.args) > helper.positional:
            return None
        read = entries_of(self.evaluation.source, node, None, helper.parameters)
        return None if read is None else helper.convert(self, *read)

    def quantities(self, entries: list[Entry]) -> list[Part] | None:
        """``requests=`` and ``limits=`` from ``request_cpu`` and its sisters; None and 0 were left out."""
        tables: dict[str, list[Part]] = {"requests": [], "limits": []}
        for entry in entries:
            if entry.key not in RESOURCE_KEYS:
                return None
            node = entry.slot.value
            if isinstance(node, ast.Constant) and not node.value:
                continue
            self.sure = self.sure and self._is_something(node)
            written = self.writer.write(node, FieldType("scalar", "quantity"))
            if written is None:
                return None
            names, resource = RESOURCE_KEYS[entry.key]
            for name in names:
                tables[name].append(Part(f'"{resource}": ', written, entry.notes.above, entry.notes.beside))
        return [Part(f"{name}=", Bracket("{", tuple(parts), "}")) for name, parts in tables.items() if parts]

    def _is_something(self, node: ast.expr) -> bool:
        """Whether an expression is surely no empty value."""
        if isinstance(node, ast.Constant):
            return bool(node.value)
        known = (self.evaluation.names or {}).get(node.id) if isinstance(node, ast.Name) else None
        return isinstance(known, Const) and bool(known.value)

    def literal(self, node: ast.expr) -> ast.Dict | None:
        """A dict literal, or the one that a name stands for when only this call uses the name."""
        if isinstance(node, ast.Dict):
            return node
        if not isinstance(node, ast.Name):
            return None
        mentions = [
            each for each in nodes_of(self.evaluation.tree) if isinstance(each, ast.Name) and each.id == node.id
        ]
        for block in _blocks(self.evaluation.tree):
            for statement in block:
                match statement:
                    case ast.Assign(targets=[target], value=ast.Dict() as value) if target in mentions:
                        holds_call = any(each is node for other in block for each in ast.walk(other))
                        if len(mentions) == 2 and holds_call:
                            if node.id not in self.evaluation.taken():
                                self.obsolete.append(statement)
                            return value
        return None


def _blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in nodes_of(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                yield block


def _fields(
    model: str, keywords: Mapping[str, str]
) -> Callable[[Conversion, list[Entry], tuple[str, ...]], Expression | None]:
    """A conversion that only renames arguments."""

    def convert(conversion: Conversion, entries: list[Entry], below: tuple[str, ...]) -> Expression | None:
        parts = []
        for entry in entries:
            if entry.key not in keywords:
                return None
            keyword = keywords[entry.key]
            if isinstance(entry.slot.value, ast.Constant) and entry.slot.value.value is None:
                continue
            written = conversion.writer.field(entry.slot.value, model, keyword)
            if written is None:
                return None
            parts.append(Part(f"{keyword}=", written, entry.notes.above, entry.notes.beside))
        return Bracket(f"{conversion.writer.name(model)}(", tuple(parts), ")", below=below)

    return convert


def _resources(conversion: Conversion, entries: list[Entry], below: tuple[str, ...]) -> Expression | None:
    tables = conversion.quantities(entries)
    if tables is None:
        return None
    return Bracket(f"{conversion.writer.name('V1ResourceRequirements')}(", tuple(tables), ")", below=below)


def _volume(conversion: Conversion, entries: list[Entry], below: tuple[str, ...]) -> Expression | None:
    by_key = {entry.key: entry for entry in entries}
    name = by_key.get("name")
    if name is None or not by_key.keys() <= {"name", "configs"}:
        return None
    writer = conversion.writer
    parts = [Part("name=", verbatim(writer.source, name.slot.value), name.notes.above, name.notes.beside)]
    configs = by_key.get("configs")
    if configs is not None:
        literal = conversion.literal(configs.slot.value)
        if literal is None:
            return None
        written = writer.write(literal, FieldType("model", "V1Volume"), named=True)
        if not isinstance(written, Bracket) or any(part.label == "name=" for part in written.parts):
            return None
        inner = list(written.parts)
        if inner:
            inner[0] = replace(inner[0], above=(*configs.notes.above, *inner[0].above))
        beside = (configs.notes.beside,) if configs.notes.beside else ()
        parts += inner
        below = (*(() if inner else configs.notes.above), *beside, *written.below, *below)
    return Bracket(f"{writer.name('V1Volume')}(", tuple(parts), ")", below=below)


def _runtime_info(conversion: Conversion, entries: list[Entry], below: tuple[str, ...]) -> Expression | None:
    by_key = {entry.key: entry for entry in entries}
    if by_key.keys() != {"name", "field_path"}:
        return None
    name, path = by_key["name"], by_key["field_path"]
    writer = conversion.writer
    selector = call(writer.name("V1ObjectFieldSelector"), Part("field_path=", verbatim(writer.source, path.slot.value)))
    source = call(writer.name("V1EnvVarSource"), Part("field_ref=", selector))
    parts = (
        Part("name=", verbatim(writer.source, name.slot.value), name.notes.above, name.notes.beside),
        Part("value_from=", source, path.notes.above, path.notes.beside),
    )
    return Bracket(f"{writer.name('V1EnvVar')}(", parts, ")", below=below)


def _pod(conversion: Conversion, entries: list[Entry], below: tuple[str, ...]) -> Expression | None:
    """A whole pod by the keywords of the legacy dict."""
    pod = LegacyPod(worker=False, comments=below)
    keys = {entry.key for entry in entries}
    if "resources" in keys and not keys.isdisjoint(RESOURCE_KEYS):
        return None
    for entry in entries:
        if isinstance(entry.slot.value, ast.Constant) and entry.slot.value.value is None:
            continue
        if not read_entry(conversion.writer, entry, pod):
            return None
    conversion.sure = False  # a generator added a suffix to the name, and filled in defaults
    return assemble(conversion.writer.module, pod)


def _helpers() -> dict[str, Helper]:
    port = {"name": "name", "container_port": "container_port"}
    mount = {name: name for name in ("name", "mount_path", "sub_path", "read_only")}
    by_model = {
        "V1ContainerPort": Helper(tuple(port), _fields("V1ContainerPort", port), 2, frozenset(port)),
        "V1ResourceRequirements": Helper(RESOURCE_PARAMETERS, _resources, 2),
        "V1Volume": Helper(("name", "configs"), _volume, 2, frozenset({"name"})),
        "V1VolumeMount": Helper(tuple(mount), _fields("V1VolumeMount", mount), 4, frozenset(mount)),
        "V1EnvVar": Helper(("name", "field_path"), _runtime_info, 2, frozenset({"name"})),
        "V1Pod": Helper(POD_PARAMETERS, _pod, len(POD_PARAMETERS)),
    }
    return {name: by_model[model] for name, model in HELPER_MODELS.items()}


HELPERS = _helpers()


@dataclass(frozen=True, slots=True, eq=False)
class HelperUse:
    """One use of a helper class through an import: the expression that names it, and the call, if it is called."""

    helper: Helper
    name: str
    node: ast.expr
    use: Use


def helper_uses(imported: Imported, tree: ast.Module) -> tuple[HelperUse, ...] | None:
    """The uses of helper classes through one import, whether it binds the class or its module.

    None when something else hangs on the import.
    """
    found = []
    for use in index(tree).uses(imported):
        whole = imported.name is None and not imported.alias.asname
        dotted = use.dotted if whole else ".".join((imported.dotted, *use.path))
        steps = len(use.path) if whole else len(imported.dotted.split(".")) + len(use.path)
        if whole and not (dotted + ".").startswith(imported.dotted + "."):
            continue  # another module behind the same package name
        name = next((name for name in HELPERS if dotted == name or dotted.startswith(name + ".")), None)
        if name is None or use.string is not None or steps <= 0:
            return None
        node = use.nodes[len(use.nodes) - 1 - (dotted.count(".") - name.count("."))]
        found.append(HelperUse(HELPERS[name], name, node, use))
    return tuple(found)


def brings_helpers(outdated: Outdated, tree: ast.Module) -> bool:
    """Whether a outdated import is one of helper classes, or of a module for their sake."""
    if outdated.use is not None or outdated.imported.name == "*":
        return False
    return outdated.old in HELPERS or (outdated.old in HELPER_MODULES and bool(helper_uses(outdated.imported, tree)))


def unconverted(imported: Imported, evaluation: Evaluation, targets: Targets) -> tuple[tuple[ast.expr, str], ...]:
    """The calls of helper classes that a person must rewrite, each with what isn't known about it."""
    conversion = Conversion(evaluation, writer_for(evaluation, targets, "k8s", trusting=True))
    told: list[tuple[ast.expr, str]] = []
    for each in helper_uses(imported, evaluation.tree) or ():
        name = each.name.rpartition(".")[2]
        node = each.use.call
        if not stays_itself(each.use, each.node, evaluation.tree):
            told.append((each.node, f"`{name}` is passed on here, so not all its calls are known"))
        elif node is not None and node.func is each.node:
            if conversion.call(node, each.helper) is None:
                told.append((node, f"not every argument of this `{name}` is known here"))
            told += ((place, f"the model has no `{place.attr}`") for place in _other_attributes(node, each, evaluation))
    return tuple(told)


def _other_attributes(call: ast.Call, use: HelperUse, evaluation: Evaluation) -> Iterator[ast.Attribute]:
    """Where the file reads or writes an attribute of an object of a helper class that the model doesn't have."""
    for mention in follow(call, evaluation):
        if mention.way is Way.ATTRIBUTE and mention.key not in use.helper.kept:
            if isinstance(mention.node, ast.Attribute):
                yield mention.node


def convert_helpers(imported: Imported, evaluation: Evaluation, targets: Targets) -> Fix | None:
    """The fix that makes kubernetes models of everything that an import of helper classes brings, and drops the import.

    None when a single use can't be converted: then the import has to stay until a person did.
    """
    source, tree = evaluation.source, evaluation.tree
    uses = helper_uses(imported, tree)
    if uses is None or not is_private(imported, evaluation):
        return None
    if not all(stays_itself(each.use, each.node, tree) for each in uses):
        return None
    dropped = drop(source, imported)
    if dropped is None or not uses:
        return None
    added, module = models_import(evaluation)
    imports = _in_its_stead(source, dropped, added)
    conversion = Conversion(evaluation, writer_for(evaluation, targets, module, trusting=True))
    swaps: dict[ast.expr, Expression] = {}
    for each in uses:
        node = each.use.call if each.use.call is not None and each.use.call.func is each.node else None
        if node is None:
            swaps[each.node] = Text(f"{module}.{HELPER_MODELS[each.name]}")
            continue
        written = conversion.call(node, each.helper)
        if written is None or any(_other_attributes(node, each, evaluation)):
            return None
        swaps[node] = written
    changed = rewrite(source, tree, swaps)
    if changed is None:
        return None
    gone = _dropped_assignments(evaluation, conversion.obsolete)
    model = HELPER_MODELS[uses[0].name]
    safe = conversion.sure and not any(word in source.text for word in ("to_k8s_client_obj", "attach_to_pod"))
    applicability = Applicability.SAFE if safe else Applicability.UNSAFE
    return Fix(f"write `{model}` of the kubernetes client", (*imports, *changed, *gone), applicability)


def _in_its_stead(source: Source, dropped: tuple[Edit, ...], added: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """An import dropped and one added; as one edit where the new one would stand behind the old one's line.

    It then overlaps every other fix that adds the same import, so that they wait until it is there.
    """
    for old in dropped:
        for new in added:
            if old.span.start < new.span.start < old.span.end:
                rest = source.text[new.span.start : old.span.end]
                text = new.text.removeprefix("\r\n").removeprefix("\n") + rest
                others = (edit for edit in (*dropped, *added) if edit not in (old, new))
                return (Edit(old.span, text), *others)
    return (*dropped, *added)


def _dropped_assignments(evaluation: Evaluation, statements: list[ast.Assign]) -> tuple[Edit, ...]:
    """Take out the dicts that went into the calls, unless a comment would go with them."""
    found: list[Edit] = []
    for statement in statements:
        block = next(block for block in _blocks(evaluation.tree) if statement in block)
        line = evaluation.source.lines.line(statement.end_lineno or statement.lineno)
        if not comments(edits.text_of(evaluation.source, statement)) and not comments(line):
            found += delete_statement(evaluation.source, statement, block)
    return tuple(found)


def container_resources(
    slot: edits.Slot, value: Value, evaluation: Evaluation, targets: Targets
) -> tuple[Edit, ...] | None:
    """The edits that make ``container_resources=`` of ``resources=``, and a model of its value when that is a dict."""
    if slot.name is None:
        return None
    renames = {slot.name: "container_resources"}
    if not isinstance(value, values.Mapping):
        return edits.rename_keyword(evaluation.source, slot.name, "container_resources")
    imports, module = models_import(evaluation)
    conversion = Conversion(evaluation, writer_for(evaluation, targets, module, trusting=True))
    literal = conversion.literal(slot.value)
    read = entries_of(evaluation.source, literal, value) if literal is not None else None
    if literal is None or read is None:
        return None
    entries, below = read
    if {entry.key for entry in entries} <= set(RESOURCE_KEYS):
        written = _resources(conversion, entries, below)
    else:
        written = conversion.writer.write(literal, FieldType("model", "V1ResourceRequirements"), value)
    if written is None:
        return None
    changed = rewrite(evaluation.source, evaluation.tree, {literal: written}, renames)
    return None if changed is None else (*imports, *changed)
