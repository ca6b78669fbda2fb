"""What simulated people do about their duties: a dip sample, an observation, a practice day."""

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from bot.simulation.acting import SOURCE, Acting, React, Reaction
from programme.dip_sample import DipLook
from programme.message import MessageKind
from programme.rules.duty import DutyKind
from programme.use_cases.draw_dip_sample import DrawDipSample, draw_dip_sample
from programme.use_cases.record_observation import (
    RecordObservation,
    observable_by,
    record_observation,
)
from programme.use_cases.record_practice_day import (
    RecordPracticeDay,
    record_practice_day,
    services_for,
)
from programme.use_cases.save_dip_case import SaveDipCase, save_dip_case
from programme.use_cases.standings import standings_on
from programme.use_cases.submit_dip_sample import SubmitDipSample, submit_dip_sample


async def _do_duty(acting: Acting) -> None:
    """Does one of what the person still owes."""
    today = acting.council.today(acting.now)
    async with acting.work(acting.council.tenant_id) as w:
        found = await standings_on(acting.council, w, [acting.person], today, today)
    owed = next((one for one in found.get(acting.person.id, ()) if one.left), None)
    if owed:
        await _DO[owed.duty.any_of[0]](acting)


def _id(acting: Acting, what: str) -> str:
    name = f"{what}/{acting.person.id}/{acting.now.isoformat()}"
    return uuid5(NAMESPACE_URL, name).hex


async def _sample(acting: Acting) -> None:
    council, person = acting.council, acting.person
    drawing = DrawDipSample(
        council, person, _id(acting, "dip"), acting.chance.randrange(2**31), SOURCE
    )
    sample = await draw_dip_sample(drawing, work=acting.work, now=acting.now)
    rule = council.framework.dip_samples
    answers = {question.id: "yes" for question in rule.questions} if rule else {}
    grade = council.framework.grades[1].id if rule and rule.graded else None
    look = DipLook(answers, grade, line="Up to date.")
    for case in sample.cases:
        saving = SaveDipCase(council, person, sample.id, case.reference, look, SOURCE)
        sample = await save_dip_case(saving, work=acting.work, now=acting.now)
    done = SubmitDipSample(council, person, sample.id, sample.version, SOURCE)
    await submit_dip_sample(done, work=acting.work, now=acting.now)


async def _observe(acting: Acting) -> None:
    council = acting.council
    async with acting.work(council.tenant_id) as w:
        rule, people = await observable_by(council, w, acting.person, council.today(acting.now))
    if not people:
        return
    command = RecordObservation(
        council=council,
        person=acting.person,
        observation_id=_id(acting, "observation"),
        observed_id=acting.chance.choice(sorted(one.id for one in people)),
        setting=rule.settings[0].id,
        on=council.today(acting.now),
        seen="Direct work with play.",
        discussed=True,
        discussed_on=None,
        training_needs="",
        source=SOURCE,
    )
    await record_observation(command, work=acting.work, now=acting.now)


async def _spend_a_day(acting: Acting) -> None:
    council = acting.council
    async with acting.work(council.tenant_id) as w:
        services = await services_for(council, w, acting.person, council.today(acting.now))
    if services:
        command = RecordPracticeDay(
            council,
            acting.person,
            _id(acting, "practice day"),
            council.today(acting.now),
            acting.chance.choice(sorted(services)),
            "Warm welcome.",
            SOURCE,
        )
        await record_practice_day(command, work=acting.work, now=acting.now)


_DO: Mapping[DutyKind, React] = {
    "dip_sample": _sample,
    "practice_observation": _observe,
    "practice_day": _spend_a_day,
}

OF_DUTIES: Mapping[MessageKind, tuple[Reaction, ...]] = {
    MessageKind.DUTIES: (Reaction(_do_duty, 4, 18, of_ten=9),),
    MessageKind.DUTY_REMINDER: (Reaction(_do_duty, 0, 4, of_ten=8),),
}
