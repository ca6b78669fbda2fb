"""What was begun under one version of the framework ends under it; what is begun after, under the
next."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from dialogs.table import LIVE
from programme.action import ActionState, ProposedAction
from programme.audit import Audit
from programme.calendar import Month
from programme.errors import LookElsewhere
from programme.message import MessageKind
from programme.people import Role
from programme.use_cases.announce_allocation import announce_due_allocation
from programme.use_cases.ask_confirmation import ask_confirmation
from programme.use_cases.ask_for_audit import AskForAudit, ask_for_audit
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.bring_loop_checks import bring_loop_checks
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.escalate_delay import escalate_delay
from programme.use_cases.record_observation import observable_by
from programme.use_cases.rounds_in_force import rounds_in_force
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.send_digests import send_digests
from programme.use_cases.send_duties import send_duties
from programme.use_cases.send_overviews import send_overviews
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from programme.use_cases.submit_dip_sample import SubmitDipSample, submit_dip_sample
from programme.use_cases.tend_moderations import tend_moderations
from storage.engine import Engine
from tests.dialogs.live_scene import ASKED_FOR, READS, THE_18TH, Submitted, set_scene
from tests.duty_rules import OBSERVATIONS, QUARTERLY
from tests.follow_up import GOOD, WORST
from tests.little_council import (
    ADDED,
    CALENDAR,
    DECEMBER,
    STAFF,
    LittleCouncil,
    a_full_record,
    person,
)
from tests.programme.use_cases.duty_council import LOOK, drawn_by, looked_at, observed
from tests.programme.use_cases.moderating import UNA, keep, loop_of, moderate, moderation_of, same
from tests.versions import FIRST, ROUND, SECOND, TOOL, adopting, on

JANUARY = Month(2027, 1)
THE_14TH = date(2026, 12, 14)
"""A Monday on which the second version holds."""


IVY = person("Ivy", Role.INDEPENDENT_REVIEWING_OFFICER)
PAM = person("Pam", Role.PRACTICE_MANAGER, area="North")


def nine(day: date) -> datetime:
    """Nine in the morning on the council's clocks."""
    return CALENDAR.at(day, time(9))


@pytest.fixture
async def begun(little: LittleCouncil) -> LittleCouncil:
    """December drawn under the first version; the second holds since the 10th."""
    before = adopting(little, SECOND)
    await keep(before, UNA)
    await before.draw(now=ADDED)
    return on(before, THE_14TH)


async def _first_audit(begun: LittleCouncil, grade: str = GOOD) -> tuple[Audit, date]:
    """Ann's, submitted on the 14th as the first version asks, and when its action is due."""
    due = CALENDAR.plus_working_days(THE_14TH, 10)
    record = a_full_record(FIRST, ProposedAction("Update the chronology.", "Ash", due))
    ann, audit = await begun.person("ann"), await begun.audit_led_by("ann")
    draft = await save_audit_draft(
        SaveAuditDraft(
            begun.council, ann, audit.id, lambda _: replace(record, overall=grade), "dialog"
        ),
        work=begun.work,
        now=nine(THE_14TH),
    )
    command = SubmitAudit(begun.council, ann, audit.id, draft.version, "dialog")
    return await submit_audit(command, work=begun.work, now=nine(THE_14TH)), due


async def test_the_council_is_under_its_second_version(begun: LittleCouncil) -> None:
    assert begun.council.framework is SECOND
    assert {audit.framework_version for audit in await begun.audits()} == {"1"}


async def test_an_audit_is_submitted_moderated_alerted_and_re_audited_as_it_was_begun(
    begun: LittleCouncil,
) -> None:
    audit, _ = await _first_audit(begun, WORST)
    assert (await moderation_of(begun, audit.id)).moderator_id == "gil"
    assert "ann" in await begun.readers(MessageKind.GRADE_ALERT)
    assert await begun.readers(MessageKind.RESULT)
    async with begun.work(begun.tenant_id) as w:
        (again,) = await w.audits.unsubmitted_outside_rounds()
    assert (again.framework_version, again.tool_id) == ("1", FIRST.allocation.tools[0])


async def test_what_is_moderated_later_goes_to_the_loop_that_the_first_version_closes(
    begun: LittleCouncil,
) -> None:
    audit, _ = await _first_audit(begun)
    await tend_moderations(begun.council, work=begun.work, now=nine(THE_14TH))
    await moderate(begun, audit, same(audit), now=nine(THE_14TH))
    loop = await loop_of(begun, audit.id)
    assert loop is not None
    due = nine(loop.due)
    assert (loop.due - THE_14TH).days in range(50, 60)
    assert await bring_loop_checks(begun.council, work=begun.work, now=due) == 1
    assert await begun.readers(MessageKind.LOOP_CHECK) == ["una"]


