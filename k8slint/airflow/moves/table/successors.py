"""Classes and functions that others took over from under another name, for the same use: what of them stays the same.

A new one is a row here, by its place: the moves to that place are in ``imports.py``, as other things.
"""

from __future__ import annotations

from typing import NamedTuple

_PROVIDER = "airflow.providers.cncf.kubernetes"


class Successor(NamedTuple):
    """What uses of the old name become.

    ``constants`` are the attributes of the class that the new one has too, and ``suffix`` what makes the old value of the
    new one. ``parameters`` are those that both take, in the order of the old one, with their new names; the new one takes
    them by name. ``needed`` must be given. ``methods`` are those of an object that do the same. ``same`` says that the file
    means the same afterwards.
    """

    constants: frozenset[str] = frozenset()
    suffix: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    needed: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    same: bool = True


SUCCESSORS: dict[str, Successor] = {
    # PodStatus had "running" where PodPhase has Kubernetes' own "Running".
    f"{_PROVIDER}.utils.pod_manager:PodPhase": Successor(
        constants=frozenset({"PENDING", "RUNNING", "FAILED", "SUCCEEDED"}), suffix=".lower()"
    ),
    # PodLauncher called pod_mutation_hook, and made a client where none was given.
    f"{_PROVIDER}.utils.pod_manager:PodManager": Successor(
        parameters=(("kube_client", "kube_client"),), needed=frozenset({"kube_client"}),
        methods=frozenset({"delete_pod", "log", "read_pod", "read_pod_events", "run_pod_async"}), same=False,
    ),
    f"{_PROVIDER}.kubernetes_helper_functions:add_unique_suffix": Successor(
        parameters=(("pod_name", "name"), ("rand_len", "rand_len"), ("max_len", "max_len")), needed=frozenset({"pod_name"})
    ),
}  # fmt: skip
