"""`sightline council add`."""

from bot.demo_council import TENANT_ID
from programme.frameworks.load import read_shipped
from tests.bot.commands.line import Line


def test_a_council_is_added_and_the_next_step_is_said(line: Line) -> None:
    told = line.add_council()
    assert f"serves tenant {TENANT_ID}." in told
    assert "Next: sightline import staff FILE." in told


def test_adding_it_again_changes_nothing(line: Line) -> None:
    assert line.add_council() == line.add_council()


def test_a_tenant_that_is_no_guid_is_refused(line: Line) -> None:
    sentence = line.refused("council", "add", "--framework", "worcestershire", "--tenant", "ours")
    assert (
        sentence == "“ours” is not a tenant id; it is a GUID, as the Entra admin centre shows it."
    )


def test_a_framework_that_is_not_shipped_is_refused(line: Line) -> None:
    sentence = line.refused("council", "add", "--framework", "atlantis", "--tenant", TENANT_ID)
    assert "atlantis" in sentence
    assert "worcestershire" in sentence


def test_other_rules_for_the_same_tenant_are_refused(line: Line) -> None:
    line.add_council()
    own = line.folder / "own.toml"
    own.write_text(
        read_shipped("worcestershire").replace(
            "cases_a_lead = { value = 1", "cases_a_lead = { value = 2"
        ),
        "utf-8",
    )
    sentence = line.refused(
        "council",
        "add",
        "--framework",
        "worcestershire",
        "--tenant",
        TENANT_ID,
        "--rules",
        str(own),
    )
    assert sentence == "This tenant has a council with other rules in force; nothing was changed."


def test_rules_that_cannot_be_read_are_refused(line: Line) -> None:
    command = ("council", "add", "--framework", "x", "--tenant", TENANT_ID, "--rules")
    assert "nowhere.toml" in line.refused(*command, "nowhere.toml")
    broken = line.folder / "broken.toml"
    broken.write_text("grades = [", "utf-8")
    assert "broken.toml" in line.refused(*command, str(broken))
    binary = line.folder / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "binary.toml" in line.refused(*command, str(binary))
