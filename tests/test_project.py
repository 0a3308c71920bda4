"""What the project promises about itself: sizes of files, words that it does not use, pages that are true."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from graphrisk.schema import NUMBERED, RESULTS, TABLES

ROOT = Path(__file__).resolve().parent.parent
ORIGIN = re.compile(
    r"nationalit|ethnic|birth|religio|citizen|race\b|origin_|native_country|国籍|出生|宗教", re.IGNORECASE
)


def _tracked(*patterns: str) -> list[Path]:
    if not (ROOT / ".git").exists():
        return [p for pattern in patterns for p in ROOT.rglob(pattern) if ".venv" not in p.parts]
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_file_is_over_400_lines() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in _tracked("*.py", "*.js", "*.css")
        if (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long


def test_no_column_tells_the_origin_of_a_person() -> None:
    names = [
        f"{table.name}.{column.name}"
        for table in (*TABLES.values(), *NUMBERED.values(), *RESULTS)
        for column in table.all_columns
        if ORIGIN.search(column.name)
    ]
    assert not names


def test_the_project_speaks_of_itself_alone() -> None:
    marks = (
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/ho" + "me/",
        "py" + "pi.org",
        "python" + "hosted",
        "registry.np" + "mjs",
    )
    found = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in _tracked("*.py", "*.md", "*.toml", "*.txt", "*.yaml", "*.csv", "Makefile", ".ci/run")
        for mark in marks
        if mark in path.read_text("utf-8", errors="replace")
    ]
    assert not found


PAGES = [
    "data-model.md",
    "command-line.md",
    "rules.md",
    "formats.md",
    "export-schema.md",
    "neo4j-model.md",
]


@pytest.mark.parametrize("page", PAGES)
def test_generated_pages_are_current(page: str) -> None:
    made = _docs().PAGES[page]()
    assert (ROOT / "docs" / page).read_text("utf-8") == made, "run: make docs"


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in _tracked("*.md")
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8"))
        if not target.startswith(("http", "mailto")) and not (path.parent / target).exists()
    ]
    assert not broken


def test_layers_hold() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_help_answers_without_heavy_libraries() -> None:
    code = (
        "import sys, graphrisk.cli.main\n"
        "heavy = {'duckdb', 'ibis', 'pyarrow', 'pandas', 'dash', 'sqlalchemy', 'plotly', 'babel'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env={"LANG": "C"}
    )
    assert done.returncode == 0, done.stderr


def test_both_readmes_show_the_same_commands() -> None:
    blocks = [re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL) for name in README]
    assert blocks[0] == blocks[1]


README = ("README.md", "README.ja.md")
