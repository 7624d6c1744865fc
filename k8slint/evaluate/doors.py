"""Connects the interpreter's doors to the functions behind them.

The rooms import each other downwards only. Where a lower room needs a function of a higher one (a method that is called back, an
expression inside an operation), it calls it through the interpreter, and this is the one place that says which it is.
"""

from __future__ import annotations

from k8slint.evaluate.calls.attributes import attribute, set_attribute
from k8slint.evaluate.calls.dispatch import call, call_method
from k8slint.evaluate.calls.functions import call_function
from k8slint.evaluate.calls.references import reference_attribute
from k8slint.evaluate.machine.interpreter import Interpreter
from k8slint.evaluate.syntax.expressions import eval_expression
from k8slint.evaluate.syntax.imports import member
from k8slint.evaluate.syntax.statements import execute


class WiredInterpreter(Interpreter):
    eval = eval_expression
    execute = execute
    call = call
    call_function = call_function
    call_method = call_method
    attribute = attribute
    set_attribute = set_attribute
    reference_attribute = reference_attribute
    member = member
