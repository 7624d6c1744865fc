from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow import versions
from k8slint.evaluate.values import Const
from k8slint.patterns import pattern
from k8slint.rules._base import ERROR, UNSAFE, WARNING, Context, Fix, Needles, Row, Rule, Violation
from k8slint.rules._literals import inside, reworded
from k8slint.settings.targets import Targets

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

READERS = (
    "get",
    "getboolean",
    "getint",
    "getfloat",
    "getlist",
    "getjson",
    "getmandatory_value",
    "getimport",
)
CONFIGS = ("airflow.configuration.conf.", "airflow.configuration.", "airflow.conf.")
_READS = frozenset(prefix + reader for prefix in CONFIGS for reader in READERS)
OPTION = pattern(r"[a-z][a-z0-9_]*")  # sections and options are read in small letters


class KubernetesConfigSection(Rule):
    """``conf.get`` reads the section ``kubernetes``, which Airflow renamed.

    Airflow 2.5 renamed the section to ``kubernetes_executor``. The old name worked with a warning up to 2.11 and
    raises AirflowConfigException since 3.0. The second argument is the name of an option: a release name or a
    namespace there raises an error on every version.

    Bad:
        from airflow.configuration import conf

        namespace = conf.get("kubernetes", "namespace")
    Good:
        from airflow.configuration import conf

        namespace = conf.get("kubernetes_executor", "namespace")
    """

    code, since, severity = "KE412", "0.1", ERROR
    fixable = "safe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        return frozenset({(b"ubernetes", b'"kubernetes"'), (b"ubernetes", b"'kubernetes'")})

    def shape(self, row: Row) -> bytes | None:
        """The section as the argument of a call, or as a constant."""
        return rb"\bget\w*\s*\(\s*(?:section\s*=\s*)?[\"']kubernetes[\"']|(?<![=!])=\s*[\"']kubernetes[\"']"

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return call.qualified_name in _READS

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        section = call.keywords.get("section") or next(iter(call.positional), None)
        option = call.keywords.get("key") or next(iter(call.positional[1:]), None)
        match section:
            case Const(value=str(name), origin=at) if name.lower() in ("kubernetes", "kubernetes_executor"):
                pass
            case _:
                return
        match option:
            case Const(value=str(text), origin=where) if (
                not OPTION.fullmatch(text.lower()) and "fallback" not in call.keywords
            ):
                own = inside(where, call.origin)
                yield self.violation(
                    where,
                    f"this section has no option `{text}`; reading it raises AirflowConfigException. The executor's "
                    "namespace is the option `namespace`",
                    fix=partial(reworded, where, text, "namespace", "read the option `namespace`", UNSAFE)
                    if own
                    else None,
                )
            case _:
                pass
        airflow = context.targets.airflow
        if name.lower() == "kubernetes" and airflow >= versions.SECTION_RENAMED:
            gone = airflow >= versions.SECTION_GONE
            if not gone:
                effect = "; Airflow 3.0 removes the old name"
            elif "fallback" in call.keywords:
                effect = "; since 3.0 the old name has no value, so the fallback is always used"
            else:
                effect = "; since 3.0 the old name raises AirflowConfigException"
            yield self.violation(
                at,
                f"Airflow 2.5 renamed the section `kubernetes` to `kubernetes_executor`{effect}",
                fix=partial(_move, call, context) if inside(at, call.origin) else None,
                severity=ERROR if gone and "fallback" not in call.keywords else WARNING,
            )


def _move(call: CallRecord, context: Context) -> Fix | None:
    from k8slint.edits.argument_moves import move_config_option

    node = call.origin.node
    return move_config_option(call.origin.source, node, context.targets) if isinstance(node, ast.Call) else None
