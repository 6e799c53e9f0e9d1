"""Data and imports go one way: stages are siblings that never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import dragoman

PACKAGE = Path(dragoman.__file__).parent
STAGES = {"ingest", "reading", "coding", "resolve", "store", "relate", "export", "imports"}


def imported(path: Path) -> set[str]:
    """The parts of our package that a module imports: 'records', 'knowledge', 'ingest', ..."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "dragoman":
            parts = node.module.split(".")[1:]
            found |= {parts[0]} if parts else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("dragoman.")}
    return found


def test_stages_import_records_knowledge_and_themselves_only() -> None:
    for stage in STAGES:
        modules = list((PACKAGE / stage).rglob("*.py"))
        assert modules, stage
        for module in modules:
            assert imported(module) <= {"records", "knowledge", stage, "__version__"}, module


def test_knowledge_imports_records_only() -> None:
    for module in (PACKAGE / "knowledge").rglob("*.py"):
        assert imported(module) <= {"records", "knowledge"}, module


def test_records_import_nothing_of_ours() -> None:
    assert imported(PACKAGE / "records.py") == set()


def test_no_stage_uses_the_pipeline() -> None:
    users = {m.relative_to(PACKAGE).parts[0] for m in PACKAGE.rglob("*.py") if "pipeline" in imported(m)}
    assert users <= {"serve", "scale", "workers.py", "keeping.py", "__init__.py"}


def test_library_code_never_prints() -> None:
    for module in PACKAGE.rglob("*.py"):
        if "serve" in module.relative_to(PACKAGE).parts:
            continue
        tree = ast.parse(module.read_text(encoding="utf-8"))
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        assert not any(isinstance(c.func, ast.Name) and c.func.id == "print" for c in calls), module
