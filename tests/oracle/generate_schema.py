"""Write ``client_models.py`` and ``other_client_classes.py`` of ``k8slint/data`` from released clients.

    python tests/oracle/generate_schema.py DIRECTORY...

Each DIRECTORY is named after a client's version (``36.0.3``) and holds its unpacked ``kubernetes`` package, as
``pip install --no-deps --target 36.0.3 kubernetes==36.0.3`` leaves it. The sources are parsed, not imported, so that
every generation can be read from one interpreter.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOTS = ("V1Pod", "V1PodTemplateSpec", "V1PersistentVolumeClaim", "V1Job", "V1Secret", "V1ConfigMap", "V1PodTemplate")
QUANTITIES = {
    "V1ResourceRequirements.limits", "V1ResourceRequirements.requests",
    "V1VolumeResourceRequirements.limits", "V1VolumeResourceRequirements.requests",
    "V1PodSpec.overhead", "V1EmptyDirVolumeSource.size_limit", "V1ResourceFieldSelector.divisor",
    "V1PersistentVolumeClaimStatus.allocated_resources", "V1PersistentVolumeClaimStatus.capacity",
    "V1ContainerStatus.allocated_resources", "V1PodStatus.allocated_resources",
}  # fmt: skip
INT_OR_STRING = {"V1HTTPGetAction.port", "V1TCPSocketAction.port"}
OUTPUT = Path(__file__).parents[2] / "k8slint" / "data"

PYDANTIC = 37  # from here on constructors take keywords only

Fields = dict[str, tuple[str, str, bool]]  # snake name: wire name, type, required


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


def reachable(clients: dict[int, dict[str, Fields]]) -> set[str]:
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


def model_line(name: str, clients: dict[int, dict[str, Fields]]) -> str:
    """``snake!=wire:type@since-until``: ``!`` required; wire name and range only where needed."""
    having = [version for version in sorted(clients) if name in clients[version]]
    whole = span(having, sorted(clients))
    rows: dict[tuple[str, str, str, bool], list[int]] = {}
    for version in having:
        for snake, (wire, type_, required) in clients[version][name].items():
            rows.setdefault((snake, wire, short_type(name, snake, type_), required), []).append(version)
    tokens = []
    ordered = sorted(rows.items(), key=lambda item: (sort_key(item[0][0]), item[1]))
    for (snake, wire, type_, required), versions in ordered:
        alias = "" if camel(snake) == wire else f"={wire}"
        tokens.append(f"{snake}{'!' * required}{alias}:{type_}{span(versions, having)}")
    return " ".join([whole or "@", *tokens])


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


def main(arguments: list[str]) -> None:
    clients = {int(Path(argument).name.split(".")[0]): read_client(Path(argument)) for argument in arguments}
    clients = dict(sorted(clients.items()))
    names = sorted(reachable(clients))
    check_order(names, clients)
    others = sorted({name for models in clients.values() for name in models} - set(names))
    lines = [f'    "{name}": "{model_line(name, clients)}",' for name in names]
    write("client_models.py", f"FIRST, LAST = {min(clients)}, {max(clients)}", "# fmt: off", "MODELS = {", *lines, "}")
    write("other_client_classes.py", 'OTHERS = """', *others, '"""')
    print(f"{len(names)} models, {len(others)} other classes")


def write(name: str, *lines: str) -> None:
    head = '"""Generated from the released clients; ``k8slint.kube.client.schema`` says how to read it."""'
    text = "\n".join(
        [
            *(["# ruff: noqa: E501"] if any(len(line) > 120 for line in lines) else []),
            head,
            "",
            "from __future__ import annotations",
            "",
            *lines,
            "",
        ]
    )
    (OUTPUT / name).write_text(text, encoding="utf-8")


def check_order(names: list[str], clients: dict[int, dict[str, Fields]]) -> None:
    """The rows are sorted, and that is called the constructor's order: refuse clients where it isn't."""
    for version, models in clients.items():
        for name in names:
            fields = list(models.get(name, {}))
            if version < PYDANTIC and fields != sorted(fields, key=sort_key):
                raise SystemExit(f"{version} {name} isn't in order: {fields}")


if __name__ == "__main__":
    main(sys.argv[1:])
