"""``k8slint server``: starts the language server, if the extra ``server`` is installed."""

from __future__ import annotations

import importlib.util

from k8slint.cli.output import CLEAN, bounded
from k8slint.settings.errors import UserError


def server() -> int:
    """Serve until the editor ends it; the exit code."""
    return bounded(_server, verbose=False)


def _server() -> int:
    missing = [name for name in ("pygls", "lsprotocol") if importlib.util.find_spec(name) is None]
    if missing:
        raise UserError(f"the language server needs {missing[0]}: pip install 'k8slint[server]'")
    from k8slint.server.protocol import serve

    serve()
    return CLEAN
