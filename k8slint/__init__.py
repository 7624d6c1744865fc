"""Check the worker pods of Airflow DAGs for mistakes that Airflow or Kubernetes would reject.

The Python API is in ``k8slint.api``: ``lint_text``, ``fix_text``, ``lint_paths``, ``render_text`` and ``Finding``. See
docs/python-api.md.
"""

from __future__ import annotations

from k8slint.version import __version__ as __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.api import Finding as Finding
    from k8slint.api import UserError as UserError
    from k8slint.api import fix_text as fix_text
    from k8slint.api import lint_paths as lint_paths
    from k8slint.api import lint_text as lint_text
    from k8slint.api import render_text as render_text

__all__ = ["Finding", "UserError", "__version__", "fix_text", "lint_paths", "lint_text", "render_text"]


def __getattr__(name: str) -> object:
    """The API is imported when it is first used: a hook that finds nothing to check must not wait for it."""
    if name in __all__:
        from k8slint import api

        return getattr(api, name)
    raise AttributeError(f"module 'k8slint' has no attribute {name!r}")
