"""A run imports nothing that it doesn't need. (How modules import each other: ``test_structure.py``.)"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "k8slint"

HEAVY = ("libcst", "kubernetes", "yaml", "concurrent.futures", "multiprocessing", "libcst.matchers", "libcst.codemod")


def modules_of(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def run(*arguments: str) -> str:
    argv = ["k8slint", *arguments]
    return f"import os\ndel os.fork\nsys.argv = {argv!r}\nfrom k8slint.__main__ import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"


def test_help_imports_nothing_heavy() -> None:
    assert not modules_of(run("--help")) & set(HEAVY)


def test_a_file_with_nothing_to_find_imports_nothing_heavy(tmp_path: Path) -> None:
    dag = tmp_path / "dag.py"
    dag.write_text("from airflow.sdk import DAG\nwith DAG('d'):\n    pass\n", encoding="utf-8")
    loaded = modules_of(run("check", "--isolated", "--no-cache", str(dag)))
    assert not loaded & {*HEAVY, "ast", "k8slint.lint.pipeline", "k8slint.rules", "tomllib", "json"}


def test_a_file_with_pods_and_no_finding_never_imports_libcst_or_kubernetes(tmp_path: Path) -> None:
    dag = tmp_path / "dag.py"
    pod = 'k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")]))'
    dag.write_text(
        "from airflow.providers.standard.operators.python import PythonOperator\n"
        "from kubernetes.client import models as k8s\n"
        f'PythonOperator(task_id="t", python_callable=print, executor_config={{"pod_override": {pod}}})\n',
        encoding="utf-8",
    )
    assert not modules_of(run("check", "--isolated", "--no-cache", str(dag))) & set(HEAVY)


def test_the_library_half_of_libcst_is_never_imported() -> None:
    for path in PACKAGE.rglob("*.py"):
        # For libcst's own command, which has imported it already; and what talks to clusters, on demand.
        if path.name in ("codemods.py", "live.py"):
            continue
        text = path.read_text(encoding="utf-8")
        for module in ("libcst.matchers", "libcst.codemod", "import kubernetes", "from kubernetes import"):
            assert not any(
                line.strip().startswith((f"import {module}", f"from {module}", module)) for line in text.splitlines()
            ), path
