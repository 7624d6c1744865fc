"""``k8slint server`` with a real client over stdio: one session of an editor, recorded, and what it must survive."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import FIXTURES
from lsprotocol import types as lsp
from lsprotocol.converters import get_converter
from pygls.lsp.client import LanguageClient
from shell import Shell

RECORDED = FIXTURES / "server" / "session.json"
ETL = """\
from airflow.kubernetes.secret import Secret
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
from kubernetes.client import models as k8s
from sizes import MEMORY

password = Secret("env", "PASSWORD", "db", "password")


def sized(cpu, memory):
    resources = k8s.V1ResourceRequirements(requests={"cpu": cpu, "memory": memory})
    return {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", resources=resources)]))}


with DAG("etl", schedule=None):
    BashOperator(task_id="load", bash_command="echo 'h\u00e9 \U0001f600'", executor_config=sized("500m", "1GB"))
    BashOperator(task_id="clean", bash_command="true", executor_config=sized("1", MEMORY))
    BashOperator(task_id="plain", bash_command="true")
    KubernetesPodOperator(task_id="launch", image="etl:1", secrets=[password])
"""
TEMPLATE = """\
apiVersion: v1
kind: Pod
metadata: {name: worker}
spec:
  serviceAccountName: airflow
  containers:
    - name: base
      image: airflow:3.1
      resources: {requests: {cpu: 100m, memory: 256Mi}}
"""


class Editor:
    """A client that keeps what the server says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client = LanguageClient("test", "1")
        self.published: dict[str, list[lsp.Diagnostic]] = {}
        self.messages: list[str] = []
        self.registered: list[str] = []
        self.news = asyncio.Event()
        self.versions: dict[str, int] = {}

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.published[params.uri.rpartition(f"/{folder.name}/")[2]] = list(params.diagnostics)
            self.news.set()

        @self.client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def said(params: lsp.ShowMessageParams) -> None:
            self.messages.append(params.message)

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def register(params: lsp.RegistrationParams) -> None:
            self.registered += [each.method for each in params.registrations]

    async def start(self, **options: Any) -> lsp.InitializeResult:
        await self.client.start_io(sys.executable, "-m", "k8slint", "server", "--stdio")
        watching = lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
        result = await self.client.initialize_async(
            lsp.InitializeParams(
                capabilities=lsp.ClientCapabilities(
                    workspace=lsp.WorkspaceClientCapabilities(did_change_watched_files=watching)
                ),
                workspace_folders=[lsp.WorkspaceFolder(self.folder.as_uri(), "project")],
                initialization_options=options,
            )
        )
        self.client.initialized(lsp.InitializedParams())
        return result

    async def stop(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    def at(self, path: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(Path(os.path.normpath(self.folder / path)).as_uri())

    async def open(self, path: str, text: str) -> None:
        self.versions[path] = 1
        item = lsp.TextDocumentItem(self.at(path).uri, "python", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    async def type(self, path: str, text: str) -> None:
        self.versions[path] += 1
        document = lsp.VersionedTextDocumentIdentifier(self.versions[path], self.at(path).uri)
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    async def codes(self, path: str, wanted: list[str]) -> None:
        """Waits until the findings in a file have these codes."""

        def found() -> list[str] | None:
            return [str(each.code) for each in self.published[path]] if path in self.published else None

        for _ in range(240):
            if found() == wanted:
                return
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), 0.25)
            except asyncio.TimeoutError:
                continue
        raise AssertionError((path, found(), wanted, self.messages))

    async def actions(self, path: str, line: int, *only: str) -> list[lsp.CodeAction]:
        place = lsp.Range(lsp.Position(line, 0), lsp.Position(line, 200))
        context = lsp.CodeActionContext([], only=list(only) or None)
        found = await self.client.text_document_code_action_async(lsp.CodeActionParams(self.at(path), place, context))
        return [each for each in found or () if isinstance(each, lsp.CodeAction)]

    async def hover(self, path: str, text: str, word: str) -> str:
        offset = text.index(word)
        line = text[:offset].count("\n")
        column = len(text[:offset].rpartition("\n")[2].encode("utf-16-le")) // 2
        params = lsp.HoverParams(self.at(path), lsp.Position(line, column))
        found = await self.client.text_document_hover_async(params)
        return found.contents.value if found is not None and isinstance(found.contents, lsp.MarkupContent) else ""

    async def lenses(self, path: str) -> list[lsp.CodeLens]:
        return list(await self.client.text_document_code_lens_async(lsp.CodeLensParams(self.at(path))) or ())


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    shell = Shell(folder)
    shell.put("k8slint.toml", 'airflow-version = "3.1"\npod-template = "template.yaml"\n')
    shell.put("template.yaml", TEMPLATE)
    shell.put("dags/sizes.py", 'MEMORY = "2Gi"\n')
    shell.put("dags/etl.py", "")
    return shell


def edit(shell: Shell, script: Callable[[Editor], Awaitable[None]], **options: Any) -> None:
    async def run() -> None:
        editor = Editor(shell.folder)
        await editor.start(**options)
        try:
            await script(editor)
        finally:
            await editor.stop()

    asyncio.run(asyncio.wait_for(run(), 100))


def test_a_session_is_the_recorded_one(shell: Shell, accept: bool) -> None:
    """Open, look, mend, break another file: each answer as an editor gets it."""
    record: list[dict[str, Any]] = []
    converter = get_converter()

    def note(what: str, answer: Any) -> None:
        record.append({"what": what, "answer": converter.unstructure(answer)})

    async def script(editor: Editor) -> None:
        await editor.open("dags/etl.py", ETL)
        await editor.codes("dags/etl.py", ["KE601", "KE301"])
        note("the file is opened: findings", editor.published["dags/etl.py"])
        note("quick fixes in the line of `load`", await editor.actions("dags/etl.py", 16))
        note("fix all", await editor.actions("dags/etl.py", 0, "source.fixAll"))
        note("the pod of `clean`", await editor.hover("dags/etl.py", ETL, "MEMORY))"))
        note("the pod that `launch` launches", await editor.hover("dags/etl.py", ETL, "KubernetesPodOperator(task"))
        note("code lenses", await editor.lenses("dags/etl.py"))
        mended = ETL.replace("1GB", "1Gi").replace(
            "airflow.kubernetes.secret", "airflow.providers.cncf.kubernetes.secret"
        )
        await editor.type("dags/etl.py", mended)
        await editor.codes("dags/etl.py", [])
        note("the mistakes are mended, nothing is saved: findings", editor.published["dags/etl.py"])
        await editor.open("dags/sizes.py", 'MEMORY = "2Gi"\n')
        await editor.type("dags/sizes.py", 'MEMORY = "2GB"\n')
        await editor.codes("dags/sizes.py", ["KE301"])
        note("another open file breaks it: findings there", editor.published["dags/sizes.py"])

    edit(shell, script)
    text = json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True).replace(
        shell.folder.as_uri(), "file:///project"
    )
    if accept:
        RECORDED.parent.mkdir(exist_ok=True)
        RECORDED.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == RECORDED.read_text(encoding="utf-8")


def test_edits_of_the_client_give_what_the_command_gives(shell: Shell) -> None:
    """Also behind characters that take two units of a column."""
    texts: dict[str, str] = {}

    async def script(editor: Editor) -> None:
        await editor.open("dags/etl.py", ETL)
        await editor.codes("dags/etl.py", ["KE601", "KE301"])
        for only, line in (("source.fixAll", 0), ("quickfix", 16)):
            action, *_ = await editor.actions("dags/etl.py", line, only)
            assert action.edit is not None
            assert action.edit.changes is not None
            ((_, edits),) = action.edit.changes.items()
            texts[only] = applied(ETL, list(edits))

    edit(shell, script)
    shell.put("dags/etl.py", ETL)
    shell.run("check", "--fix", "-q", "dags/etl.py")
    assert texts["source.fixAll"] == shell.read("dags/etl.py")
    assert texts["quickfix"] == ETL.replace("1GB", "1Gi")


def test_a_quick_fix_suppresses_a_finding(shell: Shell) -> None:
    texts: list[str] = []

    async def script(editor: Editor) -> None:
        await editor.open("dags/etl.py", ETL)
        await editor.codes("dags/etl.py", ["KE601", "KE301"])
        (action,) = [each for each in await editor.actions("dags/etl.py", 16) if "suppress" in each.title]
        assert action.title == "KE301: suppress here with a comment"
        assert action.edit is not None
        assert action.edit.changes is not None
        ((_, edits),) = action.edit.changes.items()
        texts.append(applied(ETL, list(edits)))
        await editor.type("dags/etl.py", texts[0])
        await editor.codes("dags/etl.py", ["KE601"])

    edit(shell, script)
    (line,) = set(texts[0].splitlines()) - set(ETL.splitlines())
    assert line.endswith("  # k8slint: ignore[KE301]")


def test_each_folder_of_a_workspace_has_its_own_settings(shell: Shell) -> None:
    """Its settings, its template and its other files; the first is no more than the folder that was opened first."""
    other = Shell(shell.folder.parent / "other")
    other.put(".git/HEAD", "")
    other.put("k8slint.toml", 'airflow-version = "2.10"\n')

    async def script(editor: Editor) -> None:
        await editor.open("dags/etl.py", ETL)
        await editor.codes("dags/etl.py", ["KE601", "KE301"])
        await editor.open("../other/dags/etl.py", ETL)
        await editor.codes((other.folder / "dags/etl.py").as_uri(), ["KE301"])
        assert "template.yaml" not in str(await editor.lenses("../other/dags/etl.py"))

    edit(shell, script)


def applied(text: str, edits: list[lsp.TextEdit]) -> str:
    """As a client does it: lines, and columns in UTF-16."""
    lines = text.splitlines(keepends=True)

    def offset(position: lsp.Position) -> int:
        line = lines[position.line].encode("utf-16-le")[: 2 * position.character].decode("utf-16-le")
        return sum(map(len, lines[: position.line])) + len(line)

    for each in sorted(edits, key=lambda edit: offset(edit.range.start), reverse=True):
        text = text[: offset(each.range.start)] + each.new_text + text[offset(each.range.end) :]
    return text


def test_what_is_typed_may_be_anything(shell: Shell) -> None:
    """A broken text is a finding, and the next text is judged as ever; closing takes the findings away."""

    async def script(editor: Editor) -> None:
        await editor.open("dags/etl.py", "DAG(\n")
        await editor.codes("dags/etl.py", ["KE001"])
        assert await editor.lenses("dags/etl.py") == []
        assert await editor.hover("dags/etl.py", "DAG(\n", "DAG") == ""
        await editor.type("dags/etl.py", ETL[: ETL.index("resources = ")])
        await editor.type("dags/etl.py", ETL)
        await editor.codes("dags/etl.py", ["KE601", "KE301"])
        closing = lsp.DidCloseTextDocumentParams(editor.at("dags/etl.py"))
        editor.client.text_document_did_close(closing)
        await editor.codes("dags/etl.py", [])
        assert lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES in editor.registered

    edit(shell, script)


def test_settings_are_read_anew_and_wrong_ones_are_told_once(shell: Shell) -> None:
    async def script(editor: Editor) -> None:
        await editor.open("dags/etl.py", ETL)
        await editor.codes("dags/etl.py", ["KE601", "KE301"])
        changed = lsp.DidChangeWatchedFilesParams(
            [lsp.FileEvent(editor.at("k8slint.toml").uri, lsp.FileChangeType.Changed)]
        )
        shell.put("k8slint.toml", "no-such-key = 1\n")
        editor.client.workspace_did_change_watched_files(changed)
        await editor.codes("dags/etl.py", [])
        await editor.type("dags/etl.py", ETL + "\n")
        shell.put("k8slint.toml", 'airflow-version = "2.10"\n')
        editor.client.workspace_did_change_watched_files(changed)
        await editor.codes("dags/etl.py", ["KE301"])
        assert len(editor.messages) == 1
        assert "no-such-key" in editor.messages[0]

    edit(shell, script)


def test_the_client_may_have_settings(shell: Shell) -> None:
    async def script(editor: Editor) -> None:
        await editor.open("dags/etl.py", ETL)
        await editor.codes("dags/etl.py", ["KE301"])

    edit(shell, script, settings={"ignore": ["KE601"], "airflow-version": "3.1"})


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    program = "import sys; sys.modules['pygls'] = None; from k8slint.__main__ import main; main(['server'])"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: the language server needs pygls: pip install 'k8slint[server]'\n"


def test_the_page_on_editors_starts_the_server() -> None:
    text = (FIXTURES.parent / "docs/editors.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+).*?\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert {language for language, _ in blocks} >= {"json", "lua", "toml", "console"}
    for language, block in blocks:
        if language == "json":
            assert json.loads(block)
        assert language == "console" or re.search(r"k8slint\W+(args\W+|.*commandArguments\W+)?server\b", block), block
