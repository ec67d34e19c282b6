"""Data flows one way: what a module may import, read from the modules themselves."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

LAYERS = (
    ("cli", "__main__"),
    ("build", "products", "checking"),
    ("jobs", "releasing", "translating", "coverage"),
    ("settings",),
    ("website", "handouts", "campaigns"),
    ("paper",),
    ("language",),
    ("content",),
    ("errors", "messages"),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
APART = {"website", "handouts", "campaigns"}
ONLY = {
    "mkdocs": {"website"},
    "material": {"website"},
    "weasyprint": {"paper"},
    "click": {"cli"},
    "rich": {"cli"},
}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "generator" else {node.module}
    return found


def modules() -> dict[Path, str]:
    folder = ROOT / "generator"
    return {path: path.relative_to(folder).parts[0].removesuffix(".py") for path in folder.rglob("*.py") if path != folder / "__init__.py"}


def test_imports_point_downwards() -> None:
    wrong = []
    for path, part in modules().items():
        for name in imports(path):
            if not name.startswith("generator."):
                continue
            target = name.split(".")[1]
            if target == "__version__" or target == part:
                continue
            upwards = LEVEL[target] < LEVEL[part]
            aside = LEVEL[target] == LEVEL[part] and part in APART
            if upwards or aside:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


def test_adapters_keep_their_libraries_to_themselves() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path, part in modules().items()
        for name in imports(path)
        if name.split(".")[0] in ONLY and part not in ONLY[name.split(".")[0]]
    ]
    assert not wrong


def test_only_the_command_line_prints_or_exits() -> None:
    wrong = []
    for path, part in modules().items():
        if part == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.exit", "exit"):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong


def test_no_committed_file_names_a_registry_or_this_machine() -> None:
    import subprocess

    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    words = ["index" + "-url http", "/work" + "/main", "/root" + "/", "pypi" + ".org", "pypi" + ".tuna"]
    wrong = []
    for name in filter(None, files):
        path = ROOT / name
        if path.suffix in (".ttf", ".png", ".xlsx", ".woff2") or not path.exists():
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        wrong += [f"{name}: {word}" for word in words if word in text]
    assert not wrong
