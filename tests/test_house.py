"""House rules that a machine can keep."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import sightline
from dialogs.table import LIVE, VERBS
from programme.frameworks.load import load_shipped, shipped
from programme.message import MessageKind
from programme.shown import SHOWS
from tests.links import ROOT, dead_links, pages
from tests.rule_table import RULES, to_be_tested

README = (ROOT / "README.md").read_text("utf-8")
HOUSE = ("bot", "dialogs", "programme", "storage", "manifest", "benchmarks")
FILE_AT_MOST = 300


def python_files() -> list[Path]:
    return [path for folder in HOUSE for path in (ROOT / folder).rglob("*.py")]


NOT_OURS = {"node_modules", "tests", "var"}


def every_python_file() -> list[Path]:
    """All but the tests, in whatever folder."""
    folders = [each for each in ROOT.iterdir() if each.is_dir() and each.name not in NOT_OURS]
    inside = [path for each in folders if each.name[0] != "." for path in each.rglob("*.py")]
    return [*ROOT.glob("*.py"), *inside]


def test_every_command_is_described_in_the_readme() -> None:
    missing = [name for name in sightline.commands if f"sightline {name}" not in README]
    assert missing == []


def _names_a_council(text: str) -> bool:
    """Whether the name of a council stands there, however it is written."""
    # A capital behind a small letter begins a word, and an underscore ends one.
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", text)
    # A short name is one by itself alone, or “token” would name a county.
    names = "|".join(
        name.replace("_", r"[\W_]*") if len(name) > len("kent") else f"(?<![a-z]){name}(?![a-z])"
        for name in shipped()
    )
    return re.search(names, words, re.IGNORECASE) is not None


@pytest.mark.parametrize(
    "text",
    [
        *(name for name in shipped()),
        *(name.replace("_", " ").title() for name in shipped()),
        *(name.replace("_", "-").upper() for name in shipped()),
        *(f"class {name.replace('_', ' ').title().replace(' ', '')}Rules:" for name in shipped()),
        *(f"is{name.replace('_', ' ').title().replace(' ', '')}" for name in shipped()),
        "SWINDONS_WEEKS",
    ],
)
def test_a_council_is_seen_however_its_name_is_written(text: str) -> None:
    assert _names_a_council(text)


@pytest.mark.parametrize("text", ["token_type", "drunkenTest", "A west wind over Berkhamsted"])
def test_what_only_sounds_like_a_council_is_none(text: str) -> None:
    assert not _names_a_council(text)


def test_no_council_stands_in_the_code() -> None:
    found = [
        path.relative_to(ROOT)
        for path in every_python_file()
        if "demo_council" not in path.parts and _names_a_council(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("council", RULES)
def test_every_rule_of_a_council_stands_in_its_framework(council: str) -> None:
    told = {of.rule for of in load_shipped(council).provenance.values()}
    assert [rule for rule in to_be_tested(council) if rule not in told] == []


@pytest.mark.parametrize("council", RULES)
def test_a_framework_names_no_rule_that_there_is_not(council: str) -> None:
    told = {of.rule for of in load_shipped(council).provenance.values() if of.rule}
    assert sorted(told - set(RULES[council])) == []


def test_every_framework_has_its_rules_listed() -> None:
    assert sorted(RULES) == [*shipped()]


def test_every_kind_of_message_has_a_live_card() -> None:
    assert set(LIVE) == set(MessageKind) == set(SHOWS)


def test_verbs_and_their_entries_have_the_same_name() -> None:
    assert all(name == verb.name for name, verb in VERBS.items())


def test_no_file_is_longer_than_one_purpose_needs() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in python_files()
        if (lines := path.read_text("utf-8").count("\n")) > FILE_AT_MOST
    ]
    assert long == []


def test_nobody_but_the_clock_asks_the_machine_what_time_it_is() -> None:
    asked = [
        path.relative_to(ROOT)
        for folder in ("programme", "dialogs", "storage")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert asked == []


def test_no_page_has_a_dead_link() -> None:
    assert [line for page in pages() for line in dead_links(page)] == []


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    heavy = ("scipy", "holidays", "openpyxl", "alembic", "bot.local_teams", "bot.demo_council")
    code = f"import sys, bot.cli; print([name for name in {heavy!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
