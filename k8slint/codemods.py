"""k8slint's fixes as libcst codemods, for ``python -m libcst.tool codemod k8slint.codemods.MoveImports dags/``.

Each command applies the fixes of some rules to a module, as ``k8slint check --fix`` does for the newest Airflow that
k8slint knows. Formatting and comments stay as they are. A fix that would break the module is not made.
"""

from __future__ import annotations

from typing import ClassVar

import libcst
from libcst.codemod import CodemodCommand

from k8slint.api import fix_text
from k8slint.settings.targets import NEWEST_AIRFLOW, format_version


class _Fixes(CodemodCommand):
    """Applies the fixes of ``RULES``; unsafe ones too if ``UNSAFE``."""

    RULES: ClassVar[tuple[str, ...]]
    UNSAFE: ClassVar[bool] = False

    def transform_module_impl(self, tree: libcst.Module) -> libcst.Module:
        text = tree.bytes.decode(tree.encoding)
        name = self.context.filename or "dag.py"
        settings = {"select": list(self.RULES), "airflow-version": format_version(NEWEST_AIRFLOW)}
        fixed = fix_text(text, filename=name, settings=settings, unsafe=self.UNSAFE)
        return tree if fixed == text else libcst.parse_module(fixed, tree.config_for_parsing)


class MoveImports(_Fixes):
    """Fix imports that moved or were removed, and replace Airflow's helper classes by kubernetes models. Safe fixes only."""

    DESCRIPTION = "Update imports that moved or were removed in Airflow 3, and replace removed helper classes."
    RULES = ("KE601", "KE602", "KE603", "KE704")


class ConvertLegacyDicts(_Fixes):
    """Convert the executor_config dict of Airflow 1.10, and a dict as pod_override, to a V1Pod. Unsafe: review the result."""

    DESCRIPTION = "Convert the executor_config dict of Airflow 1.10 to a pod_override. Review the result."
    RULES = ("KE101", "KE106")
    UNSAFE = True


class SafeFixes(_Fixes):
    """Apply every safe fix that ``k8slint check --fix`` applies."""

    DESCRIPTION = "Apply all safe fixes of k8slint."
    RULES = ("ALL",)
