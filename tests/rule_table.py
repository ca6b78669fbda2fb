"""Which rules of the frameworks are carried by which tests: a table at the end of a whole run."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

RULES: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_name("rules.toml").read_text("utf-8")
)
"""By council, the ids of its rules and their kinds."""


RULE = "rule"


def note_rules(items: list[pytest.Item]) -> None:
    """Writes beside each test which rules it is marked with, so that its report says so, in
    whatever process it runs."""
    for item in items:
        rules = {str(rule) for mark in item.iter_markers("rule") for rule in mark.args}
        item.user_properties += [(RULE, rule) for rule in sorted(rules)]


def to_be_tested(council: str) -> list[str]:
    """The council's rules of which somebody would notice: all but those that only report."""
    return [rule for rule, kinds in RULES[council].items() if {*kinds.split()} & {*"PAL"}]


class RuleTable:
    """Counts the tests that passed by the rules that they are marked with."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self._marked: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts a test once it has passed; a skipped one carries nothing."""
        if report.when == "call":
            rules = [str(value) for name, value in report.user_properties if name == RULE]
            self._marked.update(rules)
            if report.passed:
                self.passed.update(rules)

    def problems(self) -> list[str]:
        """A line for each rule without a test, and for each mark that names no rule."""
        asked = {rule for council in RULES for rule in to_be_tested(council)}
        known = {rule for rules in RULES.values() for rule in rules}
        return [
            *(f"{rule}: no test that passed carries it" for rule in sorted(asked - {*self.passed})),
            *(
                f"{rule}: a test is marked with it, but no such rule is"
                for rule in sorted(self._marked - known)
            ),
        ]

    def lines(self) -> list[str]:
        """The table: a line a council, each rule with the number of its tests."""
        return [
            f"{council}: "
            + ", ".join(f"{rule} {self.passed[rule]}" for rule in to_be_tested(council))
            for council in RULES
        ]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """The run fails where a rule has no test."""
        if self.problems() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Prints the table, and what is missing from it."""
        terminalreporter.section("rules of the frameworks, with the number of tests")
        for line in [*self.lines(), *self.problems()]:
            terminalreporter.line(line)
