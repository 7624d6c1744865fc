"""Judge Airflow worker pods before the cluster does. Public API: ``lint_text``, ``lint_paths`` and ``Finding``."""

from __future__ import annotations

__version__ = "0.1.0"
