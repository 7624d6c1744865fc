"""The language server: pygls handles the protocol, ``Session`` computes the answers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from k8slint.finding import Applicability
from k8slint.formats._text import url
from k8slint.lint.ignoring import with_suppressions
from k8slint.server.session import Session
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_SOURCE, read_regular
from k8slint.source.text import LineIndex, Source, Span
from k8slint.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.finding import Finding, Fix
PAUSE = 0.25  # seconds without a keystroke, after which a buffer is judged
WATCHED = ("**/*.py", "**/*.yaml", "**/*.yml", "**/*.toml", "**/requirements*.txt")  # what outcomes depend on
FIX_ALL = "source.fixAll.k8slint"
SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}
T = TypeVar("T")


class Server(LanguageServer):
    """One editor's server. ``session`` is new with each ``initialize``."""

    def __init__(self) -> None:
        super().__init__("k8slint", __version__)
        self.session = Session()
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self.told: dict[str, dict[str, list[lsp.Diagnostic]]] = {}  # by the file judged, the file that a finding is in
        self.complained: set[str] = set()

    # --- files and their names

    def path(self, uri: str) -> str | None:
        """A file's path as findings have it; None for what is no file."""
        path = to_fs_path(uri) if uri.startswith("file:") else None
        if path is None:
            return None
        below = os.path.relpath(path)
        return path if below.startswith("..") else below.replace(os.sep, "/")

    def uri(self, path: str) -> str:
        uri: str | None = from_fs_path(os.path.abspath(path))
        assert uri is not None
        return uri

    def text(self, path: str) -> Source:
        """The text that places in a file count in: the open buffer's, else the one on disk."""
        opened = self.session.source(path)
        if opened is not None:
            return opened
        try:
            return Source(path, read_regular(path, MAX_SOURCE).decode("utf-8", "replace"))
        except OSError:
            return Source(path, "")

    # --- places

    def range(self, source: Source, span: Span) -> lsp.Range:
        return lsp.Range(self.position(source.lines, span.start), self.position(source.lines, span.end))

    def position(self, lines: LineIndex, offset: int) -> lsp.Position:
        """An offset in the units that the client counts columns in."""
        place = lines.position(offset)
        before = lines.line(place.row)[: place.column - 1]
        return lsp.Position(place.row - 1, self.workspace.position_codec.client_num_units(before))

    def offset(self, source: Source, position: lsp.Position) -> int:
        line = source.lines.line(position.line + 1)
        count, units = 0, 0
        while count < len(line) and units < position.character:
            units += self.workspace.position_codec.client_num_units(line[count])
            count += 1
        return source.lines.start(position.line + 1) + count

    # --- findings

    def later(self, path: str) -> None:
        """Check when the user pauses."""
        before = self.waiting.pop(path, None)
        if before is not None:
            before.cancel()
        self.waiting[path] = asyncio.get_running_loop().create_task(self._after_a_pause(path))

    async def _after_a_pause(self, path: str) -> None:
        await asyncio.sleep(PAUSE)
        self.waiting.pop(path, None)
        self.judge(path)

    def judge(self, path: str) -> None:
        """Publish the findings in an open file, and those in other files that come from it."""
        findings = self.guarded(lambda: self.session.findings(path)) or ()
        of_file: dict[str, list[lsp.Diagnostic]] = {path: []}
        for finding in findings:
            of_file.setdefault(finding.path, []).append(self.diagnostic(finding))
        before = self.told.get(path, {})
        self.told[path] = of_file
        for each in sorted({*before, *of_file}):
            self.publish(each)

    def publish(self, path: str) -> None:
        """All findings in one file, whichever open file they were found from, each once."""
        found: list[lsp.Diagnostic] = []
        for of_file in self.told.values():
            found += [each for each in of_file.get(path, ()) if each not in found]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(self.uri(path), found))

    def diagnostic(self, finding: Finding) -> lsp.Diagnostic:
        related = [
            lsp.DiagnosticRelatedInformation(
                lsp.Location(self.uri(each.path), self.range(self.text(each.path), each.span)), each.message
            )
            for each in finding.related
        ]
        return lsp.Diagnostic(
            range=self.range(self.text(finding.path), finding.span),
            message=finding.message,
            severity=SEVERITIES[finding.severity.value],
            code=finding.code,
            code_description=lsp.CodeDescription(url(finding)),
            source="k8slint",
            tags=[lsp.DiagnosticTag.Unnecessary] if finding.code == "KE002" else None,
            related_information=related or None,
        )

    def guarded(self, ask: Callable[[], T]) -> T | None:
        """The answer; invalid settings are reported once instead."""
        try:
            return ask()
        except UserError as error:
            if str(error) not in self.complained:
                self.complained.add(str(error))
                self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"k8slint: {error}"))
            return None

    # --- fixes

    def actions(self, path: str, uri: str, wanted: lsp.Range) -> Iterable[lsp.CodeAction]:
        source = self.text(path)
        start, end = self.offset(source, wanted.start), self.offset(source, wanted.end)
        here = [
            finding
            for finding in self.guarded(lambda: self.session.findings(path)) or ()
            if finding.path == path and finding.span.start <= end and start <= finding.span.end
        ]
        for finding in here:
            fix = finding.fix
            if fix is None or fix.applicability is Applicability.DISPLAY:
                continue
            safe = fix.applicability is Applicability.SAFE
            yield lsp.CodeAction(
                title=f"{finding.code}: {fix.title}{'' if safe else ' (changes the meaning)'}",
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[self.diagnostic(finding)],
                is_preferred=safe or None,
                edit=lsp.WorkspaceEdit({uri: self.edits(source, fix)}),
            )
        offered: set[str] = set()
        for finding in here:
            text, _ = with_suppressions(source, [finding], "")
            if text != source.text and text not in offered:
                offered.add(text)
                yield lsp.CodeAction(
                    title=f"{finding.code}: suppress here with a comment",
                    kind=lsp.CodeActionKind.QuickFix,
                    diagnostics=[self.diagnostic(finding)],
                    edit=self.rewritten(source, uri, text),
                )

    def rewritten(self, source: Source, uri: str, text: str) -> lsp.WorkspaceEdit:
        """The one edit that makes this text of the source."""
        start, end, new = _change(source.text, text)
        return lsp.WorkspaceEdit({uri: [lsp.TextEdit(self.range(source, Span(start, end)), new)]})

    def edits(self, source: Source, fix: Fix) -> list[lsp.TextEdit]:
        return [lsp.TextEdit(self.range(source, edit.span), edit.text) for edit in fix.edits]

    def fix_all(self, path: str, uri: str) -> Iterable[lsp.CodeAction]:
        fixed = self.guarded(lambda: self.session.fixed(path))
        if fixed is not None:
            edit = self.rewritten(self.text(path), uri, fixed)
            yield lsp.CodeAction("k8slint: apply all safe fixes", kind=FIX_ALL, edit=edit)


