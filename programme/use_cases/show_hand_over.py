"""Requests to be spared an audit: how one stands for its readers, and which are open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.audit import Audit
from programme.changed_copy import replace
from programme.council import Council
from programme.hand_over import HandOver, Standing, is_overtaken
from programme.people import Person
from programme.ports import UnitOfWork
from programme.rules.tool import AuditPart


@dataclass(frozen=True, slots=True)
class HandOverView:
    """A request as one of its two readers sees it, its people by name. `other` is the audit that
    would go the other way."""

    request: HandOver
    audit: Audit
    other: Audit | None
    asker: str
    colleague: str | None
    ended_by: str | None
    reader_asked: bool
    today: date


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that somebody has still to answer, and the colleague who is or was asked."""

    request: HandOver
    colleague: str | None


async def show_hand_overs(
    council: Council, w: UnitOfWork, asked: Collection[tuple[str, str]], today: date
) -> Mapping[tuple[str, str], HandOverView]:
    """Each (reader, request) as it stands now; whoever it isn't for, or has left, is left out."""
    found = {}
    for reader, request_id in asked:
        request = await w.hand_overs.get(request_id)
        if request is None or reader not in (request.asked_by, request.to_id):
            continue
        about = await _about(w, [request])
        audit = about.audits.get(request.audit_id)
        if audit is None or not about.people[reader].active:
            continue
        names = {person.id: person.name for person in about.people.values()}
        ended_by = await w.people.get(request.ended_by) if request.ended_by else None
        found[reader, request_id] = HandOverView(
            _as_it_stands(council, request, about),
            audit,
            about.audits.get(request.swap_audit_id or ""),
            names.get(request.asked_by, "Somebody"),
            names.get(request.to_id or ""),
            ended_by.name if ended_by else None,
            reader == request.asked_by,
            today,
        )
    return found


async def open_requests(
    council: Council, w: UnitOfWork
) -> Mapping[tuple[str, AuditPart], OpenRequest]:
    """What is open and not overtaken, by audit and part."""
    requests = await w.hand_overs.all_open()
    if not requests:
        return {}
    about = await _about(w, requests)
    return {
        (one.audit_id, one.part): OpenRequest(one, _name(about.people.get(one.to_id or "")))
        for one in requests
        if _as_it_stands(council, one, about).is_open
    }


async def overtaken(
    council: Council, w: UnitOfWork, requests: Sequence[HandOver]
) -> frozenset[str]:
    """The ids of those that came to nothing meanwhile."""
    about = await _about(w, requests)
    return frozenset(one.id for one in requests if not _as_it_stands(council, one, about).is_open)


@dataclass(frozen=True, slots=True)
class _About:
    audits: Mapping[str, Audit]
    people: Mapping[str, Person]


async def _about(w: UnitOfWork, requests: Sequence[HandOver]) -> _About:
    audits = {each for one in requests for each in (one.audit_id, one.swap_audit_id) if each}
    people = {each for one in requests for each in (one.asked_by, one.to_id) if each}
    return _About(
        {audit.id: audit for audit in await w.audits.some(audits)},
        {person.id: person for person in await w.people.some(people)},
    )


def _as_it_stands(council: Council, request: HandOver, about: _About) -> HandOver:
    audit = about.audits.get(request.audit_id)
    if not request.is_open:
        return request
    framework = council.framework_of(audit.framework_version) if audit else council.framework
    other = about.audits.get(request.swap_audit_id or "")
    over = is_overtaken(request, audit, other, about.people.get(request.asked_by), framework)
    return replace(request, state=Standing.OVERTAKEN) if over else request


def _name(person: Person | None) -> str | None:
    return person.name if person else None
