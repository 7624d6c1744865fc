"""The state that the interpreters of one file share."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.dataclass import dataclass, field

if TYPE_CHECKING:
    from k8slint.evaluate.machine.objects import Function, HeapValue, Module
    from k8slint.evaluate.values import Unknown
    from k8slint.settings.targets import RuntimeEnvironment
    from k8slint.source.project import Project


@dataclass(slots=True, eq=False)
class Session:
    """Everything known of one file while it is evaluated, whichever module is being looked at."""

    project: Project | None
    environment: RuntimeEnvironment
    main: Module | None = None  # the file's own module
    modules: int = 0  # evaluated for this file
    called: set[ast.AST] = field(default_factory=set)
    returned: dict[ast.AST, HeapValue] = field(default_factory=dict)
    defined: list[Function] = field(default_factory=list)  # functions of the file, in order of definition
    dag_functions: dict[ast.AST, str | None] = field(default_factory=dict)  # bodies of @dag functions: their dag_id
    missed: dict[ast.AST, Unknown] = field(default_factory=dict)  # calls and functions given up for want of steps
    states: dict[int, Any] = field(default_factory=dict)  # of values that remembered calls depend on, by their ids
    # Names in functions, once read; and those that they declare global (True) or nonlocal.
    mentioned: dict[ast.AST, tuple[list[str], list[tuple[str, bool]]]] = field(default_factory=dict)
