"""KE004: a file exceeds a limit of time, memory or size."""

from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class LimitExceeded(Rule):
    """A file was not checked, or not all of it, because it exceeds a limit.

    It took longer than ``--timeout-per-file`` (60 seconds), more than 2 GB of memory, or it is larger than 5 MB; or
    evaluating it takes so many steps that some of its pods were not checked; the rest of the file was. The other
    files were checked. Write data into a data file; if the file is an ordinary DAG, please report it.

    Bad:
        (a file of many megabytes)
    Good:
        (any other)
    """

    code, since, severity = "KE004", "0.1", ERROR
    checks = "names"
