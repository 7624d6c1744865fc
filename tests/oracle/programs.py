"""Random programs that build pods: the text of a small DAG module for every number.

Each program runs without an error, so that every difference between what it does and what k8slint sees in it counts.
Names and objects are shared between statements on purpose: order and aliases decide. ``opaque_library`` stands for
code that k8slint cannot read; it may change whatever it is given.
"""

from __future__ import annotations

import random
from typing import Any

HEADER = """\
import copy
import dataclasses

import opaque_library
from kubernetes.client import models as k8s

"""

WORDS = ("a", "b", "key", "team", "pool-x")
KEYS = ("k", "team", "tier")


class _Writer:
    """Writes one program; ``source`` makes every decision."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self.lines: list[str] = []
        self.indent = 0
        self.scopes: list[dict[str, str]] = [{}]  # name -> kind
        self.functions: dict[str, tuple[str, str]] = {}  # name -> (kind of parameter, kind of result)
        self.count = 0
        self.in_function = False

    def pick(self, *options: Any) -> Any:
        return options[self.source.randrange(len(options))]

    def chance(self, percent: int) -> bool:
        return self.source.randrange(100) < percent

    def words(self, *options: str) -> list[str]:
        """Up to three of them, each perhaps more than once."""
        return [str(self.pick(*options)) for _ in range(self.source.randrange(4))]

    def write(self, line: str) -> None:
        self.lines.append("    " * self.indent + line)

    def new_name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"

    def names(self, kind: str) -> list[str]:
        return sorted(name for scope in self.scopes for name, its in scope.items() if its == kind)

    def bind(self, kind: str, text: str) -> str:
        known = self.names(kind)
        name = self.pick(*known) if known and self.chance(15) and self.indent == 0 else self.new_name(kind)
        self.write(f"{name} = {text}")
        self.scopes[-1][name] = kind
        return str(name)

    # Expressions. Each kind has leaves that need nothing, so that depth 0 always ends.

    def expression(self, kind: str, depth: int = 2) -> str:
        names = self.names(kind)
        if names and self.chance(45):
            return str(self.pick(*names))
        usable = sorted(
            name for name, (parameter, result) in self.functions.items() if result == kind and parameter != kind
        )
        if usable and depth > 0 and self.chance(30):
            name = self.pick(*usable)
            return f"{name}({self.expression(self.functions[name][0], depth - 1)})"
        return str(getattr(self, f"{kind}_expression")(depth))

    def str_expression(self, depth: int) -> str:
        if depth <= 0 or self.chance(40):
            return repr(self.pick(*WORDS))
        a, b = self.expression("str", depth - 1), self.expression("str", depth - 1)
        joined = f'f"{{{a}}}-{{{b}}}"' if a.isidentifier() and b.isidentifier() else f"({a} + '-' + {b})"
        return str(
            self.pick(
                f"({a} + {b})",
                joined,
                f"{a}.upper()",
                f"{a}.replace('a', 'z')",
                f"{a}[:2]",
                f"('%s/%s' % ({a}, {b}))",
                f"'{{}}:{{x}}'.format({a}, x={b})",
                f"','.join({self.expression('list', depth - 1)})",
                f"({a} if {self.expression('bool', depth - 1)} else {b})",
                f"{self.expression('map', depth - 1)}.get('team', {b})",
                f"str({self.expression('int', depth - 1)})",
                f"({self.expression('list', depth - 1)} or ['z'])[-1]",
                f"({a} or {b})",
            )
        )

    def int_expression(self, depth: int) -> str:
        if depth <= 0 or self.chance(40):
            return str(self.pick(0, 1, 2, 5))
        a, b = self.expression("int", depth - 1), self.expression("int", depth - 1)
        return str(
            self.pick(
                f"({a} + {b})",
                f"({a} * {b})",
                f"({a} - {b})",
                f"max({a}, {b})",
                f"len({self.expression(self.pick('list', 'map', 'str', 'env'), depth - 1)})",
                f"({a} // ({b} * {b} + 1))",
            )
        )

    def bool_expression(self, depth: int) -> str:
        if depth <= 0:
            return str(self.pick("True", "False"))
        a, b = self.expression("bool", depth - 1), self.expression("bool", depth - 1)
        return str(
            self.pick(
                f"({self.expression('str', depth - 1)} == {self.expression('str', depth - 1)})",
                f"({self.expression('int', depth - 1)} < {self.expression('int', depth - 1)})",
                f"('team' in {self.expression('map', depth - 1)})",
                f"(not {a})",
                f"({a} and {b})",
                f"({a} or {b})",
                f"bool({self.expression('list', depth - 1)})",
                f"{self.expression('str', depth - 1)}.startswith('a')",
            )
        )

    def list_expression(self, depth: int) -> str:
        if depth <= 0 or self.chance(30):
            return repr(self.words(*WORDS))
        a, b = self.expression("list", depth - 1), self.expression("list", depth - 1)
        text = self.expression("str", depth - 1)
        return str(
            self.pick(
                f"({a} + {b})",
                f"[*{a}, {text}]",
                f"sorted({a})",
                f"list({self.expression('map', depth - 1)}.values())",
                f"[x.upper() for x in {a} if x != {text}]",
                f"[f'{{x}}{{y}}' for x in {a} for y in 'pq']",
                f"({a} * 2)",
                f"{a}[1:]",
                f"{text}.split('-')",
                f"[x for i, x in enumerate({a}) if i % 2]",
                f"list(reversed({a}))",
                f"list(dict.fromkeys({a}))",
            )
        )

    def map_expression(self, depth: int) -> str:
        if depth <= 0 or self.chance(30):
            keys = dict.fromkeys(self.words(*KEYS))
            return "{" + ", ".join(f"{key!r}: {self.pick(*WORDS)!r}" for key in keys) + "}"
        a, b = self.expression("map", depth - 1), self.expression("map", depth - 1)
        text = self.expression("str", depth - 1)
        return str(
            self.pick(
                f"{{**{a}, 'k': {text}}}",
                f"({a} | {b})",
                f"dict({a}, team={text})",
                f"{{k: v + 'x' for k, v in {a}.items() if k != 'k'}}",
                f"dict(zip({self.expression('list', depth - 1)}, {self.expression('list', depth - 1)}))",
                f"{{x: {text} for x in {self.expression('list', depth - 1)}}}",
                f"copy.deepcopy({a})",
                f"{a}.copy()",
                f"({a} or {b})",
                f"({a} if {self.expression('bool', depth - 1)} else {b})",
            )
        )

    def env_expression(self, depth: int) -> str:
        variable = f"k8s.V1EnvVar(name={self.expression('str', depth - 1)}, value={self.expression('str', depth - 1)})"
        return str(
            self.pick(
                "[]",
                f"[{variable}]",
                f"[k8s.V1EnvVar(name=k, value=v) for k, v in {self.expression('map', depth - 1)}.items()]",
                f"[k8s.V1EnvVar(name=x, value='1') for x in {self.expression('list', depth - 1)}]",
                f"({self.expression('env', depth - 1)} + [{variable}])" if depth > 0 else "[]",
            )
        )

    def container_expression(self, depth: int) -> str:
        arguments = ["name='base'"]
        for argument, kind in (("image", "str"), ("env", "env"), ("command", "list")):
            if self.chance(50):
                arguments.append(f"{argument}={self.expression(kind, depth - 1)}")
        if self.chance(40):
            requests = self.expression("map", depth - 1)
            arguments.append(f"resources=k8s.V1ResourceRequirements(requests={requests}, limits=dict({requests}))")
        return f"k8s.V1Container({', '.join(arguments)})"

    def pod_expression(self, depth: int) -> str:
        if self.names("pod") and self.chance(30):
            return f"copy.{self.pick('copy', 'deepcopy')}({self.pick(*self.names('pod'))})"
        metadata = f"k8s.V1ObjectMeta(labels={self.expression('map', depth - 1)})"
        containers = [self.expression("container", depth - 1) for _ in range(self.pick(1, 1, 2))]
        spec = f"k8s.V1PodSpec(containers=[{', '.join(containers)}], node_selector={self.expression('map', depth - 1)})"
        return f"k8s.V1Pod(metadata={metadata}, spec={spec})"

    # Statements.

    def statement(self, depth: int) -> None:
        kinds = ["new", "new", "mutate", "mutate", "mutate", "alias"]
        if depth > 0:
            kinds += ["branch", "loop", "attempt", "opaque_branch", "match_", "number"]
        if self.indent == 0:
            kinds += ["function", "class_", "opaque", "unpack", "counted", "keywords", "closure", "search", "generator"]
            kinds += ["record", "nested", "each_pod"]
        getattr(self, str(self.pick(*kinds)))(depth)

    def block(self, depth: int) -> None:
        """Names bound inside stay inside: whether the block runs isn't known to what follows."""
        self.indent += 1
        self.scopes.append({})
        before = len(self.lines)
        for _ in range(self.pick(1, 2)):
            self.statement(depth - 1)
        if len(self.lines) == before:
            self.write("pass")
        self.scopes.pop()
        self.indent -= 1

    def any_kind(self) -> str:
        return str(self.pick("str", "int", "list", "map", "map", "env", "container", "pod"))

    def new(self, _: int) -> None:
        kind = self.any_kind()
        self.bind(kind, self.expression(kind))

    def alias(self, _: int) -> None:
        kind = str(self.pick("list", "map", "env", "container", "pod"))
        if self.names(kind):
            self.bind(kind, str(self.pick(*self.names(kind))))

    def mutate(self, _: int) -> None:
        kind = str(self.pick("list", "map", "env", "container", "pod"))
        if self.names(kind):
            self.write(self.mutation(kind, str(self.pick(*self.names(kind)))))

    def mutation(self, kind: str, name: str) -> str:
        text, key = self.expression("str", 1), self.pick(*KEYS)
        variable = f"k8s.V1EnvVar(name={text}, value='m')"
        options = {
            "list": (
                f"{name}.append({text})",
                f"{name}.extend({self.expression('list', 1)}[:3])",
                f"{name}.insert(0, {text})",
                f"{name} += [{text}]",
                f"{name}.sort()",
                f"{name}[:1] = [{text}]",
                f"{name}.clear()",
            ),
            "map": (
                f"{name}[{key!r}] = {text}",
                f"{name}.update({key}={text})",
                f"{name}.update({self.expression('map', 1)})",
                f"{name}.setdefault({key!r}, {text})",
                f"{name}.pop({key!r}, None)",
                f"{name} |= {{{key!r}: {text}}}" if name.isidentifier() else f"{name}.update({{{key!r}: {text}}})",
                f"{name}.clear()",
            ),
            "env": (f"{name}.append({variable})", f"{name} += [{variable}]", f"{name}.insert(0, {variable})"),
            "container": (
                f"{name}.image = {text}",
                f"{name}.env = {self.expression('env', 1)}",
                f"{name}.command = {self.expression('list', 1)}",
                f"{name}.env = ({name}.env or []) + [{variable}]",
                f"setattr({name}, 'image_pull_policy', {text})",
            ),
            "pod": (
                f"{name}.metadata.labels[{key!r}] = {text}",
                f"{name}.metadata.labels = {self.expression('map', 1)}",
                f"{name}.metadata.annotations = {self.expression('map', 1)}",
                f"{name}.spec.containers[0].image = {text}",
                f"{name}.spec.containers.append({self.expression('container', 1)})",
                f"{name}.spec.node_selector.update({key}={text})",
                f"{name}.spec.containers[0].command = {self.expression('list', 1)}",
            ),
        }
        # Inside a function, an augmented assignment to a global name would make it local.
        augmented = (f"{name} +=", f"{name} |=")
        allowed = [text for text in options[kind] if not (self.in_function and text.startswith(augmented))]
        return str(self.pick(*allowed))

    def branch(self, depth: int) -> None:
        self.write(f"if {self.expression('bool')}:")
        self.block(depth)
        if self.chance(50):
            self.write("else:")
            self.block(depth)

    def opaque_branch(self, depth: int) -> None:
        self.write("if opaque_library.flag():")
        self.block(depth)
        if self.chance(40):
            self.write("else:")
            self.block(depth)

    def loop(self, depth: int) -> None:
        name = self.new_name("str")
        self.write(f"for {name} in {self.expression('list')}[:3]:")
        self.scopes.append({name: "str"})
        self.block(depth)
        if self.chance(30):
            self.indent += 1
            self.write(f"if {self.expression('bool')}:")
            self.write(f"    {self.pick('break', 'continue')}")
            self.indent -= 1
        self.scopes.pop()

    def counted(self, depth: int) -> None:
        name = self.bind("int", "0")
        self.write(f"while {name} < {self.pick(1, 2, 3)}:")
        self.scopes[-1].pop(name)
        self.block(depth)
        self.write(f"    {name} += 1")
        self.scopes[-1][name] = "int"

    def attempt(self, depth: int) -> None:
        self.write("try:")
        self.block(depth)
        self.indent += 1
        self.write(f"{self.expression('map')}[{self.pick('k', 'missing')!r}]")
        self.indent -= 1
        self.write("except KeyError:")
        self.block(depth)
        if self.chance(30):
            self.write(str(self.pick("else", "finally")) + ":")
            self.block(depth)

    def function(self, depth: int) -> None:
        name, parameter = self.new_name("function"), str(self.pick("str", "map", "list", "pod", "container"))
        result = str(self.pick("str", "map", "env", "container", "pod"))
        scopes, functions, indent = self.scopes, self.functions, self.indent
        default = repr(self.pick(*WORDS))
        self.write(f"def {name}(value, suffix={default}):")
        self.scopes, self.functions = [scopes[0], {"value": parameter, "suffix": "str"}], dict(functions)
        self.indent += 1
        self.in_function = True
        if parameter != "str" and self.chance(50):
            self.write(self.mutation(parameter, "value"))
        for _ in range(self.pick(0, 1, 2)):
            self.statement(min(depth, 1) - 1)
        if self.chance(30):
            self.write(f"if {self.expression('bool')}:")
            self.write(f"    return {self.expression(result, 1)}")
        self.write(f"return {self.expression(result)}")
        self.scopes, self.functions, self.indent, self.in_function = scopes, functions, indent, False
        self.functions[name] = (parameter, result)

    def class_(self, _: int) -> None:
        name, kind = self.new_name("Class"), str(self.pick("map", "str", "env", "pod"))
        self.write(f"class {name}:")
        self.write(f"    shared = {self.expression(kind, 1)}")
        self.write("    def __init__(self, value):")
        self.write("        self.value = value")
        self.write("    @property")
        self.write("    def both(self):")
        self.write("        return self.value if self.value else self.shared")
        self.write("    def method(self):")
        if kind != "str":
            self.write("        held = self.both")
            self.write(f"        {self.mutation(kind, 'held')}")
        self.write("        return self.both")
        made = self.new_name("made")
        self.write(f"{made} = {name}({self.expression(kind, 1)})")
        self.bind(kind, f"{made}.{self.pick('value', 'shared', 'both', 'method()')}")

    def match_(self, depth: int) -> None:
        self.write(f"match {self.expression('str')}:")
        self.indent += 1
        self.write(f"case {self.pick(*WORDS)!r} | {self.pick(*WORDS)!r}:")
        self.block(depth)
        self.write("case _:")
        self.block(depth)
        self.indent -= 1

    def number(self, depth: int) -> None:
        self.write("try:")
        self.write(f"    {self.new_name('number')} = int({self.expression('str')})")
        self.write("except ValueError:")
        self.block(depth)

    def keywords(self, _: int) -> None:
        name, text = self.new_name("function"), self.expression("str", 1)
        self.write(f"def {name}(*args, **kwargs):")
        self.write(f"    return dict(kwargs, k=kwargs.get('tier', {text}), tier=args[-1])")
        given = ", ".join(self.expression("str", 1) for _ in range(self.pick(1, 2)))
        more = f"**{{'{self.pick(*KEYS)}': {self.expression('str', 1)}}}"
        self.bind("map", f"{name}(*[{given}], {self.pick(f'team={text}', more, 'k=' + text)})")

    def closure(self, _: int) -> None:
        name = self.new_name("function")
        self.write(f"def {name}(prefix, seen=[]):")
        self.write("    def inner(value):")
        self.write("        seen.append(value)")
        self.write("        return prefix + '.'.join(seen)")
        self.write("    return inner")
        made = self.new_name("made")
        self.write(f"{made} = {name}({self.expression('str', 1)})")
        for _ in range(self.pick(1, 2)):
            self.bind("str", f"{made}({self.expression('str', 1)})")

    def search(self, _: int) -> None:
        name = self.new_name("function")
        self.write(f"def {name}(values):")
        self.write("    for value in values:")
        self.write(f"        if value {self.pick('==', '!=', '>')} {self.expression('str', 1)}:")
        self.write("            return value")
        self.write(f"    return {self.expression('str', 1)}")
        self.bind("str", f"{name}({self.expression('list', 1)})")

    def generator(self, _: int) -> None:
        name = self.new_name("function")
        self.write(f"def {name}(values):")
        self.write("    for value in values:")
        self.write(f"        if value != {self.expression('str', 1)}:")
        self.write("            yield value.title()")
        self.write("    yield 'end'")
        self.bind("list", f"list({name}({self.expression('list', 1)}))")

    def record(self, _: int) -> None:
        name, made = self.new_name("Record"), self.new_name("made")
        self.write("@dataclasses.dataclass")
        self.write(f"class {name}:")
        self.write("    team: str")
        self.write(f"    tier: str = {self.expression('str', 1)}")
        self.write("    labels: dict = dataclasses.field(default_factory=dict)")
        self.write(f"{made} = {name}({self.expression('str', 1)})")
        self.write(self.mutation("map", f"{made}.labels"))
        if self.chance(40):
            self.write(f"{made}.tier = {self.expression('str', 1)}")
        self.bind("map", self.pick(f"{made}.labels", f"{{'team': {made}.team, 'k': {made}.tier}}"))

    def nested(self, _: int) -> None:
        name = self.new_name("table")
        self.write(f"{name} = {{'a': {self.expression('map', 1)}, 'b': [{self.expression('map', 1)}]}}")
        self.write(self.mutation("map", self.pick(f"{name}['a']", f"{name}['b'][0]", f"{name}.get('a')")))
        self.bind("map", self.pick(f"{name}['b'][-1]", f"{name}['a']", f"{name}.pop('a')"))

    def each_pod(self, _: int) -> None:
        pods = [self.expression("pod", 1) for _ in range(2)]
        name = self.new_name("pod")
        self.write(f"for {name} in [{', '.join(pods)}]:")
        self.write(f"    {self.mutation('pod', name)}")

    def unpack(self, _: int) -> None:
        first, second = self.any_kind(), self.any_kind()
        values = self.expression(first), self.expression(second)
        names = self.new_name(first), self.new_name(second)
        self.write(f"{names[0]}, {names[1]} = {values[0]}, {values[1]}")
        self.scopes[-1].update({names[0]: first, names[1]: second})

    def opaque(self, _: int) -> None:
        kind = str(self.pick("list", "map", "env", "container", "pod"))
        if self.chance(30) or not self.names(kind):
            self.bind("str", "opaque_library.text()")
        elif self.chance(70):
            self.write(f"opaque_library.touch({self.pick(*self.names(kind))})")
        else:
            self.bind(kind, f"opaque_library.same({self.pick(*self.names(kind))})")


def program(number: int) -> str:
    """The text of a module whose names ``config_1``, ``config_2``, ... are executor_configs; always the same one."""
    writer = _Writer(random.Random(number))
    for kind in ("map", "list", "container", "pod"):
        writer.bind(kind, writer.expression(kind, 1))
    for _ in range(writer.pick(*range(3, 15))):
        writer.statement(2)
        if writer.chance(25):
            writer.write(f"config_{writer.new_name('c')[2:]} = {{'pod_override': {writer.expression('pod')}}}")
    for pod in writer.names("pod")[:4]:
        writer.write(f"config_{pod} = {{'pod_override': {pod}}}")
    writer.write(f"config_last = {{'pod_override': {writer.expression('pod')}}}")
    return HEADER + "\n".join(writer.lines) + "\n"
