"""What is open in a council, whose it is, and whether somebody can see to it or was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dialogs.table import LIVE
from programme.audit import AuditState
from programme.hand_over import Standing
from programme.message import MessageKind
from programme.people import Person, Role, Team, Verb
from programme.ports import UnitOfWork
from programme.reassignment import PARTS, auditor_of
from programme.responsible import responsible_for
from programme.shown import AUDITORS
from programme.use_cases.ask_confirmation import who_confirms
from programme.use_cases.telling_of_dispute import office_of
from tests.bot.chats import words_of
from tests.little_council import CALENDAR, LittleCouncil


@dataclass(frozen=True)
class OpenThing:
    """Something that waits for one of `owners`, who does it by the right to `needs`.

    `said` is what the QA officers' card of audits that need another auditor says of it, where they
    are told there.
    """

    what: str
    owners: frozenset[str]
    needs: Verb
    said: str = ""


async def orphans(little: LittleCouncil, today: date) -> list[str]:
    """Open things whose owner can't act, and of which no QA officer was told."""
    async with little.work(little.tenant_id) as w:
        people = await w.people.all()
        things = [
            *await _of_people(little, w, people),
            *await _of_teams(w, people, today),
            *await _of_audits(little, w, people, today),
            *await _of_disputes(little, w, today),
            *await _of_hand_overs(w, people),
        ]
        cards = await LIVE[MessageKind.AUDITORS_NEEDED].draw(
            little.council, w, [(p.id, AUDITORS) for p in people if p.has(Role.QA_OFFICER)], today
        )
    told = {m.person_id for m in await little.messages(MessageKind.AUDITORS_NEEDED)}
    reads = " ".join(words_of(cards[key].card) for key in cards if key[0] in told)
    return [
        thing.what
        for thing in things
        if not any(_can(thing, person) for person in people)
        and not (thing.said and thing.said in reads)
    ]


def _can(thing: OpenThing, person: Person) -> bool:
    """Whether it is theirs and they may do it, or see as a QA officer that somebody does."""
    may = person.may(thing.needs) or person.has(Role.QA_OFFICER)
    return person.id in thing.owners and person.active and may


async def _of_people(
    little: LittleCouncil, w: UnitOfWork, people: tuple[Person, ...]
) -> list[OpenThing]:
    """Audits, dip samples and planned discussions."""
    names = {person.id: person.name for person in people}
    things = [
        OpenThing(
            f"the {part} part of {audit.id}",
            frozenset({owner}),
            Verb.RECORD_AUDIT,
            f"**{audit.case_reference}**",
        )
        for audit in await w.audits.unfinished_of_some([*names])
        for part in PARTS
        if audit.awaits(part, little.council.framework) and (owner := auditor_of(audit, part))
    ]
    # Its auditors wait, so that a QA officer must know of it.
    things += [
        OpenThing(
            f"the case of {audit.id}, which has closed",
            frozenset(),
            Verb.WITHDRAW_AUDIT,
            f"{audit.case_reference}, {audit.team}: closed",
        )
        for case in await w.cases.all()
        for audit in await w.audits.of_case(case.reference)
        if not case.active and audit.state is AuditState.ALLOCATED
    ]
    for sample in await w.dip_samples.all_open():
        said, owners = f"{names[sample.person_id]}'s dip sample", frozenset({sample.person_id})
        things.append(OpenThing(f"sample {sample.id}", owners, Verb.RECORD_DIP_SAMPLE, said))
    for one in await w.observations.all_undiscussed():
        said, owners = f"{names[one.observer_id]}'s reflective", frozenset({one.observer_id})
        things.append(OpenThing(f"discussion {one.id}", owners, Verb.RECORD_OBSERVATION, said))
    return things


async def _of_teams(w: UnitOfWork, people: tuple[Person, ...], today: date) -> list[OpenThing]:
    """Actions and good practice."""
    teams = {team.name: team for team in await w.teams.all()}
    open_due = await w.actions.open_due_by(date(2100, 1, 1))
    answers = {name: _ids(responsible_for(team, people, today)) for name, team in teams.items()}
    nobody: frozenset[str] = frozenset()
    return [
        *(
            OpenThing(f"action {a.id}", answers.get(a.team, nobody), Verb.COMPLETE_ACTION)
            for a in open_due
        ),
        *(
            OpenThing(
                f"practice {one.id}",
                _ids(responsible_for(Team(one.team, one.service_area), people, today)),
                Verb.ACKNOWLEDGE_PRACTICE,
            )
            for one in await w.practice.awaiting()
        ),
    ]


async def _of_audits(
    little: LittleCouncil, w: UnitOfWork, people: tuple[Person, ...], today: date
) -> list[OpenThing]:
    """Confirmations, moderations and loops."""
    asked = await w.audits.some(await w.actions.awaiting_confirmation())
    return [
        *(
            OpenThing(
                f"confirm {a.id}",
                _ids(who_confirms(little.council, a, people, today)),
                Verb.CONFIRM_ACTIONS,
            )
            for a in asked
        ),
        *(
            OpenThing(f"moderate {m.id}", frozenset({m.moderator_id}), Verb.MODERATE)
            for m in await w.moderations.waiting()
        ),
        *(
            OpenThing(f"loop {one.id}", frozenset({one.checker_id or ""}), Verb.CHECK_LOOP)
            for one in await w.loops.open_due_by(today)
        ),
    ]


async def _of_hand_overs(w: UnitOfWork, people: tuple[Person, ...]) -> list[OpenThing]:
    """Requests to be spared an audit: the colleague's to answer, or the QA officers' to decide."""
    names = {person.id: person.name for person in people}
    return [
        OpenThing(
            f"request {one.id}",
            frozenset({one.to_id or ""}) if one.state is Standing.ASKED else frozenset(),
            Verb.ANSWER_HAND_OVER,
            f"{names[one.asked_by]} asks to be spared it",
        )
        for one in await w.hand_overs.all_open()
    ]


async def _of_disputes(little: LittleCouncil, w: UnitOfWork, today: date) -> list[OpenThing]:
    hours = little.council.framework.hours
    office = await office_of(little.council, w, CALENDAR.at(today, hours.digest))
    return [
        OpenThing(
            f"dispute {dispute.id}",
            _ids([*dispute.answerers(office), *dispute.deciders(office)]),
            Verb.ANSWER_DISPUTE,
        )
        for dispute in await w.disputes.all_open()
    ]


def _ids(people: Iterable[Person]) -> frozenset[str]:
    return frozenset(person.id for person in people)