def serve() -> None:
    """Serve on standard input and output until the editor exits."""
    server().start_io()


def server() -> Server:
    made = Server()

    @made.feature(lsp.INITIALIZE)
    def initialize(ls: Server, params: lsp.InitializeParams) -> None:
        folders = params.workspace_folders or []
        root = folders[0].uri if folders else params.root_uri
        folder = to_fs_path(root) if root else params.root_path
        if folder and os.path.isdir(folder):
            os.chdir(folder)
        ls.session = Session(_settings(params.initialization_options))

    @made.feature(lsp.INITIALIZED)
    async def initialized(ls: Server, params: lsp.InitializedParams) -> None:
        workspace = ls.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace is not None else None
        if watching is not None and watching.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(pattern) for pattern in WATCHED]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            registration = lsp.Registration("k8slint", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            await ls.client_register_capability_async(lsp.RegistrationParams([registration]))

    @made.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        _changed(ls, params.text_document.uri, at_once=True)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        _changed(ls, params.text_document.uri)

    @made.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def saved(ls: Server, params: lsp.DidSaveTextDocumentParams) -> None:
        for path in ls.session.reload():
            ls.later(path)

    @made.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def watched(ls: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
        for path in ls.session.reload():
            ls.later(path)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        path = ls.path(params.text_document.uri)
        if path is not None:
            ls.session.drop(path)
            waiting = ls.waiting.pop(path, None)
            if waiting is not None:
                waiting.cancel()
            for each in ls.told.pop(path, {path: []}):
                ls.publish(each)

    kinds = [lsp.CodeActionKind.QuickFix, FIX_ALL]

    @made.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=kinds))
    def actions(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        path = ls.path(uri)
        if path is None:
            return []
        only = params.context.only
        found: list[lsp.CodeAction] = []
        if _wanted(lsp.CodeActionKind.QuickFix, only):
            found += ls.actions(path, uri, params.range)
        if _wanted(FIX_ALL, only):
            found += ls.fix_all(path, uri)
        return found

    @made.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        path = ls.path(params.text_document.uri)
        if path is None:
            return None
        source = ls.text(path)
        offset = ls.offset(source, params.position)
        shown = ls.guarded(lambda: ls.session.hover(path, offset))
        if not shown:
            return None
        texts = [f"# {each.title}\n{each.text}" for each in dict.fromkeys(shown)]
        fence = "```"
        while any(fence in text for text in texts):
            fence += "`"
        value = "\n".join(f"{fence}yaml\n{text}\n{fence}" for text in texts)
        range_ = ls.range(source, Span(shown[0].start, shown[0].end))
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, value), range_)

    @made.feature(lsp.TEXT_DOCUMENT_CODE_LENS, lsp.CodeLensOptions())
    def lenses(ls: Server, params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        path = ls.path(params.text_document.uri)
        if path is None:
            return []
        return [
            lsp.CodeLens(lsp.Range(lsp.Position(line - 1, 0), lsp.Position(line - 1, 0)), lsp.Command(words, ""))
            for line, words in ls.guarded(lambda: list(ls.session.lenses(path))) or []
        ]

    return made


def _changed(ls: Server, uri: str, *, at_once: bool = False) -> None:
    path = ls.path(uri)
    if path is None:
        return
    touched = ls.session.put(path, ls.workspace.get_text_document(uri).source)
    for each in touched:
        if at_once and each == path:
            ls.judge(each)
        else:
            ls.later(each)


def _change(before: str, after: str) -> tuple[int, int, str]:
    """The one edit, of whole lines, that makes a text of another: so that the cursor stays where it is."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start = sum(map(len, old[:head]))
    end = len(before) - sum(map(len, old[len(old) - tail :]))
    return start, end, "".join(new[head : len(new) - tail])


def _wanted(kind: str, only: Iterable[str] | None) -> bool:
    """Whether a client that asks for some kinds wants this one; fixing all is only done when it is asked for."""
    if only is None:
        return kind != FIX_ALL
    return any(kind == each or kind.startswith(f"{each}.") for each in only)


def _settings(options: Any) -> dict[str, object]:
    """``{"settings": {"airflow-version": "3.1"}}`` among the client's options."""
    given = options.get("settings") if isinstance(options, dict) else None
    return {str(name): value for name, value in given.items()} if isinstance(given, dict) else {}