async def test_an_action_is_reminded_extended_tracked_and_escalated_by_its_own_clock(
    begun: LittleCouncil,
) -> None:
    audit, due = await _first_audit(begun)
    async with begun.work(begun.tenant_id) as w:
        (action,) = await w.actions.of_audits([audit.id])
    assert action.framework_version == "1"
    reminded = CALENDAR.plus_working_days(due, -5)
    await send_digests(begun.council, work=begun.work, now=nine(reminded))
    assert await begun.readers(MessageKind.DIGEST) == ["ann"]
    later = CALENDAR.plus_working_days(due, FIRST.actions.extension_at_most)
    ann = await begun.person("ann")
    more = AskMoreTime(begun.council, ann, action.id, 1, "The worker is ill.", later, "card")
    moved = await ask_more_time(more, work=begun.work, now=nine(reminded))
    assert moved.due == later
    late = CALENDAR.plus_working_days(later, 2)
    assert await escalate_delay(begun.council, work=begun.work, now=nine(late)) == 1
    assert await begun.readers(MessageKind.ESCALATED) == ["gil"]
    await send_digests(begun.council, work=begun.work, now=nine(late))
    assert "gil" in await begun.readers(MessageKind.DIGEST)
    done = CompleteAction(begun.council, ann, action.id, moved.version, "Done.", "card")
    completed = await complete_action(done, work=begun.work, now=nine(late))
    assert completed.state is ActionState.COMPLETED
    asks = CALENDAR.plus_working_days(late, 1)
    assert await ask_confirmation(begun.council, work=begun.work, now=nine(asks)) == 1


async def test_an_audit_that_was_asked_for_ends_under_the_version_of_the_day(
    little: LittleCouncil,
) -> None:
    before = adopting(little, SECOND)
    asked = AskForAudit(before.council, await little.person("gil"), ASKED_FOR, "ben", "dialog")
    audit = await ask_for_audit(asked, work=little.work, now=ADDED)
    assert audit.framework_version == "1"
    after = on(before, THE_14TH)
    card = await _card(after, MessageKind.COMMISSIONED, "ben", audit.id)
    assert card == await _card(before, MessageKind.COMMISSIONED, "ben", audit.id)
    again = replace(asked, council=after.council)
    with pytest.raises(LookElsewhere, match="no audits that one asks for"):
        await ask_for_audit(again, work=little.work, now=nine(THE_14TH))


async def test_a_dip_sample_is_graded_and_submitted_by_the_questions_that_it_began_with(
    little: LittleCouncil,
) -> None:
    before = adopting(little, SECOND)
    sample = await drawn_by(before)
    after = on(before, THE_14TH)
    look = replace(LOOK, grade=GOOD)
    for case in sample.cases:
        sample = await looked_at(after, sample, case.reference, look, now=nine(THE_14TH))
    ann = await after.person("ann")
    command = SubmitDipSample(after.council, ann, sample.id, sample.version, "dialog")
    done, _ = await submit_dip_sample(command, work=little.work, now=nine(THE_14TH))
    assert done.is_submitted


async def test_a_duty_s_period_goes_on_to_its_end_and_the_next_one_is_the_second_version_s(
    little: LittleCouncil,
) -> None:
    before = adopting(little, SECOND)
    await send_duties(before.council, work=little.work, now=nine(date(2026, 12, 1)))
    after = on(before, date(2026, 12, 22))
    await send_duties(after.council, work=little.work, now=nine(date(2026, 12, 22)))
    assert "cat" in await little.readers(MessageKind.DUTY_REMINDER)
    await observed(after, now=nine(date(2026, 12, 22)))
    told = len(await little.messages(MessageKind.DUTIES))
    await send_duties(after.council, work=little.work, now=nine(date(2027, 1, 4)))
    assert len(await little.messages(MessageKind.DUTIES)) == told
    assert await little.readers(MessageKind.DUTIES_OWED) == ["quinn"]


