"""Which models the kubernetes client has: ``client_models.py`` and ``other_client_classes.py`` of ``k8slint/data``.

``records/client.json`` holds what ``read_clients`` found in released clients: by model that a pod can hold, the clients
that have it, and every form of each field with the clients that have that form. The sources are parsed, not imported,
so that every generation can be read from one interpreter.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import NamedTuple

from tools.text import laid_out, module

ROOTS = ("V1Pod", "V1PodTemplateSpec", "V1PersistentVolumeClaim", "V1Job", "V1Secret", "V1ConfigMap", "V1PodTemplate")
QUANTITIES = {
    "V1ResourceRequirements.limits", "V1ResourceRequirements.requests",
    "V1VolumeResourceRequirements.limits", "V1VolumeResourceRequirements.requests",
    "V1PodSpec.overhead", "V1EmptyDirVolumeSource.size_limit", "V1ResourceFieldSelector.divisor",
    "V1PersistentVolumeClaimStatus.allocated_resources", "V1PersistentVolumeClaimStatus.capacity",
    "V1ContainerStatus.allocated_resources", "V1PodStatus.allocated_resources",
}  # fmt: skip
INT_OR_STRING = {"V1HTTPGetAction.port", "V1TCPSocketAction.port"}
RECORD = Path(__file__).parent / "records" / "client.json"

PYDANTIC = 37  # from here on constructors take keywords only

Fields = dict[str, tuple[str, str, bool]]  # snake name: wire name, type, required
Clients = dict[int, dict[str, Fields]]  # by major


class FieldRecord(NamedTuple):
    """One form of a field, and the client majors that have it."""

    snake: str
    wire: str
    type: str
    required: bool
    clients: list[int]


class ModelRecord(NamedTuple):
    """A model, and the client majors that have it."""

    clients: list[int]
    fields: list[FieldRecord]


class Record(NamedTuple):
    """What was read: the client majors, the models that a pod can hold, and the names of all other classes."""

    clients: list[int]
    models: dict[str, ModelRecord]
    others: list[str]


def read_clients(directories: list[Path]) -> Record:
    """What the unpacked ``kubernetes`` packages hold. Each directory is named after the client's version."""
    clients = dict(sorted((int(each.name.split(".")[0]), read_client(each)) for each in directories))
    names = sorted(reachable(clients))
    check_order(names, clients)
    others = sorted({name for models in clients.values() for name in models} - set(names))
    return Record(list(clients), {name: model_record(name, clients) for name in names}, others)


def model_record(name: str, clients: Clients) -> ModelRecord:
    having = [version for version in clients if name in clients[version]]
    forms: dict[tuple[str, str, str, bool], list[int]] = {}
    for version in having:
        for snake, (wire, type_, required) in clients[version][name].items():
            forms.setdefault((snake, wire, short_type(name, snake, type_), required), []).append(version)
    ordered = sorted(forms.items(), key=lambda item: (sort_key(item[0][0]), item[1]))
    return ModelRecord(having, [FieldRecord(*form, versions) for form, versions in ordered])


def write_record(record: Record) -> None:
    """One line a field, so that a diff can be read."""
    models = [
        f'"{name}": [{json.dumps(model.clients)}, [\n{_lines(list(model.fields))}]]'
        for name, model in record.models.items()
    ]
    parts = (json.dumps(record.clients), ",\n".join(models), _lines(list(record.others)))
    text = '{{"clients": {}, "models": {{\n{}}}, "others": [\n{}]}}\n'.format(*parts)
    RECORD.write_text(text, encoding="utf-8", newline="\n")


def _lines(items: list[object]) -> str:
    return ",\n".join(json.dumps(item) for item in items)


def read_record() -> Record:
    data = json.loads(RECORD.read_text(encoding="utf-8"))
    models = {
        name: ModelRecord(clients, [FieldRecord(*field) for field in fields])
        for name, (clients, fields) in data["models"].items()
    }
    return Record(data["clients"], models, data["others"])


