"""A dispute's steps are kept, recorded, and told to whom they concern."""

from collections.abc import Collection, Iterable
from datetime import datetime

from programme.changed_copy import replace
from programme.council import Council
from programme.dispute import SIGHTLINE, Dispute, DisputeState, Step, StepKind
from programme.dispute_ladder import Office
from programme.event import Event
from programme.message import Message, MessageKind
from programme.ports import UnitOfWork
from programme.shown import DISPUTES, dispute_entity
from programme.timetable import in_hours

_LEFT_BEHIND = frozenset(
    {
        StepKind.MOVED_ON,
        StepKind.LAPSED,
        StepKind.PASSED_OVER,
        StepKind.FOLLOWED,
        StepKind.RESOLVED,
        StepKind.STOOD,
    }
)
"""Steps after which those who stood at the level hear that it isn't theirs any more."""


async def office_of(council: Council, w: UnitOfWork, now: datetime) -> Office:
    """The council as a dispute meets it."""
    return Office(await w.people.all(), council.calendar, now)


async def keep(
    w: UnitOfWork, council: Council, before: Dispute, after: Dispute, office: Office, source: str
) -> tuple[Dispute, int]:
    """The dispute as saved, and how many messages its new steps bring.

    `source` is where a person pressed. Raises ShowAsItIsNow when another change came first.
    """
    kept = replace(after, version=before.version + 1)
    await w.disputes.save(kept)
    new = kept.history[len(before.history) :]
    told = _concerned(new, before, kept, office) - {step.by for step in new}
    return kept, await tell(w, council, kept, new, told, office, source)


async def tell(
    w: UnitOfWork,
    council: Council,
    dispute: Dispute,
    new: Iterable[Step],
    told: Collection[str],
    office: Office,
    source: str,
) -> int:
    """Records the new steps, asks those who are to answer, tells the others, touches the cards."""
    for step in new:
        await w.events.record(_event(step, dispute, source))
    queued = len(await ask(w, council, dispute, office))
    others = set(told) - {person.id for person in dispute.answerers(office)}
    queued += await w.outbox.add(
        _messages(council, dispute, f"told:{dispute.version}", sorted(others), office)
    )
    await w.live_cards.touch([dispute_entity(dispute.id), DISPUTES])
    return queued


async def ask(w: UnitOfWork, council: Council, dispute: Dispute, office: Office) -> frozenset[str]:
    """Asks those who are to answer, each once for every clock; the ids of those who hadn't been."""
    why = f"asked:{dispute.clock}"
    return frozenset(
        [
            person.id
            for person in dispute.answerers(office)
            if await w.outbox.add(_messages(council, dispute, why, [person.id], office))
        ]
    )


async def remind(
    w: UnitOfWork,
    council: Council,
    dispute: Dispute,
    office: Office,
    asked_just_now: Collection[str],
) -> int:
    """Reminds those who are to answer, each once for every clock; how many."""
    answerers = {person.id for person in dispute.answerers(office)}
    reminded = sorted(answerers.difference(asked_just_now))
    why = f"reminded:{dispute.clock}"
    return await w.outbox.add(_messages(council, dispute, why, reminded, office))


def _concerned(new: Iterable[Step], before: Dispute, after: Dispute, office: Office) -> set[str]:
    kinds = {step.kind for step in new}
    told = {person.id for person in after.deciders(office)} | {after.raised_by}
    if kinds & _LEFT_BEHIND:
        # Who is away on the very day is found all the same if back within the next level's time.
        stood = replace(before, level_due=max(before.level_due, after.level_due))
        told |= {person.id for person in stood.answerers(office)}
        if before.state is DisputeState.ANSWERED and before.answer:
            told.add(before.answer.by)
    if StepKind.AWAITED in kinds or (StepKind.LAPSED in kinds and before.is_at_the_top):
        told |= {person.id for person in office.qa_officers}
    return told & {person.id for person in office.people if person.active}


def _messages(
    council: Council, dispute: Dispute, why: str, readers: Iterable[str], office: Office
) -> list[Message]:
    opens = in_hours(council.framework.hours, council.calendar, office.now)
    return [
        Message(
            key=f"dispute:{dispute.id}:{why}:{person_id}",
            person_id=person_id,
            kind=MessageKind.DISPUTE,
            subject=dispute.id,
            # Whoever pressed just now is at work.
            not_before=office.now if person_id == dispute.last.by else opens,
        )
        for person_id in readers
    ]


def _event(step: Step, after: Dispute, source: str) -> Event:
    """What the monitoring counts: levels, how long they took, how it ended."""
    return Event(
        step.at,
        step.by,
        f"dispute_{step.kind}",
        after.id,
        "schedule" if step.by == SIGHTLINE else source,
        {
            "rule": after.rule.id,
            "level": step.level + 1,
            "of_levels": len(after.rule.levels),
            "role": after.rule.levels[step.level].role.value,
            "to_level": after.level + 1,
            "due": after.level_due.isoformat(),
            "state": after.state.value,
        },
    )
