"""Raising a dispute in a dialog window (WC-11, SW-09, WB-13, KT-05)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from dialogs import kit, of_use
from dialogs.conversation import (
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    QuickAction,
    ShowCard,
    Subject,
    Turn,
    Verb,
    Word,
)
from dialogs.form_id import FormId, form_id, kept_as
from dialogs.kit import Card
from programme.calendar import day_in_words
from programme.dispute import WORDS_AT_MOST
from programme.errors import CorrectAndRepeat
from programme.people import Verb as Right
from programme.reference import MOST_CHARACTERS
from programme.rules.dispute import DisputeRule
from programme.use_cases.active_case import as_known
from programme.use_cases.raise_dispute import RaiseDispute, raise_dispute, rules_for

OPEN = "dispute.open"
RAISE = "dispute.raise"
TITLE = "Raise a dispute"


class _Open(Payload):
    """`case` is empty where it is still to be asked for."""

    case: Annotated[str, Field(max_length=100)]


class _Raise(Payload):
    form: FormId
    rule: Subject
    case: Annotated[str, Field(max_length=100)] = ""
    about: Annotated[str, Field(max_length=10_000)] = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The page that raises it; `sentence` and `problems` are there when it came back."""

    id: str
    rules: Sequence[DisputeRule]
    values: Mapping[str, str]
    sentence: str | None = None
    problems: Mapping[str, str] = field(default_factory=dict)


async def _say(rest: str, turn: Turn) -> Answer:
    rules_for(turn.council, turn.person)
    async with turn.work(turn.council.tenant_id) as w:
        reference = await as_known(w, rest[:MOST_CHARACTERS])
    return ShowCard(offer_card(reference), TITLE)


async def _open(payload: _Open, turn: Turn) -> Answer:
    rules = rules_for(turn.council, turn.person)
    return OpenPage(TITLE, page(Form(form_id(turn), rules, {"case": payload.case})))


async def _raise(payload: _Raise, turn: Turn) -> Answer:
    command = RaiseDispute(
        turn.council,
        turn.person,
        kept_as(payload.form, "dispute", turn),
        payload.rule,
        payload.case,
        payload.about,
        turn.source,
    )
    try:
        raised = await raise_dispute(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        values = payload.model_dump(include={"rule", "case", "about"})
        rules = rules_for(turn.council, turn.person)
        form = Form(payload.form, rules, values, str(wrong), wrong.problems)
        return OpenPage(TITLE, page(form))
    return ClosePage(
        f"Raised. It stands at level {raised.level + 1} of {len(raised.rule.levels)}, "
        f"{raised.at.role.words}, to be answered by {day_in_words(raised.level_due)}."
    )


def offer_card(reference: str) -> Card:
    """What answers the typed word: a button that opens the dialog window."""
    about = f" about {reference}" if reference else ""
    body = [
        kit.heading(TITLE),
        kit.as_typed(
            f"Raise a concern{about}: it begins at the lowest level, each level has its time, "
            "and it moves on when you aren't satisfied."
        ),
    ]
    return kit.card(body, [kit.open_dialog(TITLE, OPEN, {"case": reference})])


def page(form: Form) -> Card:
    """Which case, what about, and by which way where the framework has several."""
    values, problems = form.values, form.problems
    ways = [(rule.title, rule.id) for rule in form.rules]
    chosen = values.get("rule", ways[0][1])
    standing = chosen if chosen in [rule.id for rule in form.rules] else None
    data: dict[str, kit.Json] = {"form": form.id}
    if len(ways) == 1:
        data["rule"] = ways[0][1]
    case = kit.text_input(
        "case",
        "Case reference",
        most=MOST_CHARACTERS,
        value=values.get("case", ""),
        lines=False,
    )
    about = kit.text_input(
        "about", "What is it about?", most=WORDS_AT_MOST, value=values.get("about", "")
    )
    body = [
        *([kit.warning(form.sentence)] if form.sentence else []),
        kit.heading(ways[0][0] if len(ways) == 1 else TITLE),
        *([kit.choice_input("rule", "By which way?", ways, value=standing)] if ways[1:] else []),
        *kit.with_problem(case, problems.get("case")),
        *kit.with_problem(about, problems.get("about")),
        *(kit.text(ladder(rule), subtle=True) for rule in form.rules),
    ]
    return kit.card(body, [kit.submit("Raise it", RAISE, data, primary=True)])


def ladder(rule: DisputeRule) -> str:
    """The levels in one line, each with its time."""
    levels = ", then ".join(
        f"{level.role.words} ({kit.count(level.working_days, 'working day')})"
        for level in rule.levels
    )
    return f"{rule.title}: {levels}."


VERBS = (
    Verb(OPEN, _Open, _open, Right.RAISE_DISPUTE),
    Verb(RAISE, _Raise, _raise, Right.RAISE_DISPUTE),
)
WORDS = (
    Word(
        ("dispute", "escalate", "raise a dispute"),
        "raise a concern about a case, level by level",
        _say,
        Right.RAISE_DISPUTE,
        example="dispute CF-1234",
        offered=of_use.raising_disputes,
        quick=QuickAction(TITLE, OPEN, {"case": ""}),
    ),
)
