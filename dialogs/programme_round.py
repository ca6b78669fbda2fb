"""The QA officers' cards: before the 1st, when nothing was drawn, and the month's count."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from dialogs import kit
from dialogs.allocation import of_round
from dialogs.by_subject import by_period
from dialogs.choose_audit import choose_button
from dialogs.conversation import Answer, Payload, ShowLive, Subject, Turn, Verb
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.round_blocks import (
    NOTHING_DRAWN,
    counted_beside,
    draw_button,
    drawn_in_words,
    gaps,
    names_beside,
    passed_on,
    reach_beside,
    undrawn_beside,
    unreached,
)
from programme.calendar import day_in_words, short_day
from programme.council import Council
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.people import require
from programme.ports import UnitOfWork
from programme.remind_later import ToDo, earliest
from programme.round_period import RoundPeriod
from programme.shown import REACH, allocation_entity
from programme.use_cases.rounds_in_force import beside_in_force
from programme.use_cases.show_round import (
    ActionNews,
    ReachView,
    RoundView,
    show_reach,
    show_rounds,
)

SHOW = "programme.show"
ProgrammeKind = Literal[MessageKind.ROUND, MessageKind.BEFORE_THE_FIRST]
NEWS_AT_MOST = 6_000
"""Characters that the news of a month's actions share, so that the card can be sent."""


class _Show(Payload):
    kind: ProgrammeKind
    subject: Subject


async def _show(payload: _Show, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_PROGRAMME)
    return ShowLive(payload.kind, payload.subject)


def choice_card(kind: ProgrammeKind, rounds: Sequence[RoundPeriod]) -> Card:
    """Which of several rounds the QA officer means."""
    buttons = [
        kit.press(f"{of.rule.title}, {of.title}", SHOW, {"kind": kind, "subject": of.subject})
        for of in rounds
    ]
    return kit.card(
        [
            kit.heading("The audit programme"),
            kit.text(f"{kit.count(len(rounds), 'round')}. Which would you like to see?"),
            *(kit.buttons(buttons[start : start + 6]) for start in range(0, len(buttons), 6)),
        ]
    )


def round_card(view: RoundView, after: After) -> Card:
    """Who was reached, who acknowledged, how far audits and actions are; names unfold."""
    news = [one for each in (view, *view.beside) for one in each.news]
    others = [block for each in view.beside if each.audits for block in names_beside(each)]
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"{view.of.title}: the audit programme"),
        *of_round(view.of),
        *_counted(view),
        *unreached(view.unreached),
        *gaps(view.gaps),
        *map(counted_beside, view.beside),
        *passed_on(view),
    ]
    if view.on_the_way:
        body.append(kit.text(f"On the way: {kit.names_in_words(view.on_the_way)}", subtle=True))
    return kit.card(
        body,
        [
            *_who("Who has acknowledged?", view.acknowledged),
            *_who("Who hasn't acknowledged?", view.not_yet_acknowledged),
            *_who("Who was sent it?", view.sent),
            *([kit.reveal("Who has the other rounds?", others)] if others else []),
            *([kit.reveal("News of the actions", _all_news(news))] if news else []),
            *([choose_button(view.of)] if _is_to_do(view) else []),
        ],
    )


def _counted(view: RoundView) -> list[Element]:
    if not view.drawn:
        return [kit.text(NOTHING_DRAWN), kit.buttons([draw_button(view.of)])]
    reached = len(view.sent)
    of_them = reached + len(view.unreached) + len(view.on_the_way)
    actions = (
        f"{view.open_actions} open, {view.overdue_actions} of them overdue; "
        f"{view.completed_actions} completed"
    )
    counts = [
        ("Cards sent", f"{reached} of {of_them}"),
        ("Could not be reached", str(len(view.unreached))),
        ("Acknowledged", f"{len(view.acknowledged)} of {of_them}"),
        ("Audits submitted", f"{view.submitted} of {view.audits}"),
        ("Audits complete", f"{view.complete} of {view.audits}"),
        ("Actions", actions),
    ]
    return [kit.facts(counts)]


def _who(title: str, names: Sequence[str]) -> list[Element]:
    """A button that unfolds the names; none where it would unfold nothing."""
    return [kit.reveal(title, [kit.text(kit.names_in_words(names, most=200))])] if names else []


def _is_to_do(view: RoundView) -> bool:
    return any(each.complete < each.audits for each in (view, *view.beside))


def _all_news(news: Sequence[ActionNews]) -> list[Element]:
    most = NEWS_AT_MOST // len(news)
    return [kit.as_typed(f"• {kit.shortened(_news(each), most)}") for each in news]


def _news(news: ActionNews) -> str:
    action = news.action
    where = f"{action.case_reference}, {action.team}, “{action.text}”"
    if action.completed_at:
        day = short_day(action.completed_at)
        return f"{where}: completed by {news.completed_by} on {day}. {action.completion_note}"
    before = short_day(action.first_due) if action.first_due else "its first date"
    return f"{where}: more time, {before} to {short_day(action.due)}. {action.extension_reason}"


