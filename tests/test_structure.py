"""The folders are the pipeline, and imports go one way: read from the source, not from a running program."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# From the bottom to the top: a module may import its own layer and those before it.
LAYERS = [
    "errors",
    "backend",
    "data",
    "recipes",
    "engine",
    "transfer",
    "record",
    "diagnosis",
    "report",
    "code",
    "workflow",
    "histories",
    "reproduce",
    "testing",
    "__init__",
    "app",
    "__main__",
]
# Keras and JAX take seconds to import: only these import them at their top, and are imported when needed.
HEAVY = {"keras", "jax"}
MAY_BE_HEAVY = ("wellfit.backend", "wellfit.engine.", "wellfit.recipes.networks.", "wellfit.transfer.")


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted((ROOT / "wellfit").rglob("*.py"))}


def parse(module):
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def imported(node):
    """The names of the modules of wellfit that one import statement brings in."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name.split(".")[0] == "wellfit"]
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "wellfit":
        full = [f"{node.module}.{alias.name}" for alias in node.names]
        return [name if name in FILES else node.module for name in full]
    return []


def edges(module):
    """What a module imports, anywhere in it; the version is a plain string that brings nothing along."""
    nodes = [node for node in ast.walk(parse(module)) if not is_version(node)]
    return {name for node in nodes for name in imported(node)} - {module}


def is_version(node):
    return isinstance(node, ast.ImportFrom) and [alias.name for alias in node.names] == ["__version__"]


def layer(module):
    parts = module.split(".")
    return LAYERS.index(parts[1] if len(parts) > 1 else "__init__")


GRAPH = {module: edges(module) for module in FILES}


def test_the_graph_is_seen():
    assert "wellfit.errors" in GRAPH["wellfit.app.failures"]
    assert "wellfit" in GRAPH["wellfit.app.run"]
    assert "wellfit.data.finding" in GRAPH["wellfit.data.table"]


@pytest.mark.parametrize("module", FILES)
def test_imports_go_one_way(module):
    upward = {name for name in GRAPH[module] if layer(name) > layer(module)}
    assert not upward, f"{module} imports from a layer above its own: {sorted(upward)}"


@pytest.mark.parametrize("module", FILES)
def test_every_import_is_of_a_module_that_exists(module):
    assert not {name for name in GRAPH[module] if name not in FILES}


def test_there_is_no_cycle():
    try:
        order = tuple(TopologicalSorter(GRAPH).static_order())
    except CycleError as error:
        pytest.fail(f"these modules import one another in a circle: {' -> '.join(error.args[1])}")
    assert set(order) >= set(FILES)


@pytest.mark.parametrize("module", [module for module in FILES if not f"{module}.".startswith(MAY_BE_HEAVY)])
def test_keras_and_jax_are_imported_when_first_needed(module):
    statements = [node for node in parse(module).body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {name for node in statements for name in top_names(node)}
    assert not names & HEAVY


def top_names(node):
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return [name.split(".")[0] for name in names]


@pytest.mark.parametrize("module", FILES)
def test_one_concept_a_file_and_one_screen_a_function(module):
    tree = parse(module)
    assert FILES[module].read_text(encoding="utf-8").count("\n") <= 400
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if node.end_lineno - node.body[0].lineno + 1 > 50]
    assert not long, f"{module}: more than 50 lines in {long}"
