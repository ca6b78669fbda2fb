"""`sightline tick`."""

from bot.demo_council import TENANT_ID
from tests.bot.commands.line import NEXT_MONTH, Line

TICK = ("tick", "--tenant", TENANT_ID, "--now")


def test_the_1st_is_queued_once(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate())
    line.done(*TICK, f"{NEXT_MONTH}-01T08:59")
    first = line.done(*TICK, f"{NEXT_MONTH}-01T09:00")
    assert first == "Queued 4 messages (allocations: 4).\n", (
        "two auditors, the group manager, and the QA officer once for all the rounds"
    )
    assert line.done(*TICK, f"{NEXT_MONTH}-01T09:01").startswith("Queued 0 messages")


def test_before_the_hour_nothing_is_queued(line: Line) -> None:
    line.with_council()
    line.done(*line.allocate())
    assert "allocations" not in line.done(*TICK, f"{NEXT_MONTH}-01T08:59")


def test_a_month_that_was_not_drawn_is_told_to_the_qa_officer(line: Line) -> None:
    line.with_council()
    assert "allocations: 1" in line.done(*TICK, f"{NEXT_MONTH}-01T09:00")


def test_a_time_that_is_none_is_refused(line: Line) -> None:
    line.with_council()
    assert line.run(*TICK, "nine").exit_code == 2
