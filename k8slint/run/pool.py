"""Runs work in forked processes. If one dies, only one item fails.

``multiprocessing`` would cost more to import than most runs take.
"""

from __future__ import annotations

import marshal
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Do = Callable[[int], Any]  # an item's number -> its outcome, of types that marshal knows
    Died = Callable[[int, str], Any]  # an item's number, what killed its worker -> an outcome
    Tell = Callable[[int, int | None], None]  # how many are done, and an item that is at work

MAX_TOKENS = 4096  # what surely fits into a pipe before anybody reads it
TOO_LONG = "time"  # what killed a worker that went beyond its limit
TELL_SECONDS = 0.1  # how often somebody who wants to know is told how far it is
LOOK_SECONDS = 1  # how often a worker looks whether its parent is still there


def can_fork() -> bool:
    return hasattr(os, "fork")


def share(
    count: int,
    jobs: int,
    do: Do,
    died: Died,
    *,
    seconds: float | None = None,
    memory: int | None = None,
    tell: Tell | None = None,
) -> list[Any]:
    """The outcomes of ``do`` for the items 0 to ``count`` - 1, in order, worked out by up to ``jobs`` processes.

    When a worker dies of an item (a signal, out of memory), that item's outcome is ``died``'s and the others go on.
    Items should stand in the order in which they are best begun: dear ones first. With ``seconds`` a worker that takes
    longer for one item is killed (``TOO_LONG``), with ``memory`` none gets more bytes; then even one job is a process.
    ``tell`` is called now and then while the work goes on.
    """
    results: dict[int, Any] = {}
    todo = list(range(count))
    limited = seconds is not None or memory is not None
    while todo and (jobs > 1 or limited) and can_fork():
        before = len(results)
        _round(todo, min(jobs, len(todo)), do, died, results, seconds, memory, tell)
        todo = [item for item in todo if item not in results]
        if len(results) == before:  # workers that die before they begin would die for ever
            break
    for item in todo:
        if tell is not None:
            tell(len(results), item)
        results[item] = do(item)
    return [results[item] for item in range(count)]


def _round(
    todo: list[int],
    jobs: int,
    do: Do,
    died: Died,
    results: dict[int, Any],
    seconds: float | None,
    memory: int | None,
    tell: Tell | None,
) -> None:
    """Start workers, take what they say until each has ended; ``results`` grows by all that was worked out."""
    size = -(-len(todo) // MAX_TOKENS)
    chunks = [todo[start : start + size] for start in range(0, len(todo), size)]
    queue, filler = os.pipe()
    os.write(filler, b"".join(number.to_bytes(4, "little") for number in range(len(chunks))))
    os.close(filler)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    parent = os.getpid()
    workers: dict[int, int] = {}  # the end of the pipe that a worker speaks into -> its process id
    try:
        for _ in range(jobs):
            ear, mouth = os.pipe()
            try:
                pid = os.fork()
            except OSError:  # no more processes for us: those that are there do the work
                os.close(ear)
                os.close(mouth)
                break
            if pid == 0:
                for other in (ear, *workers):  # a worker that holds one would never hear that the parent is gone
                    os.close(other)
                _work(queue, mouth, chunks, do, parent, seconds, memory)
            workers[ear] = pid
            os.close(mouth)
        os.close(queue)
        _listen(workers, died, results, seconds, tell)
    except BaseException:
        for pid in workers.values():
            os.kill(pid, 9)
            os.waitpid(pid, 0)
        raise


def _work(
    queue: int, mouth: int, chunks: list[list[int]], do: Do, parent: int, seconds: float | None, memory: int | None
) -> None:
    """The life of a worker: takes chunk after chunk, says which item it begins and what came out. Never returns."""
    status = 1
    try:
        _end_with(parent)
        if memory is not None:
            _limit("RLIMIT_AS", memory)
        while token := os.read(queue, 4):
            for item in chunks[int.from_bytes(token, "little")]:
                if seconds is not None:  # should the parent not be there to look at the clock
                    _limit("RLIMIT_CPU", int(time.process_time() + 2 * seconds) + 10)
                _say(mouth, (item,))
                _say(mouth, (item, do(item)))
        status = 0
    except BrokenPipeError:
        pass  # the parent is gone
    finally:
        os._exit(status)  # none of the parent's buffers and handlers are ours


def _end_with(parent: int) -> None:
    """Take the signals as they come, and end soon after the parent, however it ends."""
    import signal

    def look(number: int, frame: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LOOK_SECONDS, LOOK_SECONDS)


def _limit(name: str, amount: int) -> None:
    """Bound what this process may take, where the system can; a lower bound that is there stays."""
    try:
        import resource

        kind = getattr(resource, name)
        soft, hard = resource.getrlimit(kind)
        if name != "RLIMIT_CPU" and soft not in (-1, resource.RLIM_INFINITY):
            amount = min(amount, soft)
        if hard not in (-1, resource.RLIM_INFINITY):
            amount = min(amount, hard)
        resource.setrlimit(kind, (amount, hard))
    except (ImportError, AttributeError, ValueError, OSError):
        return


def _say(mouth: int, message: tuple[Any, ...]) -> None:
    data = marshal.dumps(message)
    view = memoryview(len(data).to_bytes(4, "little") + data)
    while view:
        view = view[os.write(mouth, view) :]


def _listen(
    workers: dict[int, int], died: Died, results: dict[int, Any], seconds: float | None, tell: Tell | None
) -> None:
    import select

    heard = {ear: bytearray() for ear in workers}
    begun: dict[int, tuple[int, float] | None] = dict.fromkeys(workers)  # the item, and when it was begun
    late: set[int] = set()
    while workers:
        patience = _patience(begun, seconds)
        if tell is not None:
            first = min((last for last in begun.values() if last is not None), key=_since, default=None)
            tell(len(results), None if first is None else first[0])
            patience = TELL_SECONDS if patience is None else min(patience, TELL_SECONDS)
        for ear in select.select(list(workers), [], [], patience)[0]:
            data = os.read(ear, 1 << 16)
            buffer = heard[ear]
            buffer += data
            for message in _messages(buffer):
                if len(message) == 1:
                    begun[ear] = message[0], time.monotonic()
                else:
                    results[message[0]] = message[1]
                    begun[ear] = None
            if not data:
                os.close(ear)
                _, status = os.waitpid(workers.pop(ear), 0)
                last = begun.pop(ear)
                if last is not None:
                    results[last[0]] = died(last[0], TOO_LONG if ear in late else _cause(status))
        for ear, last in begun.items():
            if seconds and last is not None and ear not in late and time.monotonic() - last[1] > seconds:
                late.add(ear)
                os.kill(workers[ear], 9)


def _since(last: tuple[int, float]) -> float:
    return last[1]


def _patience(begun: dict[int, tuple[int, float] | None], seconds: float | None) -> float | None:
    """How long to wait for news before it is time to look at the clock."""
    first = min((last[1] for last in begun.values() if last is not None), default=None)
    if seconds is None or first is None:
        return None
    return max(0.01, first + seconds - time.monotonic() + 0.01)


def _messages(buffer: bytearray) -> list[tuple[Any, ...]]:
    """The whole messages at the start of a buffer, which keeps the rest."""
    found: list[tuple[Any, ...]] = []
    done = 0
    while len(buffer) - done >= 4:
        end = done + 4 + int.from_bytes(buffer[done : done + 4], "little")
        if end > len(buffer):
            break
        found.append(marshal.loads(memoryview(buffer)[done + 4 : end]))
        done = end
    del buffer[:done]
    return found


def _cause(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    return f"exit code {os.WEXITSTATUS(status)}"
