"""The boundary between a run and whoever reads it: what is printed is harmless, and whatever happens is one line and the
right exit code."""

from __future__ import annotations

import os
import sys

from k8slint.formats._text import as_is, as_json, as_xml, printable
from k8slint.settings.errors import UserError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NoReturn, TextIO

    from k8slint.formats._text import Paint

AZURE = "##vso[task.logissue "  # the one command that the format azure writes
CLEAN, FOUND, WRONG_USAGE, INTERNAL = 0, 1, 2, 3
INTERRUPTED, TERMINATED = 130, 143
# Formats that escape by themselves.
FOR_PROGRAMS = {
    "json": as_json,
    "json-lines": as_json,
    "gitlab": as_json,
    "rdjson": as_json,
    "sarif": as_json,
    "junit": as_xml,
    "report": as_is,
}
WITH_ESCAPES = ("azure", "github", "junit", "markdown")  # formats that write a text in their own way: ``escaped``


class Terminated(BaseException):
    """Somebody asked the process to end: what it has begun is undone on the way out."""


def bounded(work: Callable[[], int], *, verbose: bool) -> int:
    """The exit code of ``work``, or of what stopped it, which is told in one line. Shows a traceback only if ``verbose``."""
    _open_streams()
    _heed_termination()
    try:
        try:
            os.getcwd()
        except OSError:
            raise UserError("the current folder does not exist any more") from None
        return work()
    except UserError as error:
        say(f"Error: {error}")
        return WRONG_USAGE
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED
    except Terminated:
        say("Terminated.")
        return TERMINATED
    except BrokenPipeError:  # the reader has seen enough: head, a closed pager
        drop_output()
        return FOUND
    except Exception as error:
        if verbose:
            import traceback

            for line in traceback.format_exc().splitlines():
                say(line)
        where = _place(error)
        say(
            f"Error: k8slint failed ({type(error).__name__}: {error}{where}); please report it, with what --verbose adds"
        )
        return INTERNAL


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"; {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else ""


def _open_streams() -> None:
    """A message must not die of a terminal's encoding, nor of a stream that isn't there."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it stays open
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _heed_termination() -> None:
    """SIGTERM ends a run as an interrupt does: workers are stopped, temporary files removed."""
    import _signal  # type: ignore[import-not-found]  # ``signal`` costs an import of enum

    def terminate(number: int, frame: object) -> NoReturn:
        raise Terminated

    try:
        _signal.signal(_signal.SIGTERM, terminate)
    except (AttributeError, ValueError):  # no such signal; not the main thread
        return


def drop_output() -> None:
    """What is still to be flushed when Python ends goes nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def say(text: str) -> None:
    """Print one line on stderr, with control characters escaped."""
    try:
        sys.stderr.write(f"{printable(text)}\n")
    except (OSError, ValueError):  # nobody reads it
        return


def put(
    pieces: Iterable[str],
    *,
    form: str = "",
    paint: Paint | None = None,
    stream: TextIO | None = None,
    secrets: tuple[str, ...] = (),
) -> None:
    """Print the lines of a report, on stdout. Raises UserError when that can't be done, and BrokenPipeError."""
    target = sys.stdout if stream is None else stream
    if target is None:
        raise UserError("the findings can't be written: standard output is closed")
    shown = harmless(pieces, form, paint, secrets)
    try:
        target.writelines(shown)
        target.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise UserError(f"the findings can't be written: {error.strerror or error}") from None


def put_bytes(data: bytes) -> None:
    """A fixed text on stdout, as it is."""
    if sys.stdout is None:
        raise UserError("the fixed text can't be written: standard output is closed")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise UserError(f"the fixed text can't be written: {error.strerror or error}") from None


def harmless(
    pieces: Iterable[str], form: str = "", paint: Paint | None = None, secrets: tuple[str, ...] = ()
) -> Iterable[str]:
    """Pieces of a format, each a line unless the format is for programs, without what a terminal or CI would act on, and
    with asterisks for secrets."""
    escaped = FOR_PROGRAMS.get(form)
    written = _spellings(secrets, form) if secrets else ()

    def shown(piece: str) -> str:
        for secret in written:
            piece = piece.replace(secret, "***")
        return _line(piece, form, paint) if escaped is None else escaped(piece)

    return map(shown, pieces)


def _spellings(secrets: tuple[str, ...], form: str) -> tuple[str, ...]:
    """The secrets as a format writes them."""
    if form in WITH_ESCAPES:
        from importlib import import_module

        escaped = import_module(f"k8slint.formats.{form}").escaped
        return tuple(dict.fromkeys(spelling for secret in secrets for spelling in (escaped(secret), secret)))
    if form in FOR_PROGRAMS:
        from json import dumps

        return tuple(dumps(secret)[1:-1] for secret in secrets)
    return secrets


def _line(piece: str, form: str, paint: Paint | None) -> str:
    end = "\r\n" if piece.endswith("\r\n") else "\n" if piece.endswith("\n") else ""
    keep = "\t\f" if form == "diff" else "\t"
    own = AZURE if form == "azure" and piece.startswith(AZURE) else ""
    text = piece[len(own) : len(piece) - len(end)]
    return own + printable(text, keep=keep, commands=form == "github", paint=paint) + end
