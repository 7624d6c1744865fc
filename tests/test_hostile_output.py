"""What a stranger's names and texts may do to whoever reads the output: nothing. And whatever becomes of the output, the
run ends with one line and the right exit code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from shell import MEMORY, Outcome, Shell

from k8slint.settings.options import format_names

CONTROLS = [chr(n) for n in (*range(1, 32), *range(127, 160), 0x61C, 0x200E, 0x202E, 0x2066, 0x2028, 0xFEFF, 0xFFFF)]
NAMES = [
    "a\n::error file=x,line=1::pwned.py",
    "::error ::pwned.py",
    " ::add-mask::pwned.py",
    "##[error]pwned.py",
    "x##[set-env name=A;]pwned.py",
    "##vso[task.setvariable variable=A]x;]pwned.py",
    "##vso[task.logissue type=error;sourcepath=x]pwned.py",
    "a##VSO[x]|`@all`<b>#1.py",
    "a\x1b[2J\x1b]0;pwned\x07.py",
    "a\x1b[31mpwned.py",
    "a\u202eyp.nwp.py",
    "a\u009b31mpwned.py",
    "a\r::error::pwned.py",
    "a<&'\"]]>\uffff.py",
    "a,b=c:d%0A::error::x.py",
    "\udcff\udc80.py",
    "".join(CONTROLS[:9]) + ".py",
    "".join(CONTROLS[9:40]) + ".py",
    "".join(CONTROLS[40:]) + ".py",
]
FORMS = [*format_names(), "diff", "statistics", "unknown"]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


def hostile(name: str) -> str:
    """A file with findings, fixes and unknown values whose texts are as bad as its name."""
    text = ascii(name)[1:-1].replace('"', "'")
    raw = "".join(c for c in name if c not in "\n\r\0'\"\\\x0c" and not "\ud800" <= c <= "\udfff")
    return (
        '"""\n::error::pwned\n ##[error]pwned\n"""\n'
        + MEMORY
        + f'k8s.V1ResourceRequirements(limits={{"memory": "{text}"}})\n'
        + f'k8s.V1ResourceRequirements(limits={{"{raw}": "1x", "memory": "{raw}"}})  # {raw}\n'
        + f'k8s.V1Container(name="{text}", env={{"{raw}": 1}}, imagee="{text}")\n'
        + f'k8s.V1PodSpec(containers=[k8s.V1Container(name=f("{raw}"))])\n'
    )


def harmless(text: str, *, colours: bool = False, form: str = "full") -> None:
    raw = text.split("\n")
    if colours:
        text = re.sub(r"\x1b\[(?:0|[1-3][0-9]?)(?:;[1-3][0-9]?)*m", "", text)
    for number, line in enumerate(text.split("\n")):
        for character in line.removesuffix("\r"):
            assert character in "\t\f" or unicodedata.category(character)[0] != "C" or character in "\u200c\u200d", (
                ascii(line)
            )
            assert unicodedata.category(character) not in ("Zl", "Zp"), ascii(line)
        own = "##vso[task.logissue type=" if form == "azure" else ""
        if own and re.match(r"##vso\[task\.logissue type=(error|warning);sourcepath=", line):
            line = line.removeprefix(own)
        assert not re.search(r"##\w*\[", line), ascii(line)
        command = re.match(r"\s*::.*?::", raw[number])
        assert command is None or (form == "github" and re.match(r"::(error|warning|notice) title=k8slint KE", line)), (
            line
        )


@pytest.mark.parametrize("form", FORMS)
def test_no_name_and_no_text_gets_through(shell: Shell, form: str) -> None:
    for name in NAMES:
        try:
            shell.put(name, hostile(name))
        except OSError:  # this system has no such names
            continue
    flags = {"diff": ["--diff", "--unsafe-fixes"], "statistics": ["--statistics"], "unknown": ["--show-unknown"]}.get(
        form, ["--output-format", form]
    )
    for colours in (False, True):
        outcome = shell.run("check", "-v", "--color", "always" if colours else "never", *flags)
        harmless(outcome.out, colours=colours, form=form)
        harmless(outcome.err)
        assert outcome.code == 1
        if form in ("json", "gitlab", "rdjson", "sarif"):
            json.loads(outcome.out)
        if form == "json-lines":
            assert all(json.loads(line)["code"] for line in outcome.out.splitlines())
        if form == "junit":
            ElementTree.fromstring(outcome.out)
    fixed = shell.run("check", "--fix", "--unsafe-fixes", "--airflow-version", "3.1", *flags[:2])
    harmless(fixed.err)