def read_client(directory: Path) -> dict[str, Fields]:
    """Every model of one client."""
    models: dict[str, Fields] = {}
    for path in sorted((directory / "kubernetes" / "client" / "models").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and (fields := read_model(node)) is not None:
                models[node.name] = fields
    return models


def read_model(node: ast.ClassDef) -> Fields | None:
    """The fields of one model class in the order of its constructor; None when the class is no model."""
    tables: dict[str, dict[str, str]] = {}
    required: set[str] = set()
    order: list[str] = []
    for item in node.body:
        match item:
            case ast.Assign(targets=[ast.Name(id="openapi_types" | "attribute_map" as name)], value=value):
                tables[name] = ast.literal_eval(value)
            case ast.AnnAssign(target=ast.Name(id="openapi_types" | "attribute_map" as name), value=value) if value:
                tables[name] = ast.literal_eval(value)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if not name.startswith("__"):
                order.append(name)
                if not ast.unparse(annotation).startswith("Optional["):
                    required.add(name)
            case ast.FunctionDef(name="__init__", args=args):
                order = [arg.arg for arg in args.args[1:] if arg.arg != "local_vars_configuration"]
            case ast.FunctionDef(name=name, decorator_list=[ast.Attribute(attr="setter")]):
                if f"Invalid value for `{name}`, must not be `None`" in ast.unparse(item):
                    required.add(name)
    if "openapi_types" not in tables:
        return None
    types, wires = tables["openapi_types"], tables["attribute_map"]
    order = [name for name in order if name in types] if set(types) <= set(order) else sorted(types)
    return {name: (wires[name], types[name], name in required) for name in order}


def short_type(model: str, field: str, text: str) -> str:
    """``list[V1X]`` to ``[V1X]``, ``dict(str, str)`` to ``{str}``; quantities and int-or-string by their own names."""
    text = re.sub(r"^[Ll]ist\[(.*)\]$", r"[\1]", text)
    text = re.sub(r"^[Dd]ict[\[(]str, (.*)[\])]$", r"{\1}", text)
    if f"{model}.{field}" in QUANTITIES:
        text = text.replace("str", "quantity")
    if f"{model}.{field}" in INT_OR_STRING:
        text = "intstr"
    return text


def camel(snake: str) -> str:
    head, *rest = snake.lstrip("_").split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def reachable(clients: Clients) -> set[str]:
    """The roots and every model that their fields name, in any client."""
    seen: set[str] = set()
    for models in clients.values():
        here: set[str] = set()
        todo = [root for root in ROOTS if root in models]
        while todo:
            name = todo.pop()
            if name in here:
                continue
            here.add(name)
            words = (word for _, type_, _ in models[name].values() for word in re.findall(r"\w+", type_))
            todo.extend(word for word in words if word in models)
        seen |= here
    return seen


def model_line(model: ModelRecord, clients: list[int]) -> str:
    """``snake!=wire:type@since-until``: ``!`` required; wire name and range only where needed."""
    tokens = [span(model.clients, clients) or "@"]
    for field in model.fields:
        alias = "" if camel(field.snake) == field.wire else f"={field.wire}"
        tokens.append(f"{field.snake}{'!' * field.required}{alias}:{field.type}{span(field.clients, model.clients)}")
    return " ".join(tokens)


def sort_key(snake: str) -> str:
    """Constructors are sorted by the wire name, whose plural ``IPs`` (``_i_ps``) comes after ``IP``."""
    return snake.replace("_i_ps", "_ips")


def span(versions: list[int], whole: list[int]) -> str:
    """``@since-until`` of a consecutive run of versions inside ``whole``; empty when it is all of them."""
    if versions == whole:
        return ""
    start = "" if versions[0] == whole[0] else str(versions[0])
    end = "" if versions[-1] == whole[-1] else f"-{versions[-1]}"
    run = [version for version in whole if versions[0] <= version <= versions[-1]]
    if run != versions:
        raise SystemExit(f"a gap in {versions} of {whole}")
    return f"@{start}{end}"


def check_order(names: list[str], clients: Clients) -> None:
    """The rows are sorted, and that is called the constructor's order: refuse clients where it isn't."""
    for version, models in clients.items():
        for name in names:
            fields = list(models.get(name, {}))
            if version < PYDANTIC and fields != sorted(fields, key=sort_key):
                raise SystemExit(f"{version} {name} isn't in order: {fields}")


SUMMARY = """Which models the kubernetes client has.

``kube/client/schema.py`` says how to read it."""


def models_text() -> str:
    """The text of ``k8slint/data/client_models.py``."""
    record = read_record()
    lines = [f"FIRST, LAST = {record.clients[0]}, {record.clients[-1]}", "MODELS = {"]
    for name, model in record.models.items():
        lines += laid_out(model_line(model, record.clients), before=f'"{name}": ')
    return module(SUMMARY, *lines, "}")


def others_text() -> str:
    """The text of ``k8slint/data/other_client_classes.py``."""
    return module("The kubernetes client's other classes.", 'OTHERS = """', *read_record().others, '"""')
