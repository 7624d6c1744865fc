"""Work shared among forked processes: cheap to start, and the death of one costs one item.

``multiprocessing`` would cost more to import than most runs take.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Do = Callable[[int], Any]  # an item's number -> its outcome, of types that marshal knows
    Died = Callable[[int, str], Any]  # an item's number, what killed its worker -> an outcome

MAX_TOKENS = 4096  # what surely fits into a pipe before anybody reads it


def can_fork() -> bool:
    return hasattr(os, "fork")


def share(count: int, jobs: int, do: Do, died: Died) -> list[Any]:
    """The outcomes of ``do`` for the items 0 to ``count`` - 1, in order, worked out by up to ``jobs`` processes.

    When a worker dies of an item (a signal, out of memory), that item's outcome is ``died``'s and the others go on.
    Items should stand in the order in which they are best begun: dear ones first.
    """
    results: dict[int, Any] = {}
    todo = list(range(count))
    while todo and jobs > 1 and can_fork():
        before = len(results)
        _round(todo, min(jobs, len(todo)), do, died, results)
        todo = [item for item in todo if item not in results]
        if len(results) == before:  # workers that die before they begin would die for ever
            break
    for item in todo:
        results[item] = do(item)
    return [results[item] for item in range(count)]


def _round(todo: list[int], jobs: int, do: Do, died: Died, results: dict[int, Any]) -> None:
    """Start workers, take what they say until each has ended; ``results`` grows by all that was worked out."""
    size = -(-len(todo) // MAX_TOKENS)
    chunks = [todo[start : start + size] for start in range(0, len(todo), size)]
    queue, filler = os.pipe()
    os.write(filler, b"".join(number.to_bytes(4, "little") for number in range(len(chunks))))
    os.close(filler)
    sys.stdout.flush()
    sys.stderr.flush()
    workers: dict[int, int] = {}  # the end of the pipe that a worker speaks into -> its process id
    for _ in range(jobs):
        ear, mouth = os.pipe()
        pid = os.fork()
        if pid == 0:
            _work(queue, mouth, chunks, do)
        os.close(mouth)
        workers[ear] = pid
    os.close(queue)
    try:
        _listen(workers, died, results)
    except BaseException:
        import signal

        for pid in workers.values():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        raise


def _work(queue: int, mouth: int, chunks: list[list[int]], do: Do) -> None:
    """The life of a worker: takes chunk after chunk, says which item it begins and what came out. Never returns."""
    status = 1
    try:
        while token := os.read(queue, 4):
            for item in chunks[int.from_bytes(token, "little")]:
                _say(mouth, (item,))
                _say(mouth, (item, do(item)))
        status = 0
    except BrokenPipeError:
        pass  # the parent is gone
    finally:
        os._exit(status)  # none of the parent's buffers and handlers are ours


def _say(mouth: int, message: tuple[Any, ...]) -> None:
    data = marshal.dumps(message)
    view = memoryview(len(data).to_bytes(4, "little") + data)
    while view:
        view = view[os.write(mouth, view) :]


def _listen(workers: dict[int, int], died: Died, results: dict[int, Any]) -> None:
    import select

    heard = {ear: bytearray() for ear in workers}
    begun: dict[int, int | None] = dict.fromkeys(workers)
    while workers:
        for ear in select.select(list(workers), [], [])[0]:
            data = os.read(ear, 1 << 16)
            buffer = heard[ear]
            buffer += data
            for message in _messages(buffer):
                if len(message) == 1:
                    begun[ear] = message[0]
                else:
                    results[message[0]] = message[1]
                    begun[ear] = None
            if not data:
                os.close(ear)
                _, status = os.waitpid(workers.pop(ear), 0)
                item = begun[ear]
                if item is not None:
                    results[item] = died(item, _cause(status))


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
