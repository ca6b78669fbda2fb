"""Requests to be spared an audit, as the colleague, whoever asked and the QA officers see them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs import given_back, hand_over
from dialogs.auditors_needed import NeededView
from dialogs.case_to_give import GIVE
from dialogs.conversation import Typed
from dialogs.hand_over import Form
from dialogs.live_card import After
from programme.hand_over import Ground, HandOver, Standing, WhyOfficers
from programme.message import MessageKind
from programme.people import Person, Role
from programme.swap import Swap
from programme.use_cases.ask_hand_over import Spare
from programme.use_cases.show_allocation import AllocationView
from programme.use_cases.show_auditors_needed import PartToGive
from programme.use_cases.show_hand_over import HandOverView, OpenRequest
from tests.cards import council as c
from tests.cards.sent import Sent, live

WORDS = "I have been the family's neighbour for years."
LINE = "Nobody else of your area is there this month."


def _request(words: str = WORDS) -> HandOver:
    audit = c.audit()
    return HandOver(
        id="a" * 32,
        audit_id=audit.id,
        part="lead",
        case_reference=audit.case_reference,
        asked_by=c.PRIYA.id,
        asked_at=c.NOW,
        ground=Ground.CONFLICT,
        words=words,
        begun=False,
        to_id=c.YUSUF.id,
        answer_by=date(2026, 12, 3),
    )


def _back(words: str = WORDS, why: WhyOfficers = WhyOfficers.GIVEN_BACK) -> HandOver:
    return replace(_request(words), state=Standing.WITH_OFFICERS, why_officers=why)


def _view(request: HandOver, *, asker: bool, swap: bool = False) -> HandOverView:
    other = c.audit(2, team="Stourley") if swap else None
    shown = replace(request, swap_audit_id=other.id) if other else request
    by = None if request.is_open else c.ELEANOR.name
    return HandOverView(shown, c.audit(), other, c.PRIYA.name, c.YUSUF.name, by, asker, c.TODAY)


def _live(
    request: HandOver, *, asker: bool = False, swap: bool = False, notice: str | None = None
) -> Sent:
    view = _view(request, asker=asker, swap=swap)
    return live(MessageKind.HAND_OVER, view, After(notice))


def _everyone(count: int) -> tuple[Person, ...]:
    return tuple(
        c.person(f"Manager{n} Number", Role.TEAM_MANAGER, team=f"Team {n}") for n in range(count)
    )


def _spare(count: int = 2, asked: HandOver | None = None) -> Spare:
    people = _everyone(count)
    return Spare(
        c.audit(),
        "lead",
        people,
        tuple(Swap(c.audit(n + 2), person) for n, person in enumerate(people)),
        {person.id: n for n, person in enumerate(people)},
        OpenRequest(asked, c.YUSUF.name) if asked else None,
    )


def _part(number: int, words: str, why: WhyOfficers, others: int = 4) -> PartToGive:
    audit, auditor = c.audit(number), c.PRIYA
    request = replace(_back(words, why), id=f"{number:032x}", case_reference=audit.case_reference)
    asked = OpenRequest(request, c.YUSUF.name)
    return PartToGive(audit, "lead", auditor.name, auditor.id, None, _everyone(others), asked)


def _returned(words: str) -> Sent:
    values = {"ground": "other", "words": words, "proposal": "back"}
    sentence = "This was not sent yet: please see below."
    problems = {"words": "This looks like a phone number. Please take it out."}
    return Sent(hand_over.form_page(Form("f" * 32, _spare(), sentence, values, problems)))


def _allocation(request: HandOver) -> Sent:
    line = replace(c.line(), asked=OpenRequest(request, c.YUSUF.name))
    view = AllocationView(c.PERIOD, c.PRIYA, (line, c.line(2), c.line(3)), None)
    return live(MessageKind.ALLOCATION, view)


def _needed(words: str) -> Mapping[str, Sent]:
    ways = tuple(_part(n, words, why) for n, why in enumerate(WhyOfficers, start=1))
    nobody = (_part(1, words, WhyOfficers.GIVEN_BACK, 0),)
    left = replace(ways[1], why="has left")
    return {
        "given back, every way": live(MessageKind.AUDITORS_NEEDED, NeededView(ways[:2])),
        "given back, all ways": live(MessageKind.AUDITORS_NEEDED, NeededView(ways)),
        "given back, nobody there": live(MessageKind.AUDITORS_NEEDED, NeededView(nobody)),
        "given back, and has left": live(MessageKind.AUDITORS_NEEDED, NeededView((left,))),
        "given back, a reason returned": live(
            MessageKind.AUDITORS_NEEDED,
            NeededView(ways[:2]),
            After(typed=Typed(GIVE, "Please see below.", {"reason": words}, {"reason": "Why?"})),
        ),
        "given back, 60": live(
            MessageKind.AUDITORS_NEEDED,
            NeededView(tuple(_part(n, words, WhyOfficers.DECLINED, 60) for n in range(1, 61))),
        ),
    }


def _pages(words: str) -> Mapping[str, Sent]:
    view = _view(_back(words), asker=True)
    return {
        "given back, ask them after all": Sent(given_back.refusal_page(view)),
        "given back, a line returned": Sent(
            given_back.refusal_page(
                view, words, "This was not sent yet: please see below.", "Please shorten this."
            )
        ),
        "hand over, page returned": _returned(words),
    }


def hand_over_cards() -> Mapping[str, Sent]:
    """Every card by a name that says which and in what state."""
    audits = [c.audit(n) for n in range(1, 4)]
    finals = {
        state: replace(_request(), state=state, answer=LINE if state is Standing.REFUSED else "")
        for state in Standing
        if state not in (Standing.ASKED, Standing.WITH_OFFICERS)
    }
    return {
        "hand over, choose": Sent(hand_over.choose_page(audits, c.PRIYA.id)),
        "hand over, page": Sent(hand_over.form_page(Form("f" * 32, _spare()))),
        "hand over, page, 300 people": Sent(hand_over.form_page(Form("f" * 32, _spare(300)))),
        "hand over, page, nobody": Sent(hand_over.form_page(Form("f" * 32, _spare(0)))),
        "hand over, asked already": Sent(hand_over.asked_page(_spare(asked=_request()))),
        "hand over, to the colleague": _live(_request()),
        "hand over, a swap": _live(_request(), swap=True),
        "hand over, to the asker": _live(_request(), asker=True),
        **{f"hand over, {state}": _live(of) for state, of in finals.items()},
        **{f"hand over, {state}, asker": _live(of, asker=True) for state, of in finals.items()},
        **{
            f"hand over, with the officers, {why}": _live(_back(why=why), asker=True)
            for why in WhyOfficers
        },
        "hand over, with the officers": _live(_back(why=WhyOfficers.SILENT)),
        "hand over, swapped": _live(finals[Standing.TAKEN], asker=True, swap=True),
        "own allocation, asked a colleague": _allocation(_request()),
        "own allocation, given back": _allocation(_back()),
        **_needed(WORDS),
        **_pages("Ring 07700 900123"),
    }


def typed_in_hand_overs(words: str) -> Mapping[str, Sent]:
    """Cards on which what was typed stands."""
    request = replace(_request(words), state=Standing.REFUSED, answer=words)
    return {
        "hand over, refused, asker": _live(request, asker=True),
        "hand over, to the asker": _live(_request(words), asker=True),
        **_needed(words),
        **_pages(words),
    }
