"""A QA officer draws a round from chat: preview, confirm, done (WC-01)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.allocation import of_round
from dialogs.conversation import Answer, Payload, Say, SendCard, ShowCard, Subject, Turn, Verb, Word
from dialogs.kit import Card
from programme.calendar import Month, day_in_words
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.people import Verb as Right
from programme.people import require
from programme.round_period import RoundPeriod, find_round, round_period, rounds_beginning
from programme.timetable import announcement
from programme.use_cases.draw_allocation import (
    DrawAllocation,
    Drawn,
    draw_allocation,
    preview_allocation,
    undrawn,
)

PREVIEW = "allocation.preview"
CONFIRM = "allocation.confirm"
SEEDS = 1_000_000


class _OfRound(Payload):
    """`month` lies in the period; without a `round_id` it is the main round's."""

    month: Subject
    round_id: Subject = ""

    def period(self, turn: Turn) -> RoundPeriod:
        """The period that is meant. Raises LookElsewhere, or CorrectAndRepeat for no month."""
        month = Month.parse(self.month)
        framework = turn.council.framework_on(month.first)
        return round_period(framework, find_round(framework, self.round_id), month)


class _Preview(_OfRound):
    """`again` is set on a preview's own button: the next preview takes that card's place."""

    again: bool = False
    seed: Annotated[int, Field(ge=0, lt=SEEDS)] | None = None


class _Confirm(_OfRound):
    seed: Annotated[int, Field(ge=0, lt=SEEDS)]
    fingerprint: str


async def _preview(payload: _Preview, turn: Turn) -> Answer:
    seed = turn.chance() % SEEDS if payload.seed is None else payload.seed
    shown = await _previewed(_command(turn, payload.period(turn), seed), turn, None)
    return shown if payload.again else SendCard(shown.card, "The draw is shown below.")


async def _previewed(command: DrawAllocation, turn: Turn, sentence: str | None) -> ShowCard:
    try:
        drawn = await preview_allocation(command, work=turn.work, solver=turn.solver, now=turn.now)
    except CorrectAndRepeat as refused:
        return ShowCard(_finished(command.of, str(refused)))
    return ShowCard(preview_card(drawn, sentence))


async def _confirm(payload: _Confirm, turn: Turn) -> Answer:
    of = payload.period(turn)
    command = _command(turn, of, payload.seed, payload.fingerprint)
    try:
        drawn = await draw_allocation(command, work=turn.work, solver=turn.solver, now=turn.now)
    except ShowAsItIsNow as changed:
        return await _previewed(_command(turn, of, payload.seed), turn, str(changed))
    except CorrectAndRepeat as refused:
        return ShowCard(_finished(of, str(refused)))
    cases = kit.count_are(len(drawn.draw.pairings), "case")
    begins = announcement(of.month, of.rule, turn.council.calendar)
    day = day_in_words(turn.council.today(begins))
    when = f"on {day}" if turn.now < begins else "now"
    return ShowCard(_finished(of, f"{cases} allocated. The auditors get their cards {when}."))


async def _say(rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.DRAW_ALLOCATION)
    month = month_named(rest, turn.today) if rest.strip() else _next(turn)
    if month is None:
        return Say(f"I don't know the month “{rest}”. Write it as in “draw {_next(turn)}”.")
    beginning = rounds_beginning(turn.council.framework_on(month.first), month)
    if not beginning:
        return Say(f"No round begins in {month.title}; every one of them is under way by then.")
    async with turn.work(turn.council.tenant_id) as w:
        left = await undrawn(w, beginning)
    if len(left) > 1:
        return ShowCard(choice_card(left))
    # Where none is left, the preview says that it is allocated.
    of = (left or beginning)[0]
    return await _previewed(_command(turn, of, turn.chance() % SEEDS), turn, None)


def choice_card(rounds: Sequence[RoundPeriod]) -> Card:
    """Which of a month's rounds that aren't drawn yet is to be drawn."""
    buttons = [
        kit.press(f"Draw {of.rule.title}", PREVIEW, {**round_data(of), "again": True})
        for of in rounds
    ]
    return kit.card(
        [
            kit.heading(f"Draw for {rounds[0].month.title}"),
            kit.text(f"{kit.count(len(rounds), 'round')} aren't drawn yet. Which shall I draw?"),
            *(kit.buttons(buttons[start : start + 6]) for start in range(0, len(buttons), 6)),
        ]
    )


def round_data(of: RoundPeriod) -> dict[str, kit.Json]:
    """What a button carries that draws the period."""
    named: dict[str, kit.Json] = {} if of.is_main else {"round_id": of.round_id}
    return {"month": str(of.month), **named}


def preview_card(drawn: Drawn, sentence: str | None) -> Card:
    """The numbers a team, what can't be met, and the buttons to confirm or draw again."""
    draw = drawn.draw
    data = round_data(draw.of)
    areas: dict[str, list[str]] = {}
    for team in drawn.teams:
        areas.setdefault(team.service_area, []).append(
            f"{team.team}: {kit.count(team.cases, 'case')}, "
            f"{team.leads} leading, {kit.count(team.peers, 'peer audit')}"
        )
    body = [
        *([kit.warning(sentence)] if sentence else []),
        kit.heading(f"Draw for {draw.of.title}"),
        *of_round(draw.of, {draw.theme}),
        kit.text(
            f"{kit.count(len(draw.pairings), 'case')} to audit, "
            f"{sum(p.peer_id is not None for p in draw.pairings)} of them with a peer auditor. "
            f"Nothing is sent until you confirm. Seed {draw.seed} draws the same again."
        ),
        kit.facts(
            [
                (share.cohort.words.capitalize(), f"{share.drawn} drawn of {share.wanted} wanted")
                for share in draw.cohorts
            ]
        ),
        *(
            [
                kit.section(
                    [
                        kit.text("**What can't be met**"),
                        kit.bullets(gap.sentence for gap in draw.gaps),
                    ]
                )
            ]
            if draw.gaps
            else []
        ),
        *(
            kit.section([kit.text(f"**{area}**"), kit.bullets(lines)])
            for area, lines in areas.items()
        ),
    ]
    return kit.card(
        body,
        [
            kit.press(
                "Confirm",
                CONFIRM,
                {**data, "seed": draw.seed, "fingerprint": drawn.fingerprint},
                primary=True,
            ),
            kit.press("Draw again", PREVIEW, {**data, "again": True}),
        ],
    )


def _finished(of: RoundPeriod, words: str) -> Card:
    return kit.card([kit.heading(f"Draw for {of.title}"), *of_round(of), kit.text(words)])


def _command(
    turn: Turn, of: RoundPeriod, seed: int, previewed: str | None = None
) -> DrawAllocation:
    return DrawAllocation(turn.council, turn.person, of, seed, turn.source, previewed)


def month_named(words: str, today: date) -> Month | None:
    """The month of the next twelve that somebody typed: "2026-12", "december 2026", "december"."""
    words = words.strip().casefold()
    this = Month.of(today)
    for ahead in range(12):
        month = this.plus(ahead)
        title = month.title.casefold()
        if words in (str(month), title, title.split()[0]):
            return month
    return None


def _next(turn: Turn) -> Month:
    return Month.of(turn.today).plus(1)


VERBS = (
    Verb(PREVIEW, _Preview, _preview, Right.DRAW_ALLOCATION),
    Verb(CONFIRM, _Confirm, _confirm, Right.DRAW_ALLOCATION),
)
WORDS = (
    Word(
        ("draw", "allocate"),
        "draw a month's cases; you see a preview first",
        _say,
        Right.DRAW_ALLOCATION,
        "draw december",
    ),
)
