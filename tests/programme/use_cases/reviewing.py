"""The little council with reviewing officers, and rules for disputes and good practice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from programme.dispute import Dispute
from programme.message import MessageKind
from programme.people import Person, Role
from programme.practice_acknowledgement import PracticeAcknowledgement
from programme.rules.acknowledgement import AcknowledgementRule
from programme.rules.rule import Choice
from programme.use_cases.acting_on_dispute import OnDispute
from programme.use_cases.answer_dispute import AnswerDispute, answer_dispute
from programme.use_cases.move_on_dispute import move_on_dispute
from programme.use_cases.pass_disputes_on import pass_disputes_on
from programme.use_cases.raise_dispute import RaiseDispute, raise_dispute
from programme.use_cases.record_practice import RecordPractice, record_practice
from programme.use_cases.resolve_dispute import resolve_dispute
from tests.little_council import STAFF, LittleCouncil, person
from tests.programme.disputing import RULE

NOW = datetime(2026, 12, 7, 10, 0, tzinfo=UTC)
"""Monday 7 December 2026, ten in the morning."""
ABOUT = "The plan has had no date since the review."
FORM = "f" * 32
REVIEWERS = (
    person("Iris", Role.INDEPENDENT_REVIEWING_OFFICER),
    person("Ivo", Role.INDEPENDENT_REVIEWING_OFFICER),
    person("Cho", Role.CONFERENCE_CHAIR),
    person("Ada", Role.ASSISTANT_DIRECTOR),
    person("Dee", Role.DIRECTOR),
)
PRACTICE = AcknowledgementRule(
    by=(Role.INDEPENDENT_REVIEWING_OFFICER, Role.CONFERENCE_CHAIR),
    standards=(Choice("voice", "Voice of the child"), Choice("plans", "Plans with dates")),
)


async def reviewing(little: LittleCouncil) -> LittleCouncil:
    """The council with those people and rules."""
    framework = replace(little.council.framework, disputes=(RULE,), acknowledgements=PRACTICE)
    await little.take_staff(*STAFF, *REVIEWERS)
    return replace(little, council=replace(little.council, framework=framework))


async def staff_without(little: LittleCouncil, *gone: str) -> None:
    """These have left."""
    await little.take_staff(*(one for one in (*STAFF, *REVIEWERS) if one.id not in gone))


async def staff_with(little: LittleCouncil, *more: Person, without: Sequence[str] = ()) -> None:
    """These have come, or have another part than before, and those have left."""
    changed = {*without, *(one.id for one in more)}
    others = [one for one in (*STAFF, *REVIEWERS) if one.id not in changed]
    await little.take_staff(*others, *more)


def raising(little: LittleCouncil, by: Person, **changes: str) -> RaiseDispute:
    command = RaiseDispute(little.council, by, FORM, RULE.id, "CF-10", ABOUT, "dialog")
    return replace(command, **changes)  # type: ignore[arg-type]  # by name


async def raised(
    little: LittleCouncil, by: str = "iris", now: datetime = NOW, **changes: str
) -> Dispute:
    command = raising(little, await little.person(by), **changes)
    return await raise_dispute(command, work=little.work, now=now)


async def answered(
    little: LittleCouncil,
    dispute: Dispute,
    by: str = "ann",
    *,
    agreed: bool = False,
    words: str = "We set a date.",
    now: datetime = NOW,
) -> Dispute:
    command = AnswerDispute(
        little.council,
        await little.person(by),
        dispute.id,
        dispute.version,
        words,
        "card",
        agreed=agreed,
    )
    return await answer_dispute(command, work=little.work, now=now)


async def deciding(
    little: LittleCouncil, dispute: Dispute, by: str = "iris", words: str = "Too late."
) -> OnDispute:
    who = await little.person(by)
    return OnDispute(little.council, who, dispute.id, dispute.version, words, "card")


async def moved_on(
    little: LittleCouncil, dispute: Dispute, by: str = "iris", now: datetime = NOW
) -> Dispute:
    return await move_on_dispute(await deciding(little, dispute, by), work=little.work, now=now)


async def resolved(
    little: LittleCouncil, dispute: Dispute, by: str = "iris", now: datetime = NOW
) -> Dispute:
    return await resolve_dispute(
        await deciding(little, dispute, by, "Agreed."), work=little.work, now=now
    )


async def day_begins(little: LittleCouncil, day: int, month: int = 12, year: int = 2026) -> int:
    """Nine o'clock of that day; how many messages were queued."""
    now = datetime(year, month, day, 9, 0, tzinfo=UTC)
    return await pass_disputes_on(little.council, work=little.work, now=now)


async def kept(little: LittleCouncil, dispute: Dispute) -> Dispute:
    async with little.work(little.tenant_id) as w:
        found = await w.disputes.get(dispute.id)
    assert found is not None
    return found


async def told(little: LittleCouncil) -> list[str]:
    """Who has ever been sent the dispute, one entry a message."""
    return await little.readers(MessageKind.DISPUTE)


async def noted(
    little: LittleCouncil, by: str = "iris", now: datetime = NOW, **changes: object
) -> PracticeAcknowledgement:
    command = RecordPractice(
        little.council,
        await little.person(by),
        FORM,
        "CF-10",
        "sam",
        "voice",
        "He drew the plan with her.",
        True,
        "dialog",
    )
    return await record_practice(
        replace(command, **changes),  # type: ignore[arg-type]  # by name
        work=little.work,
        now=now,
    )
