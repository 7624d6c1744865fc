"""The house keeps its order: no circles, imports down the layers, late imports only for start-up's sake, files of a size."""

from __future__ import annotations

import pytest
import structure

EDGES = structure.all_imports()
MODULES = structure.modules()


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert structure.circles(EDGES) == []


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down_the_layers(module: str) -> None:
    own = structure.layer(module)
    assert own is not None, f"{module} has no row in LAYERS"
    for each in EDGES:
        if each.module == module and each.target in MODULES:
            below = structure.layer(each.target)
            assert below is not None, f"{each.target} has no row in LAYERS"
            assert below >= own, f"{module}:{each.line} imports {each.target} from above"


def test_imports_inside_functions_are_there_for_start_up_only() -> None:
    unexplained = [
        f"{each.module}:{each.line} {each.target}" for each in EDGES if each.late and not structure.reason(each.target)
    ]
    assert not unexplained, "\n".join(["Import it at the top, or say in LATE which run does without it:", *unexplained])


def test_the_list_of_late_imports_has_no_name_too_many() -> None:
    late = {each.target for each in EDGES if each.late}
    names = [name for names in structure.LATE.values() for name in names]
    assert [name for name in names if not any(t == name or t.startswith(f"{name}.") for t in late)] == []
    assert len(names) == len(set(names))


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith(structure.TABLES)])
def test_files_are_of_a_size_that_one_can_read(module: str) -> None:
    assert structure.lines(MODULES[module]) <= structure.MAX_LINES


def test_a_circle_is_found_wherever_the_imports_stand() -> None:
    first, second, third = list(MODULES)[:3]
    knot = [
        structure.Import(first, second, False, 1),
        structure.Import(second, third, True, 1),
        structure.Import(third, first, False, 1),
    ]
    assert structure.circles(knot) == [sorted([first, second, third])]
