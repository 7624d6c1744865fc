from __future__ import annotations

import re
from collections.abc import Iterator

from k8slint.evaluate.values import Const, Items
from k8slint.kube.pod import Container
from k8slint.patterns import pattern
from k8slint.rules._base import ERROR, Context, Rule, Violation

SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh"})
# Programs that do nothing with the arguments that Airflow appends.
DEAF = frozenset({"sleep", "echo", "true", "false", "tail", "ls", "cat", "date", "printenv"})
# What a shell script must contain to run the arguments it is given.
USES_ARGUMENTS = pattern(r"""\$(?:@|\*|\{@|\{\*|[0-9]|\{[0-9])""")


class WorkerCommandReplaced(Rule):
    """A pod_override sets a ``command`` of the worker container that can't run the task.

    ``command`` replaces the image's entrypoint, and Airflow's own command line is passed as its arguments. A
    program that doesn't execute its arguments never runs the task.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base", command=["bash", "-c", "pip install torch"])
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base", command=["bash", "-c", 'pip install torch && exec "$0" "$@"'])
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE205", "0.1", ERROR
    checks = "names"

    def check_worker(self, worker: Container, context: Context) -> Iterator[Violation]:
        command = worker.get("command")
        if not isinstance(command, Items) or not command.complete:
            return
        words = [item.value for item in command.items if isinstance(item, Const) and isinstance(item.value, str)]
        if not words or len(words) != len(command.items):
            return
        why = _why_deaf(words)
        if why is not None:
            yield self.violation(
                command.origin,
                f"Airflow passes the task's command line as arguments to this command, but {why}: the task never "
                'runs. Remove `command`, or end the script with `exec "$0" "$@"`',
                field=f"{worker.path}.command",
            )


def _why_deaf(words: list[str]) -> str | None:
    program = words[0].rpartition("/")[2]
    if program in DEAF:
        return f"`{program}` doesn't execute its arguments"
    if program not in SHELLS:
        return None
    options = [index for index, word in enumerate(words) if re.fullmatch(r"-[a-z]*c", word)]
    if not options:
        return None
    script = words[options[0] + 1 :]
    if not script:
        return f"`{program} -c` runs only its first argument as the script"
    return None if USES_ARGUMENTS.search(" ".join(script)) else "this script ignores its arguments"