def before_card(view: ReachView, after: After) -> Card:
    """Before the 1st: who can't be reached, while there is time to mend it."""
    if view.begun and not view.drawn:
        return not_drawn_card(view, after)
    day = day_in_words(view.hear_on)
    drawn = f"Nothing is drawn yet: without a draw nobody hears anything on {day}."
    if view.drawn:
        drawn = f"{drawn_in_words(view)} on {day}."
    if view.begun:
        drawn = f"{kit.count_are(view.audits, 'audit')} drawn."
    can = (
        [kit.text("✔ Everyone concerned can be reached in Teams.")]
        if not view.unreached
        else unreached(view.unreached)
    )
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"{view.of.title} {'has begun' if view.begun else 'is near'}"),
        *of_round(view.of),
        kit.text(drawn),
        *can,
        *gaps(view.gaps),
        *_draw(view),
        *(reach_beside(each, view.unreached) for each in view.beside),
    ]
    return kit.card(body)


def not_drawn_card(view: ReachView, after: After) -> Card:
    """On the 1st, when nothing was drawn."""
    said = (
        "It is drawn now." if view.drawn else "No cases are drawn yet, so nobody has been sent any."
    )
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(f"{view.of.title} has begun"),
        *of_round(view.of),
        kit.text(said),
        *_draw(view),
        *(undrawn_beside(each.of) for each in view.beside if not each.drawn),
    ]
    return kit.card(body)


def _draw(view: ReachView) -> list[Element]:
    return [] if view.drawn else [kit.buttons([draw_button(view.of)])]


async def _load_round(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, RoundView]:
    return {
        (reader, subject): view
        for subject, of, readers in await by_period(council, w, await _allowed(w, asked))
        for view in [await _round(council, w, of, today)]
        for reader in readers
    }


async def _load_reach(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, ReachView]:
    return {
        (reader, subject): replace(view, begun=view.hear_on <= today)
        for subject, of, readers in await by_period(council, w, await _allowed(w, asked))
        for others in [await beside_in_force(council, w, of, beginning=True)]
        for view in [await _reach(council, w, of, others)]
        for reader in readers
    }


async def _load_not_drawn(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, ReachView]:
    return {
        (reader, subject): view
        for subject, of, readers in await by_period(council, w, await _allowed(w, asked))
        for others in [await beside_in_force(council, w, of)]
        for view in [await _reach(council, w, of, others)]
        for reader in readers
    }


async def _round(council: Council, w: UnitOfWork, of: RoundPeriod, today: date) -> RoundView:
    others = await beside_in_force(council, w, of)
    view, *beside = await show_rounds(w, (of, *others), today)
    return replace(view, beside=tuple(beside))


async def _reach(
    council: Council, w: UnitOfWork, of: RoundPeriod, others: Sequence[RoundPeriod]
) -> ReachView:
    view, *beside = [await show_reach(w, each, council.calendar) for each in (of, *others)]
    return replace(view, beside=tuple(beside))


async def _allowed(w: UnitOfWork, asked: Collection[Asked]) -> list[Asked]:
    """Those who may see the programme now, whoever they were when the card was sent."""
    people = await w.people.some({reader for reader, _ in asked})
    may = {p.id for p in people if p.active and p.may(Right.SEE_PROGRAMME)}
    return [one for one in asked if one[0] in may]


def _shows(view: RoundView | ReachView) -> tuple[str, ...]:
    # An action names its audit's month, not its round: so each round's card follows the month's.
    rounds = [each.of for each in (view, *view.beside)]
    subjects = [subject for of in rounds for subject in (of.subject, str(of.month))]
    return (*dict.fromkeys(map(allocation_entity, subjects)), REACH)


def _to_draw(view: ReachView) -> ToDo | None:
    undrawn = [each for each in (view, *view.beside) if not each.drawn]
    return earliest(each.hear_on for each in undrawn)


def _to_draw_before(view: ReachView) -> ToDo | None:
    """As `_to_draw`; what isn't drawn on the day itself is asked for by the card of that day."""
    return None if view.begun and not view.drawn else _to_draw(view)


VERBS = (Verb(SHOW, _Show, _show, Right.SEE_PROGRAMME),)
LIVE_ROUND = LiveKind(
    MessageKind.ROUND,
    "The audit programme",
    _load_round,
    round_card,
    _shows,
    lambda view: f"The audit programme for {view.of.title}",
)
LIVE_BEFORE = LiveKind(
    MessageKind.BEFORE_THE_FIRST,
    "Before the 1st",
    _load_reach,
    before_card,
    _shows,
    to_do=_to_draw_before,
)
LIVE_NOT_DRAWN = LiveKind(
    MessageKind.NOT_DRAWN,
    "Cases are still to be drawn",
    _load_not_drawn,
    not_drawn_card,
    _shows,
    lambda view: f"Cases for {view.of.title} are still to be drawn",
    _to_draw,
)
