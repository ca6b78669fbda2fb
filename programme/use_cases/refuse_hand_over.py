"""A QA officer asks an auditor to do an audit after all, which they had asked to be spared."""

from dataclasses import dataclass
from datetime import date, datetime

from programme.council import Council
from programme.errors import LookElsewhere, ShowAsItIsNow
from programme.hand_over import HandOver, Standing, refused, require_version
from programme.people import Person, Verb, require
from programme.ports import HAND_OVERS, LISTS, UnitOfWork, Work
from programme.use_cases.ending_hand_overs import keep, tell_asker
from programme.use_cases.show_hand_over import HandOverView, show_hand_overs


@dataclass(frozen=True, slots=True)
class RefuseHandOver:
    """`line` is what the auditor reads."""

    council: Council
    person: Person
    request_id: str
    seen_version: int
    line: str
    source: str


async def show_to_officer(
    council: Council, w: UnitOfWork, reader: Person, request_id: str, today: date
) -> HandOverView:
    """The request as its asker has it. Raises AskSomeoneAllowed, LookElsewhere, or ShowAsItIsNow
    when it isn't the QA officers' to decide any more."""
    require(reader, Verb.REFUSE_HAND_OVER)
    request = await _request(w, request_id)
    asked = (request.asked_by, request_id)
    view = (await show_hand_overs(council, w, [asked], today)).get(asked)
    if view is None or view.request.state is not Standing.WITH_OFFICERS:
        raise ShowAsItIsNow("This has been decided, or came to nothing meanwhile.")
    return view


async def refuse_hand_over(command: RefuseHandOver, *, work: Work, now: datetime) -> HandOver:
    """The request refused; whoever asked is told, with the line. Twice has one effect.

    Raises AskSomeoneAllowed, LookElsewhere, ShowAsItIsNow, or CorrectAndRepeat for the line.
    """
    require(command.person, Verb.REFUSE_HAND_OVER)
    council, by, today = command.council, command.person.id, command.council.today(now)
    async with work(council.tenant_id) as w:
        await w.turns.share(LISTS)
        await w.turns.take(HAND_OVERS)
        request = await _request(w, command.request_id)
        if request.state is Standing.REFUSED and request.answer == command.line.strip():
            return request
        await show_to_officer(council, w, command.person, request.id, today)
        require_version(request, command.seen_version)
        changed = refused(request, command.line, by=by, now=now, today=today)
        await keep(w, changed, verb="refuse_hand_over", who=by, source=command.source, now=now)
        await tell_asker(council, w, changed, by, now)
        await w.commit()
        return changed


async def _request(w: UnitOfWork, request_id: str) -> HandOver:
    request = await w.hand_overs.get(request_id)
    if request is None:
        raise LookElsewhere("This request isn't there any more.")
    return request
