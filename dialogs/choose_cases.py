"""Choosing a round's cases: the card that asks, and a dialog to search and choose in (SW-11)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dialogs import kit, of_use, to_do
from dialogs.conversation import (
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    ShowCard,
    ShowLive,
    Subject,
    Turn,
    Verb,
    Word,
)
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import day_in_words, short_day
from programme.case import Case
from programme.chosen_cases import matching
from programme.council import Council
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.people import require
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod
from programme.shown import allocation_entity, chosen_entity
from programme.use_cases.ask_to_choose import to_be_chosen
from programme.use_cases.choose_cases import ChooseCases, choose_cases, may_choose, require_chooser
from programme.use_cases.rounds_in_force import period_of
from programme.use_cases.show_choosing import ChoosingView, show_choosing, show_choosings

OPEN, GO = "choose_cases.open", "choose_cases.go"
TITLE = "Choose cases"
A_PAGE = 20
"""Cases to tick at a time: more are found by searching, or come with the next page."""
SEARCH_AT_MOST = 60

References = Annotated[tuple[Annotated[str, Field(max_length=200)], ...], Field(max_length=400)]


class _Open(Payload):
    subject: Subject


class _Go(Payload):
    """A press in the dialog. `pick` has the places in `shown` of the cases that are ticked, with
    commas; `seen` is what was chosen when the dialog was opened, `chosen` what is by now."""

    subject: Subject
    go: Literal["find", "further", "save"]
    seen: References = ()
    chosen: References = ()
    shown: References = ()
    start: Annotated[int, Field(ge=0)] = 0
    sought: Annotated[str, Field(max_length=10_000)] = ""
    search: Annotated[str, Field(max_length=10_000)] = ""
    pick: Annotated[str, Field(max_length=10_000)] = ""

    @property
    def taken(self) -> frozenset[str]:
        """What is chosen with this press: the ticks of this page, and all of the other pages."""
        ticked = {int(place) for place in self.pick.split(",") if place.strip().isdecimal()}
        on_page = {ref for place, ref in enumerate(self.shown) if place in ticked}
        return frozenset({*self.chosen} - {*self.shown} | on_page)


@dataclass(frozen=True, slots=True)
class Opened:
    """The dialog's page: which of the cases it shows, and what is chosen so far."""

    view: ChoosingView
    seen: frozenset[str]
    chosen: frozenset[str]
    search: str = ""
    start: int = 0
    sentence: str | None = None
    problem: str | None = None

    @property
    def found(self) -> tuple[Case, ...]:
        """The cases that the search finds; those that are chosen come first without one."""
        cases = sorted(self.view.cases, key=lambda case: case.reference not in self.seen)
        return matching(cases, self.search)


async def _open(payload: _Open, turn: Turn) -> Answer:
    view = await _view(await _period(payload.subject, turn), turn)
    return OpenPage(TITLE, page(Opened(view, view.references, view.references)))


async def _go(payload: _Go, turn: Turn) -> Answer:
    of = await _period(payload.subject, turn)
    if payload.go == "save":
        return await _save(payload, of, turn)
    start = payload.start + A_PAGE if payload.go == "further" else 0
    if payload.search != payload.sought:
        start = 0
    view = await _view(of, turn)
    opened = Opened(view, frozenset(payload.seen), payload.taken, payload.search, start)
    return OpenPage(TITLE, page(opened))


async def _save(payload: _Go, of: RoundPeriod, turn: Turn) -> Answer:
    seen, taken = frozenset(payload.seen), payload.taken
    command = ChooseCases(turn.council, turn.person, of, taken, seen, turn.source)
    try:
        chosen = await choose_cases(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        view = await _view(of, turn)
        back = Opened(
            view,
            seen,
            taken,
            payload.search,
            payload.start,
            str(wrong),
            wrong.problems.get("pick"),
        )
        return OpenPage(TITLE, page(back))
    except ShowAsItIsNow as changed:
        view = await _view(of, turn)
        now = Opened(view, view.references, view.references, sentence=str(changed))
        return OpenPage(TITLE, page(now))
    return ClosePage(f"{kit.count(len(chosen), 'case')} chosen for {of.title}. Thank you.")


async def _say(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.CHOOSE_CASES)
    async with turn.work(turn.council.tenant_id) as w:
        periods = await to_be_chosen(turn.council, w, turn.now)
    for of, _ in periods:
        if may_choose(of, turn.person):
            return ShowLive(MessageKind.CHOOSE_CASES, of.subject)
    words = "There are no cases for you to choose now; a card comes when there are."
    return ShowCard(kit.card([kit.heading(TITLE), kit.text(words)]))


async def _period(subject: str, turn: Turn) -> RoundPeriod:
    async with turn.work(turn.council.tenant_id) as w:
        of = await period_of(turn.council, w, subject)
    require_chooser(of, turn.person)
    return of


async def _view(of: RoundPeriod, turn: Turn) -> ChoosingView:
    async with turn.work(turn.council.tenant_id) as w:
        return await show_choosing(turn.council, w, of, turn.person)


def card(view: ChoosingView, after: After) -> Card:
    """Asks for the choice, and shows what has been chosen."""
    by = {view.names[one.chosen_by] for one in view.chosen}
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"{view.of.title}: choose the cases"),
        kit.text(f"**{view.of.rule.title}**"),
        kit.text(_task(view)),
        *(
            [
                kit.text(f"**Chosen by {kit.names_in_words(sorted(by))}**"),
                kit.bullets(one.case_reference for one in view.chosen),
            ]
            if view.chosen
            else []
        ),
    ]
    if view.is_drawn or not view.wanted:
        return kit.card(body)
    return kit.card(body, [kit.open_dialog(TITLE, OPEN, {"subject": view.of.subject})])


