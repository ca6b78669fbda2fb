"""A list of work says whose each audit is, and is in an order that an eye can follow."""

from dataclasses import replace

import pytest

from dialogs.allocated_audit import audit_line
from dialogs.live_card import After
from dialogs.work_list import team_card
from dialogs.work_rows import WorkList
from programme.rules.tool import AuditPart
from programme.use_cases.show_work import WorkView
from tests.bot.chats import words_of
from tests.cards import council as c


@pytest.mark.parametrize(
    ("part", "peer", "told"),
    [
        ("lead", True, "Lead auditor, with Yusuf Demir · "),
        ("peer", True, "Peer auditor, with Priya Nair · "),
        (None, True, "Lead auditor: Priya Nair, with Yusuf Demir · "),
        ("lead", False, "Lead auditor; no peer could be found · "),
        (None, False, "Lead auditor: Priya Nair; no peer could be found · "),
    ],
)
def test_whoever_has_no_part_reads_who_leads_and_with_whom(
    part: AuditPart | None, peer: bool, told: str
) -> None:
    line = c.line(part=part, peer=peer)
    assert told in words_of({"body": audit_line(line)})


def test_what_is_due_on_one_day_stands_by_its_reference() -> None:
    lines = tuple(
        c.line(part=None, of=replace(c.audit(number), case_reference=f"CF-{reference}"))
        for number, reference in ((1, 30), (2, 10), (3, 20))
    )
    view = WorkView(c.KWABENA, c.audit().due, ("Harrowmere North",), lines, ())
    said = words_of(team_card(WorkList(view), After()))
    assert said.index("CF-10") < said.index("CF-20") < said.index("CF-30")


def test_a_list_of_many_teams_is_headed_by_how_many_they_are() -> None:
    for many, told in ((2, "Team 0, Team 1\n"), (20, "20 teams\n")):
        teams = tuple(f"Team {number}" for number in range(many))
        view = WorkView(c.KWABENA, c.TODAY, teams, (), ())
        assert told in words_of(team_card(WorkList(view), After()))
