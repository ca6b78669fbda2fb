"""“Remind me later” by word and beside the compose box: what waits is chosen on a page."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dialogs.conversation import ClosePage, OpenPage, ShowCard
from dialogs.remind_later import NOTHING_WAITS, STOPPED
from programme.action import ProposedAction
from programme.message import MessageKind
from programme.use_cases.remind_later import NOTHING
from storage.engine import Engine
from tests.bot.chats import words_of
from tests.dialogs.turns import asked_later, page_of, say, send, sent_by
from tests.follow_up import with_rules
from tests.little_council import FRAMEWORK, THE_FIRST, LittleCouncil, little_council

WEDNESDAY = "2026-12-02"


async def _page(little: LittleCouncil, who: str = "ann", now: datetime = THE_FIRST) -> Any:
    offered = await say(little, who, "remind me later", now)
    assert isinstance(offered, ShowCard)
    return page_of(await send(little, who, sent_by(offered.card, "Choose what and when"), now))


def _labels(page: Any) -> list[str]:
    return [each["title"] for each in page["body"][0]["choices"]]


async def test_by_word_all_that_waits_is_offered_what_is_due_first_first(
    little: LittleCouncil,
) -> None:
    for subject in ("2026-12", "2027-01"):
        await little.settle("ann", MessageKind.ALLOCATION, subject)
    audit, _ = await little.submitted(ProposedAction("Date the plan.", "Ash", date(2026, 12, 4)))
    await little.settle("ann", MessageKind.ACTIONS, audit.id)
    await little.settle("ann", MessageKind.DIGEST, "2026-12-01")
    await little.settle("ann", MessageKind.RESULT, audit.id)
    labels = _labels(await _page(little))
    assert labels[0] == "All that waits for me, the first due Fri 4 Dec"
    assert labels[1] == f"Actions from the audit of {audit.case_reference}, due Fri 4 Dec"
    assert labels[2].startswith("Your audits for December 2026, due ")
    assert len(labels) == 3


async def test_all_of_it_comes_as_my_work(little: LittleCouncil) -> None:
    data = sent_by(await _page(little), "Remind me")
    answer = await send(little, "ann", {**data, "later_when": "hour"}, THE_FIRST)
    assert isinstance(answer, ClosePage)
    assert answer.words.startswith("I'll bring this again today at 10:00. ")
    assert await asked_later(little) == [(MessageKind.MY_WORK, "01 10:00")]
    assert "comes again Tue 1 Dec" in _labels(await _page(little))[0]
    stop = sent_by(await _page(little), "Don't remind me")
    assert await send(little, "ann", stop, THE_FIRST) == ClosePage(STOPPED)


async def test_whoever_has_several_teams_has_their_work_as_one_as_well(
    little: LittleCouncil,
) -> None:
    await little.an_action()
    labels = _labels(await _page(little, "gil"))
    assert labels == ["All that waits in my teams, due Fri 18 Dec"]


async def test_on_the_page_a_time_after_the_deadline_is_asked_for_twice(
    little: LittleCouncil,
) -> None:
    await little.submitted(ProposedAction("Date the plan.", "Ash", date(2026, 12, 4)))
    page = await _page(little)
    late = {"later_when": "2026-12-08"}
    back = await send(little, "ann", {**sent_by(page, "Remind me"), **late}, THE_FIRST)
    assert isinstance(back, OpenPage)
    assert "after it is due on Friday 4 December" in words_of(back.card)
    assert await asked_later(little) == []
    sure = sent_by(back.card, "Remind me all the same")
    assert sure["later_when"] == "2026-12-08"
    closed = await send(little, "ann", sure, THE_FIRST)
    assert isinstance(closed, ClosePage)
    assert "is still due on Friday 4 December, before that." in closed.words
    assert await asked_later(little) == [(MessageKind.MY_WORK, "08 09:00")]


async def test_whoever_has_nothing_to_do_hears_so(little: LittleCouncil) -> None:
    assert await send(little, "sam", {"verb": "later.open"}, THE_FIRST) == ClosePage(NOTHING_WAITS)


async def test_what_was_done_while_the_page_was_open_is_refused(little: LittleCouncil) -> None:
    action = await little.an_action()
    data = {
        "verb": "later.set",
        "which": f"actions/{action.audit_id}",
        "one": True,
        "later_when": WEDNESDAY,
    }
    assert isinstance(await send(little, "ann", data, THE_FIRST), ClosePage)
    done = {
        "verb": "work.complete",
        "action": f"{action.id}/{action.version}",
        "note": "The plan has dates now.",
    }
    await send(little, "ann", done, THE_FIRST)
    reviewed = {"verb": "audit.review", "subject": action.audit_id, "shared": "In the team."}
    await send(little, "ann", reviewed, THE_FIRST)
    assert await send(little, "ann", data, THE_FIRST) == ClosePage(NOTHING)


async def test_audits_of_a_round_with_a_long_name_are_put_off_on_the_page(
    engine: Engine,
) -> None:
    main = replace(FRAMEWORK.allocation, id="r" * 60)
    other = replace(FRAMEWORK.allocation, id="a")
    little = with_rules(
        little_council(engine), rounds=(other, main), moderation=(), loop_check=None
    )
    await little.fill()
    await little.draw(of=main.id)
    subject = f"{main.id}/2026-12/2026-12-31"
    await little.settle("ann", MessageKind.AUDITS_DUE, subject)
    page = page_of(await send(little, "ann", {"verb": "later.open"}, THE_FIRST))
    which = f"{MessageKind.AUDITS_DUE}/{subject}"
    chosen = {**sent_by(page, "Remind me"), "which": which, "later_when": WEDNESDAY}
    assert isinstance(await send(little, "ann", chosen, THE_FIRST), ClosePage)
    assert await asked_later(little) == [(MessageKind.AUDITS_DUE, "02 09:00")]
