"""The little council with duties, and what its people do of them."""

from datetime import date, datetime, time

from programme.dip_sample import DipLook, DipSample
from programme.practice_day import PracticeDay
from programme.practice_observation import PracticeObservation
from programme.rules.duty import Duty
from programme.use_cases.draw_dip_sample import DrawDipSample, draw_dip_sample
from programme.use_cases.record_observation import RecordObservation, record_observation
from programme.use_cases.record_practice_day import RecordPracticeDay, record_practice_day
from programme.use_cases.save_dip_case import SaveDipCase, save_dip_case
from programme.use_cases.send_duties import send_duties
from programme.use_cases.submit_dip_sample import SubmitDipSample, submit_dip_sample
from tests.duty_rules import with_duties
from tests.little_council import CALENDAR, THE_FIRST, LittleCouncil, little_council

FIRST_ID, SECOND_ID, THIRD_ID = "1" * 32, "2" * 32, "3" * 32
LOOK = DipLook({"up_to_date": "yes", "purpose": "no"}, line="It ends in June.")
ACTION = DipLook(
    {"up_to_date": "no", "purpose": "no"},
    line="Nothing since June.",
    finding="action",
    found_line="Update the chronology.",
    due=date(2026, 12, 18),
)


def nine(day: date) -> datetime:
    """Nine in the morning on the council's clocks."""
    return CALENDAR.at(day, time(9))


def asked_for(little: LittleCouncil, *duties: Duty) -> LittleCouncil:
    """The same council under a framework that asks for duties."""
    framework = with_duties(little.council.framework, *duties)
    return little_council(little.engine, little.tenant_id, framework)


async def ticked(little: LittleCouncil, *days: date) -> list[int]:
    """How many messages the job queues on each of the days, at nine."""
    return [await send_duties(little.council, work=little.work, now=nine(day)) for day in days]


async def observed(
    little: LittleCouncil,
    by: str = "ann",
    of: str = "sam",
    *,
    on: date = date(2026, 12, 1),
    planned: date | None = None,
    record: str = FIRST_ID,
    now: datetime = THE_FIRST,
) -> PracticeObservation:
    """`by` records that they observed `of`."""
    command = RecordObservation(
        council=little.council,
        person=await little.person(by),
        observation_id=record,
        observed_id=of,
        setting="visit",
        on=on,
        seen="Direct work with play.",
        discussed=planned is None,
        discussed_on=planned,
        training_needs="Life story work.",
        source="dialog",
    )
    return await record_observation(command, work=little.work, now=now)


async def spent_a_day(
    little: LittleCouncil,
    by: str = "ann",
    *,
    service: str = "South",
    on: date = date(2026, 12, 1),
    record: str = SECOND_ID,
    now: datetime = THE_FIRST,
) -> PracticeDay:
    """`by` records a practice day."""
    person = await little.person(by)
    command = RecordPracticeDay(
        little.council, person, record, on, service, "Warm welcome.", "dialog"
    )
    day, _ = await record_practice_day(command, work=little.work, now=now)
    return day


async def drawn_by(
    little: LittleCouncil,
    by: str = "ann",
    *,
    record: str = THIRD_ID,
    seed: int = 1,
    now: datetime = THE_FIRST,
) -> DipSample:
    """`by` draws a dip sample."""
    command = DrawDipSample(little.council, await little.person(by), record, seed, "dialog")
    return await draw_dip_sample(command, work=little.work, now=now)


async def looked_at(
    little: LittleCouncil,
    sample: DipSample,
    reference: str,
    look: DipLook = LOOK,
    now: datetime = THE_FIRST,
) -> DipSample:
    """Whoever drew it saves what they found in one case."""
    by = await little.person(sample.person_id)
    command = SaveDipCase(little.council, by, sample.id, reference, look, "dialog")
    return await save_dip_case(command, work=little.work, now=now)


async def sampled(
    little: LittleCouncil,
    by: str = "ann",
    *looks: DipLook,
    record: str = THIRD_ID,
    now: datetime = THE_FIRST,
) -> DipSample:
    """`by` draws a dip sample, looks at each case (`looks` first) and submits it."""
    sample = await drawn_by(little, by, record=record, now=now)
    for number, case in enumerate(sample.cases):
        look = looks[number] if number < len(looks) else LOOK
        sample = await looked_at(little, sample, case.reference, look, now)
    person = await little.person(by)
    command = SubmitDipSample(little.council, person, sample.id, sample.version, "dialog")
    done, _ = await submit_dip_sample(command, work=little.work, now=now)
    return done
