"""What follows when people leave, move or are away: nothing that was theirs to do is orphaned."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from programme.action import Action
from programme.changed_copy import replace
from programme.council import Council
from programme.errors import CorrectAndRepeat
from programme.event import Event
from programme.message import Message, MessageKind
from programme.people import Team
from programme.ports import UnitOfWork
from programme.responsible import responsible_by_team
from programme.shown import AUDITORS
from programme.staff import Staff
from programme.timetable import in_hours
from programme.use_cases.acting_on_action import cards_of
from programme.use_cases.bring_messages_back import bring_messages_back
from programme.use_cases.follow_copies import follow_copies, lists_that_wait
from programme.use_cases.pass_messages_on import pass_messages_on
from programme.use_cases.tell_of_auditors_needed import auditors_needed


async def hand_over(
    w: UnitOfWork, takes: Mapping[str, str], listed: Sequence[Team], source: str, now: datetime
) -> tuple[Action, ...]:
    """Hands the open actions of teams that close to the team that `takes` names; returns them.

    Raises CorrectAndRepeat when a team that closes has open actions and nobody is named to take
    them: of a team that is gone, nobody would be reminded, and nobody may do it.
    """
    names = {team.name for team in listed}
    gone = {team.name for team in await w.teams.all()} - names
    _check(takes, gone, names)
    left = await w.actions.open_of_teams(gone)
    unnamed = sorted({action.team for action in left} - takes.keys())
    if unnamed:
        options = " ".join(f'--hand-over "{team}=another team"' for team in unnamed)
        raise CorrectAndRepeat(
            f"Nothing was changed: not in this list any more, but with open actions: "
            f"{', '.join(unnamed)}. Say which team takes them over, as in {options}."
        )
    moved = tuple(replace(a, team=takes[a.team], version=a.version + 1) for a in left)
    for action, handed in zip(left, moved, strict=True):
        await w.actions.save(handed, action)
        await w.events.record(
            Event(
                now,
                "command line",
                "hand_over_action",
                action.id,
                source,
                {"from": action.team, "to": handed.team},
            )
        )
    await w.live_cards.touch({card for action in left for card in cards_of(action)})
    return moved


def _check(takes: Mapping[str, str], gone: Collection[str], listed: Collection[str]) -> None:
    for old, new in takes.items():
        if old in listed:
            raise CorrectAndRepeat(
                f"Nothing was changed: {old} is still in this list, so it keeps its actions."
            )
        if old not in gone:
            raise CorrectAndRepeat(f"Nothing was changed: there was no team {old} before.")
        if new not in listed:
            raise CorrectAndRepeat(
                f"Nothing was changed: {new} is not a team of this list, so it can't take over."
            )


async def tell_of_change(
    council: Council, w: UnitOfWork, before: Staff, after: Staff, now: datetime
) -> int:
    """Supersedes what waits for those who left or stand elsewhere, has it wait again for whoever is
    back, and tells whoever has their work now.

    Whoever newly answers for open actions gets them in one card; what waited goes to the next who
    would have had it, and lists of results to who is copied in now; the QA officers get one card of
    the audits that need another auditor, and of what was left unfinished. Returns how many messages
    were queued.
    """
    listed = await lists_that_wait(council, w, before)
    when = in_hours(council.framework.hours, council.calendar, now)
    take_over = await _take_over(council, w, before, after, when)
    back = await bring_messages_back(council, w, before, after, take_over, now)
    lost, passed_on = await pass_messages_on(council, w, before, after, now, when)
    reports = {message.reports_to for message in (*lost, *back) if message.reports_to}
    await w.live_cards.touch({*reports, AUDITORS})
    needed = await auditors_needed(council, w, after.people, now)
    # One card of all the audits that need another auditor is enough.
    again = {(message.kind, message.person_id) for message in needed}
    messages = [
        *await _taken_over(w, take_over, now, when),
        *(each for each in passed_on if (each.kind, each.person_id) not in again),
        *await follow_copies(council, w, listed, before, after, now),
        *needed,
    ]
    return await w.outbox.add(messages)


async def _take_over(
    council: Council, w: UnitOfWork, before: Staff, after: Staff, when: datetime
) -> frozenset[str]:
    """The ids of those who answer for a team with open actions, and didn't before: they hear what
    has come to them."""
    today = council.today(when)
    answered = responsible_by_team(before.teams, before.people, today)
    answer = responsible_by_team(after.teams, after.people, today)
    readers: set[str] = set()
    open_teams = {a.team for a in await w.actions.open_of_teams([t.name for t in after.teams])}
    for team in after.teams:
        if team.name in open_teams:
            known = team.name in answered and team.name not in after.handed_to
            had = answered[team.name] if known else ()
            readers |= {p.id for p in answer[team.name]} - {p.id for p in had}
    return frozenset(readers)


async def _taken_over(
    w: UnitOfWork, readers: Collection[str], now: datetime, when: datetime
) -> list[Message]:
    """A card to each, but to those for whom one waits that goes as soon: it will show all."""
    soon = {
        message.person_id
        for message in await w.outbox.waiting_for(readers)
        if message.kind is MessageKind.TAKEN_OVER and message.not_before <= when
    }
    return [
        Message(
            key=f"taken_over:{now.isoformat()}:{person_id}",
            person_id=person_id,
            kind=MessageKind.TAKEN_OVER,
            subject=person_id,
            not_before=when,
        )
        for person_id in sorted({*readers} - soon)
    ]
