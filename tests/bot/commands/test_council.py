"""`sightline council add`."""

import sqlite3

from bot.demo_council import TENANT_ID
from programme.audit import audit_id
from programme.frameworks.load import read_shipped
from programme.staff_list import person_id
from tests.bot.commands.line import NEXT_MONTH, Line


def test_a_council_is_added_and_the_next_step_is_said(line: Line) -> None:
    told = line.add_council()
    assert f"serves tenant {TENANT_ID}." in told
    assert "Next: sightline import staff FILE." in told


def test_adding_it_again_changes_nothing(line: Line) -> None:
    assert line.add_council() == line.add_council()


def test_whoever_knows_a_reference_or_an_address_computes_no_id(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate("--seed", "7"))
    kept = sqlite3.connect(line.folder / "sightline.db")
    ((key,),) = kept.execute("SELECT id_key FROM councils")
    people = {*kept.execute("SELECT id, email FROM people")}
    audits = {*kept.execute("SELECT id, case_reference FROM audits")}
    kept.close()

    def computed(known: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        return (
            {(person_id(known, email), email) for _, email in people},
            {(audit_id(known, NEXT_MONTH, reference), reference) for _, reference in audits},
        )

    assert people
    assert audits
    assert computed(key) == (people, audits)
    for known in (TENANT_ID, "", "0" * 32):
        by_email, by_reference = computed(known)
        assert not by_email & people
        assert not by_reference & audits


def test_no_two_councils_have_the_same_key(line: Line) -> None:
    line.add_council()
    line.done("council", "add", "--framework", "kent", "--tenant", TENANT_ID.replace("5", "6"))
    kept = sqlite3.connect(line.folder / "sightline.db")
    keys = {key for (key,) in kept.execute("SELECT id_key FROM councils")}
    kept.close()
    assert len(keys) == 2
    assert all(len(key) == 32 for key in keys)


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