def _task(view: ChoosingView) -> str:
    if view.is_drawn:
        return "The cases are drawn; there is nothing more to choose."
    if not view.wanted:
        return "No case is open to this audit, so there is nothing to choose."
    left = view.wanted - len(view.chosen)
    if left <= 0:
        cases = kit.count_are(len(view.chosen), "case")
        return f"✔ {cases} chosen. You can change that until they are drawn."
    more = "more " if view.chosen else ""
    cases = f"{left} {more}{'case' if left == 1 else 'cases'}"
    return (
        f"Please choose {cases} by **{day_in_words(view.until)}**. "
        "What isn't chosen by then is drawn at random."
    )


def page(opened: Opened) -> Card:
    """A page of cases to tick, with a search, and what is chosen elsewhere."""
    view, found = opened.view, opened.found
    shown = found[opened.start : opened.start + A_PAGE]
    references = [case.reference for case in shown]
    elsewhere = sorted(opened.chosen - {*references})
    body: list[Element] = [
        *([kit.warning(opened.sentence)] if opened.sentence else []),
        kit.text(
            f"{view.of.named} · {len(opened.chosen)} chosen, {view.wanted} to be audited",
            subtle=True,
        ),
        kit.text_input(
            "search",
            "Find cases by reference, team or worker",
            most=SEARCH_AT_MOST,
            value=opened.search,
            required=False,
            lines=False,
        ),
        *_ticks(opened, shown, len(found)),
        *([kit.text(f"Chosen as well: {kit.names_in_words(elsewhere)}.")] if elsewhere else []),
    ]
    data: dict[str, kit.Json] = {
        "subject": view.of.subject,
        "seen": sorted(opened.seen),
        "chosen": sorted(opened.chosen),
        "shown": references,
        "start": opened.start,
        "sought": opened.search,
    }
    further = opened.start + A_PAGE < len(found)
    return kit.card(
        body,
        [
            kit.submit("Save the choice", GO, {**data, "go": "save"}, primary=True),
            kit.submit("Search", GO, {**data, "go": "find"}),
            *([kit.submit("Further cases", GO, {**data, "go": "further"})] if further else []),
        ],
    )


def _ticks(opened: Opened, shown: Collection[Case], found: int) -> list[Element]:
    if not shown:
        return [kit.text("No case matches; please search for something else.")]
    first, last = opened.start + 1, opened.start + len(shown)
    ticks = kit.several_input(
        "pick",
        f"Cases {first} to {last} of {found:,}, the longest open first",
        [(_in_words(case), str(place)) for place, case in enumerate(shown)],
        values=[str(n) for n, case in enumerate(shown) if case.reference in opened.chosen],
    )
    return kit.with_problem(ticks, opened.problem)


def _in_words(case: Case) -> str:
    since = f", open since {short_day(case.opened)} {case.opened.year}" if case.opened else ""
    worker = f", {case.worker}" if case.worker else ""
    return f"{case.reference} · {case.team}{worker}{since}"


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, ChoosingView]:
    return await show_choosings(council, w, asked)


LIVE = LiveKind(
    MessageKind.CHOOSE_CASES,
    "Cases to choose for an audit round",
    _load,
    card,
    lambda view: (chosen_entity(view.of.subject), allocation_entity(view.of.subject)),
    to_do=to_do.choosing,
)
VERBS = (Verb(OPEN, _Open, _open, Right.CHOOSE_CASES), Verb(GO, _Go, _go, Right.CHOOSE_CASES))
WORDS = (
    Word(
        ("choose cases",),
        "the cases of a round",
        _say,
        Right.CHOOSE_CASES,
        offered=of_use.choosing,
    ),
)
