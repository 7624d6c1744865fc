"""Which files can matter, told from their bytes alone."""

from __future__ import annotations


def may_matter(data: bytes) -> bool:
    """False only if no rule, whatever is selected and targeted, can find anything in a Python file with these bytes."""
    return b"airflow" in data or b"kubernetes" in data or b"V1Pod" in data or b"executor_config" in data
