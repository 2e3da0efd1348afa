"""Who may import whom. The rooms are read from the folder, so that a new one is held to the rules from its first day."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "dragoman"
SHARED = {"records", "ontology", "models", "errors", "files", "syntax"}  # what every room may lean on
# Not rooms on the way of the data: they put rooms in order, measure them, or stand before the user.
OUTSIDE = {"pipeline", "cli", "evaluation", "training", "config"}
# Run by hand to compile a table of the package; the rooms never load them.
TOOLS = {"dragoman.training.phrase_rows"}
ROOMS = sorted(p.name for p in PACKAGE.iterdir() if (p / "__init__.py").is_file() and p.name not in SHARED | OUTSIDE)
MODULES = sorted(p for p in PACKAGE.rglob("*.py"))
HEAVY = {"torch", "transformers", "safetensors", "onnx", "ray"}  # for training and large runs only


def name_of(path: Path) -> str:
    parts = ("dragoman", *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports_of(path: Path, *, at_load: bool = False) -> Iterator[str]:
    """Names that a module imports, whole; with `at_load` only those that loading it runs."""
    stack: list[ast.AST] = [tree_of(path)]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _names_from(path, node)
        elif at_load and (_is_function(node) or _is_typing_only(node)):
            continue
        stack.extend(ast.iter_child_nodes(node))


def _names_from(path: Path, node: ast.ImportFrom) -> Iterator[str]:
    base = node.module or ""
    if node.level:
        own = name_of(path).split(".")
        up = node.level - (1 if path.name == "__init__.py" else 0)
        base = ".".join([*own[: len(own) - up], *([node.module] if node.module else [])])
    for alias in node.names:
        yield f"{base}.{alias.name}"


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def _is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def rooms_imported(path: Path) -> set[str]:
    """Top-level parts of the package that a module imports; `__version__` and other plain names are none."""
    found = {room_of(name) for name in imports_of(path) if name.split(".")[0] == "dragoman"}
    return {r for r in found if (PACKAGE / r).is_dir() or (PACKAGE / f"{r}.py").is_file()} - {""}


def test_rooms_are_those_of_the_house() -> None:
    assert {"news", "text", "extraction", "resolution", "linking", "store", "serving"} <= set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_room_imports_only_what_is_shared_and_itself(room: str) -> None:
    allowed = SHARED | {room} | ({"store"} if room == "serving" else set())
    wrong = {name_of(p): rooms_imported(p) - allowed for p in (PACKAGE / room).rglob("*.py")}
    assert {module: rooms for module, rooms in wrong.items() if rooms} == {}


def test_tools_are_loaded_by_nobody() -> None:
    assert [name_of(p) for p in MODULES if TOOLS & {i.rpartition(".")[0] for i in imports_of(p)}] == []


def test_serving_reads_the_store_through_its_view() -> None:
    taken = {
        name
        for path in (PACKAGE / "serving").rglob("*.py")
        for name in imports_of(path)
        if name.startswith("dragoman.store")
    }
    assert not {name for name in taken if "Writer" in name or "writer" in name}


@pytest.mark.parametrize("part", sorted(SHARED))
def test_shared_parts_know_no_room(part: str) -> None:
    files = [PACKAGE / f"{part}.py"] if (PACKAGE / f"{part}.py").is_file() else list((PACKAGE / part).rglob("*.py"))
    assert files
    wrong = {name_of(p): rooms_imported(p) - SHARED for p in files}
    assert {module: rooms for module, rooms in wrong.items() if rooms} == {}


def test_records_and_errors_import_nothing_of_the_package() -> None:
    assert rooms_imported(PACKAGE / "records.py") == set()
    assert rooms_imported(PACKAGE / "errors.py") == set()


def test_only_what_stands_before_the_user_evaluation_and_training_import_the_pipeline() -> None:
    users = {room_of(name_of(p)) for p in MODULES if "pipeline" in rooms_imported(p)}
    assert users <= {"pipeline", "cli", "api", "evaluation", "training", ""}


def test_nothing_imports_the_command_line() -> None:
    users = {room_of(name_of(p)) for p in MODULES if "cli" in rooms_imported(p)}
    assert users <= {"cli"}


def test_nothing_that_reads_imports_training_or_evaluation() -> None:
    users = {room_of(name_of(p)) for p in MODULES if rooms_imported(p) & {"training", "evaluation"}}
    assert users <= {"training", "evaluation", "cli"}


def test_no_import_cycles() -> None:
    names = {name_of(p): p for p in MODULES}
    graph = {n: {_module(i, names) for i in imports_of(p, at_load=True)} - {None, n} for n, p in names.items()}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join([*path[path.index(module) :], module])
        if module in done:
            return
        for other in sorted(str(o) for o in graph[module]):
            # Loading a module loads its folders first, but a folder may list what its own modules offer.
            visit(other, (*path, module))
        done.add(module)

    for module in sorted(graph):
        visit(module, ())


def _module(name: str, names: dict[str, Path]) -> str | None:
    """The module that an imported name lies in; `None` for what is not ours."""
    while name and name not in names:
        name = name.rpartition(".")[0]
    return name if name and name != "dragoman" else None


def test_heavy_libraries_stay_in_training() -> None:
    taken = {name_of(p): {name.split(".")[0] for name in imports_of(p)} & HEAVY for p in MODULES}
    # One module hands work to Ray, and imports it when it is asked to.
    taken["dragoman.pipeline.cluster"] -= {"ray"}
    assert {m: names for m, names in taken.items() if names and room_of(m) != "training"} == {}
    assert "ray" not in {name.split(".")[0] for p in MODULES for name in imports_of(p, at_load=True)}


def _prints(path: Path) -> list[int]:
    """Lines that write to the terminal; what stands under `if __name__ == "__main__"` is a tool's own."""
    found = []
    tool = any(isinstance(n, ast.If) and "__main__" in ast.dump(n.test) for n in tree_of(path).body)
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            found.append(node.lineno)
        if isinstance(node, ast.Attribute) and node.attr == "stdout" and not tool:
            found.append(node.lineno)
    return found


def test_only_the_command_line_prints() -> None:
    wrong = {name_of(p): lines for p in MODULES if room_of(name_of(p)) != "cli" and (lines := _prints(p))}
    assert wrong == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [name_of(p) for p in MODULES if tree_of(p).body and not ast.get_docstring(tree_of(p))]
    assert silent == []


def test_no_star_imports() -> None:
    assert [name_of(p) for p in MODULES if any(i.endswith(".*") for i in imports_of(p))] == []
