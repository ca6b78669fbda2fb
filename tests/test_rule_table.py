"""The table of rules and tests fails a run in which a rule has none."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.links import ROOT
from tests.rule_table import RULES, RuleTable, to_be_tested

ALL = [rule for council in RULES for rule in to_be_tested(council)]


def _run(folder: Path, *marked: str) -> subprocess.CompletedProcess[str]:
    """A run of one passing test with those marks, under the table alone."""
    marks = ", ".join(repr(rule) for rule in marked)
    (folder / "conftest.py").write_text(
        "from tests.rule_table import RuleTable, note_rules\n"
        "def pytest_collection_modifyitems(items):\n"
        "    note_rules(items)\n"
        "def pytest_configure(config):\n"
        "    config.addinivalue_line('markers', 'rule(*ids): rules')\n"
        "    config.pluginmanager.register(RuleTable(), 'rule_table')\n"
    )
    (folder / "test_one.py").write_text(
        f"import pytest\n@pytest.mark.rule({marks})\ndef test_one(): pass\n"
        "@pytest.mark.skip\n@pytest.mark.rule('WC-02')\ndef test_skipped(): pass\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )


def test_a_run_in_which_every_rule_is_carried_passes(tmp_path: Path) -> None:
    ran = _run(tmp_path, *ALL)
    assert ran.returncode == pytest.ExitCode.OK, ran.stdout
    assert "WC-01 1" in ran.stdout


def test_a_run_in_which_a_rule_is_carried_by_a_skipped_test_alone_fails(tmp_path: Path) -> None:
    ran = _run(tmp_path, *(rule for rule in ALL if rule != "WC-02"))
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "WC-02: no test that passed carries it" in ran.stdout


def test_a_mark_that_names_no_rule_fails_the_run(tmp_path: Path) -> None:
    ran = _run(tmp_path, *ALL, "WC-99")
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED
    assert "WC-99: a test is marked with it" in ran.stdout


def test_a_rule_that_only_reports_needs_no_test_yet() -> None:
    assert "WC-15" not in ALL
    assert "WB-09" in ALL
    assert len(RuleTable().problems()) == len(ALL)
