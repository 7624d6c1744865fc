"""KE003: k8slint itself failed on a file."""

from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InternalError(Rule):
    """k8slint itself failed on this file, or dropped a fix that would have broken it.

    The other files were checked. Please report it with the message and, if you can, the file. No known DAG causes
    it, so there is no example; the run ends with exit code 3.

    Bad:
        (nothing that is known)
    Good:
        (everything that is known)
    """

    code, since, severity = "KE003", "0.1", ERROR
    checks = "names"
