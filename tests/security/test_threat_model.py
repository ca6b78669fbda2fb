"""The threat model is one page, and every test that it names is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "threat-model.md"
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))
MOST_LINES = 60


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda value: str(value))
def test_every_test_that_it_names_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    there = {
        each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert name in there


def test_every_threat_names_a_test_and_it_is_one_page() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    threats = [line for line in lines if line.startswith("| ") and "---" not in line][1:]

    assert [line for line in threats if "`tests/" not in line] == []
    assert len(threats) >= 12
    assert len(lines) <= MOST_LINES
