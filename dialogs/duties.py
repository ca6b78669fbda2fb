"""What people owe besides audits: the period's card, its reminders, and the QA officers' list."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from dialogs import dip_sample, kit, observation, of_use, practice_day, to_do
from dialogs.by_subject import by_subject
from dialogs.conversation import Answer, Payload, Say, ShowLive, Subject, Turn, Verb, Word
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from dialogs.told_apart import told_apart
from dialogs.typed_day import typed_day
from programme.calendar import Month, day_in_words, short_day
from programme.council import Council
from programme.duty import Standing, card_month
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.people import require
from programme.ports import UnitOfWork
from programme.rules.duty import DutyKind
from programme.shown import DUTIES, duty_entity
from programme.use_cases.record_observation import RecordDiscussion, record_discussion
from programme.use_cases.show_duties import (
    DutiesView,
    DutyCount,
    OwedView,
    show_duties,
    show_owed,
    show_reminders,
)
from programme.use_cases.standings import standings_on

DISCUSSED = "observation.discussed"
MOST_NAMES = 40
MOST_DISCUSSIONS = 5
_WORDS: Mapping[DutyKind, tuple[str, str]] = {
    "dip_sample": ("dip sample", "dip samples"),
    "practice_observation": ("practice observation", "practice observations"),
    "practice_day": ("practice day", "practice days"),
}


class _Discussed(Payload):
    kind: Literal[MessageKind.DUTIES, MessageKind.DUTY_REMINDER]
    subject: Subject
    observation: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


def card(view: DutiesView, after: After) -> Card:
    """Each duty with where it stands, and the buttons to record what does it."""
    still = sum(line.left for line in view.lines)
    title = "Still owed before the period ends" if view.reminded_on and still else "What you owe"
    body: list[Element] = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading(title),
        kit.text(
            "These are asked of your role besides audits." if still else "All done. Thank you.",
            subtle=True,
        ),
        *(kit.section(_line(line, view)) for line in view.lines),
        *_discussions(view),
    ]
    return kit.card(body, _buttons(view))


def _line(line: Standing, view: DutiesView) -> list[Element]:
    told = [kit.text(f"**{line.duty.title}**"), kit.text(_asked(line), subtle=True)]
    if "dip_sample" in line.duty.any_of:
        theme = view.theme or "no theme set"
        told.append(kit.text(f"Theme of dip samples this month: {theme}.", subtle=True))
    return [*told, kit.text(_stands(line, view.today))]


def _asked(line: Standing) -> str:
    count = line.duty.count
    what = " or ".join(_WORDS[kind][count > 1] for kind in line.duty.any_of)
    return f"{count} {what} in {line.period.title}."


def _stands(line: Standing, today: date) -> str:
    done = f"{line.done} recorded" if line.done else "none recorded yet"
    if not line.owed:
        return f"You have been here for too little of it to owe this; {done}."
    if not line.left:
        return f"✔ Done: {done}."
    part = f" You owe {line.owed} for your part of it." if line.owed < line.duty.count else ""
    if today > line.period.last_day:
        return f"⚠ {line.left} still owed, and the time is over; {done}.{part}"
    return f"{line.left} to do by {day_in_words(line.due)}; {done}.{part}"


def _discussions(view: DutiesView) -> list[Element]:
    """The reflective discussions that are planned, each with its button (SW-07)."""
    if not view.discussions:
        return []
    kind = MessageKind.DUTY_REMINDER if view.reminded_on else MessageKind.DUTIES
    month = card_month(view.lines)
    subject = view.reminded_on.isoformat() if view.reminded_on else str(month)
    blocks: list[Element] = [kit.subheading("Reflective discussions that are planned")]
    shown = view.discussions[:MOST_DISCUSSIONS]
    names = told_apart(f"It took place with {one.observed}" for one in shown)
    for one, name in zip(shown, names, strict=True):
        day = one.observation.discussed_on
        when = f", {short_day(day)}" if day else ""
        data: dict[str, kit.Json] = {
            "kind": kind,
            "subject": subject,
            "observation": one.observation.id,
        }
        blocks += [
            kit.text(f"With {one.observed}{when}"),
            kit.buttons([kit.press(name, DISCUSSED, data)]),
        ]
    return blocks


def _buttons(view: DutiesView) -> list[Element]:
    made = []
    if "dip_sample" in view.kinds:
        made.append(dip_sample.open_button(begun=view.open_dip is not None))
    if "practice_observation" in view.kinds:
        made.append(observation.open_button())
    if "practice_day" in view.kinds:
        made.append(practice_day.open_button())
    return made


def owed_card(view: OwedView, _after: After) -> Card:
    """Who still owes what, duty by duty."""
    body: list[Element] = [
        kit.heading(f"Who still owes what: {view.month.title}"),
        kit.text("The counts change as people record what they did.", subtle=True),
    ]
    body += [kit.section(_count(count)) for count in view.counts]
    if not view.counts:
        body.append(kit.text("No duty of your council's framework ends with this month."))
    return kit.card(body)


def _count(count: DutyCount) -> list[Element]:
    names = [f"{name} ({left} still owed)" for name, left in count.owing]
    told = f"{count.finished} of {count.asked} who owed it have done it."
    return [
        kit.text(f"**{count.duty.title}, {count.period.title}**"),
        kit.text(told if count.asked else "Nobody owes it."),
        *([kit.text("Still owing:"), kit.bullets(names, most=MOST_NAMES)] if names else []),
    ]


async def _discussed(payload: _Discussed, turn: Turn) -> Answer:
    await record_discussion(
        RecordDiscussion(turn.council, turn.person, payload.observation, turn.source),
        work=turn.work,
        now=turn.now,
    )
    return ShowLive(payload.kind, payload.subject, notice="Recorded. Thank you.")


async def _say_mine(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_OWN_DUTIES)
    async with turn.work(turn.council.tenant_id) as w:
        found = await standings_on(turn.council, w, [turn.person], turn.today, turn.today)
    month = card_month(found.get(turn.person.id, ()))
    if month is None:
        return Say("Your council's framework asks nothing of your role besides audits.")
    return ShowLive(MessageKind.DUTIES, str(month))


async def _say_owed(_rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.SEE_DUTIES)
    return ShowLive(MessageKind.DUTIES_OWED, str(Month.of(turn.today)))


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, DutiesView]:
    views: dict[Asked, DutiesView] = {}
    for subject, readers in by_subject(asked).items():
        found = await show_duties(council, w, Month.parse(subject), readers, today)
        views |= {(reader, subject): view for reader, view in found.items()}
    return views


async def _load_reminders(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, DutiesView]:
    views: dict[Asked, DutiesView] = {}
    for subject, readers in by_subject(asked).items():
        day = typed_day(subject)
        found = await show_reminders(council, w, day, readers, today) if day else {}
        views |= {(reader, subject): view for reader, view in found.items()}
    return views


async def _load_owed(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, OwedView]:
    views = {
        subject: await show_owed(council, w, Month.parse(subject), today)
        for subject in by_subject(asked)
    }
    readers = {person.id: person for person in await w.people.some({one for one, _ in asked})}
    return {
        (reader_id, subject): views[subject]
        for reader_id, subject in asked
        if (reader := readers.get(reader_id)) and reader.active and reader.may(Right.SEE_DUTIES)
    }


def _shows(view: DutiesView) -> tuple[str, ...]:
    return (duty_entity(view.reader.id),)


LIVE = LiveKind(
    MessageKind.DUTIES, "What you owe besides audits", _load, card, _shows, to_do=to_do.duties
)
LIVE_REMINDER = LiveKind(
    MessageKind.DUTY_REMINDER,
    "What you still owe besides audits",
    _load_reminders,
    card,
    _shows,
    to_do=to_do.duties,
)
LIVE_OWED = LiveKind(
    MessageKind.DUTIES_OWED,
    "Who still owes what besides audits",
    _load_owed,
    owed_card,
    lambda _: (DUTIES,),
)
VERBS = (Verb(DISCUSSED, _Discussed, _discussed, Right.RECORD_OBSERVATION),)
WORDS = (
    Word(
        ("what do i owe", "duties", "my duties", "owe"),
        "what your role owes besides audits, and what is done of it",
        _say_mine,
        Right.SEE_OWN_DUTIES,
        offered=of_use.duties,
    ),
    Word(
        ("who owes", "who owes what"),
        "who still owes what besides audits",
        _say_owed,
        Right.SEE_DUTIES,
        offered=of_use.everyones_duties,
    ),
)
