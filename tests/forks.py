"""Runs k8slint's entry point in a process that is forked from one with all of its modules loaded.

A run through it differs from ``python -m k8slint`` in one thing: nothing has to be imported, which takes longer than the work of most
runs in tests. Working directory, environment, arguments, standard streams, exit and signals are those of a process of its own.
What Python reads when it starts (``PYTHON...`` and the locale) can't be given: ``may_fork`` says when a run needs a start of its own.
"""

from __future__ import annotations

import array
import atexit
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

Result = tuple[int, bytes, bytes]  # exit code, standard output, standard error
# What is loaded before the first fork. Not the language server: it is in an extra.
LATE = ("k8slint.server", "k8slint.cli.server")


def may_fork(environment: Mapping[str, str]) -> bool:
    """Whether a run with these additions to the environment does the same in a forked process."""
    return hasattr(os, "fork") and not any(name.startswith(("PYTHON", "LC_", "LANG")) for name in environment)


class Server:
    """The process that forks. It ends when its socket is closed, so it never outlives the tests."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                stdin=subprocess.PIPE,  # pipes, as all runs have them: what Python learns of them when it starts holds later
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
            )

    def run(
        self, folder: Path, words: Sequence[str], stdin: bytes, environment: dict[str, str], timeout: float
    ) -> Result:
        """Run ``k8slint`` with these words. Raises subprocess.TimeoutExpired, and kills the run."""
        ours, theirs = socket.socketpair()
        pipes = [os.pipe() for _ in range(3)]
        (their_in, our_in), (our_out, their_out), (our_err, their_err) = pipes
        fds = array.array("i", [theirs.fileno(), their_in, their_out, their_err])
        self._socket.sendmsg([b"\n"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
        theirs.close()
        for end in fds[1:]:
            os.close(end)
        with ours:
            ours.sendall(json.dumps([str(folder), list(words), environment]).encode() + b"\n")
            answers = ours.makefile("rb")
            pid = int(answers.readline())
            try:
                out, err = _communicate(our_in, our_out, our_err, stdin, time.monotonic() + timeout)
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(["k8slint", *words], timeout) from None
            return int(answers.readline()), out, err

    def close(self) -> None:
        """End it and take its times, so that they are part of those of the tests."""
        self._socket.close()
        self._process.communicate()


def _communicate(our_in: int, our_out: int, our_err: int, stdin: bytes, deadline: float) -> tuple[bytes, bytes]:
    """Write all of ``stdin``, read all of both outputs."""
    heard: dict[int, list[bytes]] = {our_out: [], our_err: []}
    rest = memoryview(stdin)
    with selectors.DefaultSelector() as selector:
        os.set_blocking(our_in, False)
        for end in heard:
            selector.register(end, selectors.EVENT_READ)
        selector.register(our_in, selectors.EVENT_WRITE)
        while selector.get_map():
            if time.monotonic() > deadline:
                raise TimeoutError
            for key, _ in selector.select(1):
                if key.fd == our_in:
                    try:
                        rest = rest[os.write(our_in, rest[: 1 << 16]) :] if rest else rest
                    except BrokenPipeError:  # it doesn't want to hear it
                        rest = rest[:0]
                    done = not rest
                else:
                    data = os.read(key.fd, 1 << 16)
                    heard[key.fd].append(data)
                    done = not data
                if done:
                    selector.unregister(key.fd)
                    os.close(key.fd)
    return b"".join(heard[our_out]), b"".join(heard[our_err])


_server: Server | None = None


def run(folder: Path, words: Sequence[str], stdin: bytes, environment: dict[str, str], timeout: float) -> Result:
    """Run ``k8slint`` in a fork of this process' own server, which the first run starts."""
    global _server
    if _server is None:
        _server = Server()
        atexit.register(_server.close)
    return _server.run(folder, words, stdin, environment, timeout)


# --- what the server does


def _load() -> None:
    import importlib
    import pkgutil

    import k8slint

    for module in pkgutil.walk_packages(k8slint.__path__, "k8slint."):
        if not module.name.startswith(LATE):
            importlib.import_module(module.name)


def _serve(requests: socket.socket) -> None:
    """Fork for each request. Returns in the process that shall run k8slint, with its words in ``sys.argv``."""
    while True:
        message, ancillary, _, _ = requests.recvmsg(1, socket.CMSG_SPACE(4 * 4))
        if not message:
            os._exit(0)
        fds = array.array("i")
        fds.frombytes(ancillary[0][2])
        watcher = os.fork()
        if not watcher:
            requests.close()
            _watch(socket.socket(fileno=fds[0]), list(fds[1:]))
            return
        for end in fds:
            os.close(end)
        while True:  # those that ended
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0:
                    break
            except ChildProcessError:
                break


def _watch(client: socket.socket, streams: list[int]) -> None:
    """Fork the run and tell the client how it ended. Returns in the run."""
    with client.makefile("rb") as lines:
        folder, words, environment = json.loads(lines.readline())
    pid = os.fork()
    if pid:
        for end in (0, 1, 2, *streams):
            os.close(end)
        client.sendall(b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        client.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)
    client.close()
    for number, end in enumerate(streams):
        os.dup2(end, number)
        os.close(end)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv[1:] = words


def _run(main: Callable[[], int]) -> NoReturn:
    """End like ``sys.exit(main())``, but leave it to the system to free what the server loaded."""
    code: object = 1
    try:
        code = main()
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
    if code is not None and not isinstance(code, int):
        sys.stderr.write(f"{code}\n")
        code = 1
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
    except (OSError, ValueError):  # nobody reads it any more
        code = 120
    os._exit(code or 0)


if __name__ == "__main__":
    import gc

    _load()
    import k8slint.__main__

    gc.freeze()
    control = socket.socket(fileno=int(sys.argv[1]))
    sys.path[0] = ""
    sys.argv[0] = k8slint.__main__.__file__
    _serve(control)
    _run(k8slint.__main__.main)