async def test_who_owes_an_observation_of_the_first_version_may_still_record_it(
    little: LittleCouncil,
) -> None:
    await little.take_staff(*STAFF, IVY, PAM)
    reviewing = replace(OBSERVATIONS, of_roles=(Role.INDEPENDENT_REVIEWING_OFFICER,))
    first = replace(FIRST, duties=(QUARTERLY,), observations=reviewing)
    council = replace(little.council, framework=first, versions=(first, SECOND)).on(THE_14TH)
    async with little.work(little.tenant_id) as w:
        rule, observable = await observable_by(council, w, PAM, THE_14TH)
    assert (rule, [one.id for one in observable]) == (reviewing, ["ivy"])


async def test_the_overview_of_a_period_is_of_the_version_that_held_when_it_began(
    begun: LittleCouncil,
) -> None:
    january = on(begun, date(2027, 1, 6))
    when = nine(date(2027, 1, 6))
    assert await send_overviews(january.council, work=begun.work, now=when) == 1
    february = on(begun, date(2027, 2, 3))
    when = nine(date(2027, 2, 3))
    assert await send_overviews(february.council, work=begun.work, now=when) == 0


async def test_a_round_that_is_drawn_is_announced_and_counted_under_the_version_that_drew_it(
    little: LittleCouncil,
) -> None:
    # January is drawn before the version that holds from its 1st is adopted.
    await adopting(little).draw(JANUARY, now=ADDED)
    adopted = adopting(little, replace(SECOND, holds_from=date(2027, 1, 1)))
    january = on(adopted, date(2027, 1, 4))
    assert january.council.framework.version == "2"
    queued = await announce_due_allocation(
        january.council, work=little.work, now=nine(date(2027, 1, 4))
    )
    assert queued == len(await little.messages())
    for kind, reader in ((MessageKind.ALLOCATION, "ann"), (MessageKind.GROUP_ALLOCATION, "gil")):
        assert await _card(january, kind, reader, str(JANUARY))
    assert MessageKind.NOT_DRAWN not in {message.kind for message in await little.messages()}
    async with little.work(little.tenant_id) as w:
        (of,) = [
            of
            for of in await rounds_in_force(january.council, w, JANUARY)
            if of.round_id == FIRST.allocation.id
        ]
    assert of.framework_version == "1"


async def test_what_is_begun_after_the_day_is_the_second_version_s(begun: LittleCouncil) -> None:
    january = on(begun, date(2027, 1, 1))
    await january.draw(JANUARY, now=nine(THE_14TH))
    audits = await january.audits(JANUARY)
    assert {(a.framework_version, a.round_id, a.tool_id) for a in audits} == {
        ("2", ROUND.id, TOOL.id)
    }
    assert {audit.peer_id for audit in audits} == {None}
    lists = [await _card(january, MessageKind.MY_WORK, "ann", "ann")]
    assert TOOL.title in str(lists)
    assert FIRST.tools[0].title in str(lists)


async def test_a_draw_before_the_day_for_a_period_after_it_is_by_the_later_version(
    little: LittleCouncil,
) -> None:
    before = adopting(little, SECOND)
    async with little.work(little.tenant_id) as w:
        (december,) = await rounds_in_force(before.council, w, DECEMBER)
        (january,) = await rounds_in_force(before.council, w, JANUARY)
    assert (december.framework_version, january.framework_version) == ("1", "2")


async def _card(little: LittleCouncil, kind: MessageKind, reader: str, subject: str) -> object:
    asked = (reader, subject)
    async with little.work(little.tenant_id) as w:
        drawn = await LIVE[kind].draw(little.council, w, [asked], THE_18TH.date())
    return drawn[asked].card if drawn else None


@pytest.fixture
async def scene(engine: Engine) -> Submitted:
    """Something of every kind that a card can show, begun under one version."""
    return await set_scene(engine)


OF_TODAY = {
    MessageKind.BEFORE_THE_FIRST,
    MessageKind.CHOOSE_CASES,
    MessageKind.NOT_DRAWN,
    MessageKind.PRACTICE_WEEK,
    MessageKind.WELCOME,
}
"""What has not begun when the second version holds, and the help of that day."""


async def test_every_card_of_what_the_first_version_began_stays_as_it_was(
    scene: Submitted,
) -> None:
    little, rules = scene.little, scene.little.council.framework
    tomorrow = THE_18TH.date() + timedelta(days=1)
    second = replace(SECOND, version="later", holds_from=tomorrow)
    council = replace(little.council, versions=(rules, second)).on(tomorrow)
    assert council.framework is second
    for kind in MessageKind:
        reader, subject = READS[kind](scene)
        before = await _card(little, kind, reader, subject)
        after = await _card(replace(little, council=council), kind, reader, subject)
        assert before is not None
        if kind not in OF_TODAY:
            assert (kind, after) == (kind, before)