def test_nor_through_what_compares_with_earlier_findings(shell: Shell) -> None:
    """A baseline and what is told of it, a git revision, and comments that are written."""
    (shell.folder / ".git").rmdir()
    for name in NAMES:
        try:
            shell.put(name, hostile(name))
        except OSError:
            continue
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*command, *words], cwd=shell.folder, check=True, capture_output=True)
    accepted = ".k8slint-baseline.json"
    for arguments, code in (
        (["baseline"], 0),
        (["check", "-v", "--baseline", accepted], 0),
        (["check", "-v", "--diff-base", "HEAD"], 0),
        (["check", "--diff-base", NAMES[0]], 2),
        (["check", "--add-ignore", "--output-format", "concise"], 0),
    ):
        done = shell.run(*arguments)
        assert done.code == code, done.err
        harmless(done.out)
        harmless(done.err)
    harmless(shell.read(accepted))


HEADS = ["k8slint.toml", "--config", "--select", "--stdin-filename", "paths", "requirements.txt", "--pod-template"]


@pytest.mark.parametrize("where", HEADS)
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_nor_in_what_is_said_of_usage(shell: Shell, where: str, name: str) -> None:
    shell.put("dag.py", MEMORY)
    arguments = ["dag.py"]
    if where == "k8slint.toml":
        quoted = json.dumps(name.encode("utf-8", "replace").decode())
        shell.put(where, f"{quoted} = 1\n")
    elif where == "requirements.txt":
        shell.put(where, f"apache-airflow==2.10  # {name}\n-r {name}\n".encode("utf-8", "replace"))
        arguments += ["-v"]
    elif where == "paths":
        arguments += ["--", name]
    else:
        arguments += [where, name]
    outcome = shell.run("check", *arguments)
    harmless(outcome.err)
    assert outcome.code in (0, 1, 2)


# --- streams


def run(shell: Shell, redirection: str, *arguments: str) -> Outcome:
    command = f'"$0" -m k8slint check --no-cache {" ".join(arguments)} {redirection}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable],
        cwd=shell.folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("arguments", ["", "--output-format json", "--diff", "--statistics", "- --fix < dag.py"])
@pytest.mark.parametrize(
    ("redirection", "code"), [(">&-", 2), ("> /dev/full", 2), ("2>&-", 1), (">&- 2>&-", 2), ("2> /dev/full", 1)]
)
def test_output_that_cannot_be_written_is_told(shell: Shell, redirection: str, code: int, arguments: str) -> None:
    shell.put("dag.py", MEMORY)
    outcome = run(shell, redirection, arguments or ".")
    assert "Traceback" not in outcome.err + outcome.out
    assert "Exception ignored" not in outcome.err
    if arguments == "--diff":
        assert outcome.code in (0, code)  # there is nothing to fix, and so nothing to write
        return
    assert outcome.code == (
        2 if redirection == "2> /dev/full" and arguments.startswith("-") and "--fix" in arguments else code
    )
    if code == 2 and "2>" not in redirection:
        assert outcome.err.startswith("Error: the f")
        assert "can't be written" in outcome.err


def test_a_folder_that_is_gone(shell: Shell) -> None:
    shell.put("gone/dag.py", MEMORY)
    command = 'cd gone && rm -r ../gone && "$0" -m k8slint check'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable],
        cwd=shell.folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "Error: the current folder does not exist any more\n")


def test_a_defect_is_one_line_and_a_traceback_only_when_asked_for(shell: Shell) -> None:
    shell.put("dag.py", MEMORY)
    program = (
        "import sys; from k8slint.run import runner; runner.discover = None; "
        "from k8slint.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    for flags, lines in (([], 1), (["--verbose"], 9)):
        command = [sys.executable, "-c", program, "check", *flags]
        done = subprocess.run(command, cwd=shell.folder, capture_output=True, text=True, timeout=100, check=False)
        said = done.stderr.splitlines()
        assert done.returncode == 3
        assert len(said) >= lines
        assert ("Traceback" in done.stderr) == bool(flags)
        assert said[-1].startswith("Error: k8slint failed (TypeError: 'NoneType' object is not callable; ")
        assert flags or len(said) == 1


@pytest.mark.parametrize(
    "arguments", ["rule KE301", "rule --all", "--help", "check --help", "--version", "config", "bug-report dag.py"]
)
def test_nor_do_other_commands_fail_on_a_full_disk(shell: Shell, arguments: str) -> None:
    shell.put("dag.py", MEMORY)
    command = f'"$0" -m k8slint {arguments} > /dev/full'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], cwd=shell.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("can't be written: No space left on device")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
