"""A QA officer draws a month from chat: preview, confirm, done (WC-01)."""

from typing import Annotated

from pydantic import Field

from dialogs import kit
from dialogs.conversation import Answer, Payload, Say, SendCard, ShowCard, Subject, Turn, Verb, Word
from dialogs.kit import Card
from programme.calendar import Month
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.people import Verb as Right
from programme.use_cases.draw_allocation import (
    DrawAllocation,
    Drawn,
    draw_allocation,
    preview_allocation,
)

PREVIEW = "allocation.preview"
CONFIRM = "allocation.confirm"
SEEDS = 1_000_000


class _Preview(Payload):
    """`again` is set on a preview's own button: the next preview takes that card's place."""

    again: bool = False
    month: Subject
    seed: Annotated[int, Field(ge=0, lt=SEEDS)] | None = None


class _Confirm(Payload):
    month: Subject
    seed: Annotated[int, Field(ge=0, lt=SEEDS)]
    fingerprint: str


async def _preview(payload: _Preview, turn: Turn) -> Answer:
    seed = turn.chance() % SEEDS if payload.seed is None else payload.seed
    shown = await _previewed(_command(turn, Month.parse(payload.month), seed), turn, None)
    return shown if payload.again else SendCard(shown.card, "The draw is shown below.")


async def _previewed(command: DrawAllocation, turn: Turn, sentence: str | None) -> ShowCard:
    try:
        drawn = await preview_allocation(command, work=turn.work, solver=turn.solver, now=turn.now)
    except CorrectAndRepeat as refused:
        return ShowCard(_finished(command.month, str(refused)))
    return ShowCard(preview_card(drawn, sentence))


async def _confirm(payload: _Confirm, turn: Turn) -> Answer:
    month = Month.parse(payload.month)
    command = _command(turn, month, payload.seed, payload.fingerprint)
    try:
        drawn = await draw_allocation(command, work=turn.work, solver=turn.solver, now=turn.now)
    except ShowAsItIsNow as changed:
        return await _previewed(_command(turn, month, payload.seed), turn, str(changed))
    except CorrectAndRepeat as refused:
        return ShowCard(_finished(month, str(refused)))
    cases = kit.count(len(drawn.draw.pairings), "case")
    return ShowCard(
        _finished(month, f"{cases} are allocated. The auditors get their cards on the 1st.")
    )


async def _say(rest: str, turn: Turn) -> Answer:
    month = _month(rest, turn)
    if month is None:
        return Say(f"I don't know the month “{rest}”. Write it as in “draw {_next(turn)}”.")
    return await _previewed(_command(turn, month, turn.chance() % SEEDS), turn, None)


def preview_card(drawn: Drawn, sentence: str | None) -> Card:
    """The numbers a team, what can't be met, and the buttons to confirm or draw again."""
    draw = drawn.draw
    data: dict[str, kit.Json] = {"month": str(draw.month)}
    areas: dict[str, list[str]] = {}
    for team in drawn.teams:
        areas.setdefault(team.service_area, []).append(
            f"{team.team}: {kit.count(team.cases, 'case')}, "
            f"{team.leads} leading, {kit.count(team.peers, 'peer audit')}"
        )
    body = [
        *([kit.warning(sentence)] if sentence else []),
        kit.heading(f"Draw for {draw.month.title}"),
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


def _finished(month: Month, words: str) -> Card:
    return kit.card([kit.heading(f"Draw for {month.title}"), kit.text(words)])


def _command(turn: Turn, month: Month, seed: int, previewed: str | None = None) -> DrawAllocation:
    return DrawAllocation(turn.council, turn.person, month, seed, turn.source, previewed)


def _month(rest: str, turn: Turn) -> Month | None:
    words = rest.strip().casefold()
    if not words:
        return _next(turn)
    this = Month.of(turn.today)
    for ahead in range(12):
        month = this.plus(ahead)
        title = month.title.casefold()
        if words in (str(month), title, title.split()[0]):
            return month
    return None


def _next(turn: Turn) -> Month:
    return Month.of(turn.today).plus(1)


VERBS = (Verb(PREVIEW, _Preview, _preview), Verb(CONFIRM, _Confirm, _confirm))
WORDS = (
    Word(
        ("draw", "allocate"),
        "draw a month's cases; you see a preview first",
        _say,
        Right.DRAW_ALLOCATION,
        "draw december",
    ),
)
