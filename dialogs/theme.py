"""The QA officer sets a month's theme, and sees what follows it (SW-03, BD-01, KT-04)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated
from urllib.parse import quote, unquote

from pydantic import Field

from dialogs import dip_sample, kit, of_use
from dialogs.by_subject import by_subject
from dialogs.conversation import Answer, Payload, Say, ShowLive, Subject, Turn, Typed, Verb, Word
from dialogs.draw_allocation import month_named
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import Month, day_in_words
from programme.case import Cohort
from programme.council import Council
from programme.errors import CorrectAndRepeat, ShowAsItIsNow
from programme.in_words.line import upper
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.rules.duty import Focus
from programme.shown import theme_entity
from programme.theme import THEME_AT_MOST
from programme.use_cases.set_theme import SetTheme, require_themed, set_theme
from programme.use_cases.show_theme import ThemeView, show_themes

SET = "theme.set"
MOST_KEPT = 20


class _Set(Payload):
    month: Subject
    version: Annotated[int, Field(ge=0)]
    title: Annotated[str, Field(max_length=10_000)] = ""
    cohorts: Annotated[str, Field(max_length=1_000)] = ""
    service_areas: Annotated[str, Field(max_length=10_000)] = ""

    @property
    def focus(self) -> Focus:
        """The cases that are chosen: ticks come with commas."""
        areas = (unquote(area) for area in self.service_areas.split(",") if area)
        return Focus(tuple(filter(None, self.cohorts.split(","))), tuple(areas))


async def _set(payload: _Set, turn: Turn) -> Answer:
    month = Month.parse(payload.month)
    command = SetTheme(
        turn.council,
        turn.person,
        month,
        payload.title,
        payload.version,
        turn.source,
        payload.focus,
    )
    try:
        await set_theme(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        problems = refused.problems if isinstance(refused, CorrectAndRepeat) else {}
        values = {
            "title": payload.title,
            "cohorts": payload.cohorts,
            "service_areas": payload.service_areas,
        }
        typed = Typed(SET, str(refused), values, problems)
        return ShowLive(MessageKind.THEME, str(month), typed=typed)
    said = "The theme is set, and those whose work follows it hear of it."
    return ShowLive(MessageKind.THEME, str(month), notice=said)


def card(view: ThemeView, after: After) -> Card:
    """The theme, what has it and what keeps another, and the form that sets another one."""
    body: list[Element] = [
        *([kit.notice(after.notice)] if after.notice else []),
        *([kit.warning(after.typed.sentence)] if after.typed else []),
        kit.heading(f"The theme of {view.month.title}"),
        kit.text(f"**{view.theme}**" if view.theme else "No theme is set."),
        *_drawn_first(view.focus),
    ]
    if not view.may_set:
        body.append(kit.text("Your dip sample of the month is looked at for this theme."))
        return kit.card(body, [dip_sample.open_button(begun=True)])
    return kit.card([*body, *_standing(view), *_form(view, after)])


def _standing(view: ThemeView) -> list[Element]:
    whose = (
        f"Set by {view.set_by} on {day_in_words(view.chosen.set_at)}."
        if view.chosen
        else "It is the framework's own."
    )
    count = (
        f"{kit.count(view.audits, 'audit')} and {kit.count(view.samples, 'dip sample')} of the "
        "month have it."
    )
    kept = [f"{each.what}: {each.theme or 'no theme'}" for each in view.kept]
    return [
        *([kit.text(whose, subtle=True)] if view.theme else []),
        kit.text(count),
        *(
            [
                kit.section(
                    [
                        kit.text("**Begun before, so these keep their own**"),
                        kit.bullets(kept, most=MOST_KEPT),
                    ]
                )
            ]
            if kept
            else []
        ),
    ]


def _drawn_first(focus: Focus) -> list[Element]:
    if not focus.steers:
        return []
    cohorts = [Cohort(one).words for one in focus.cohorts]
    told = [*([", ".join(cohorts)] if cohorts else []), *focus.service_areas]
    return [kit.text(f"Cases drawn first: {' · '.join(told)}.")]


def _cases(view: ThemeView, typed: Typed | None) -> list[Element]:
    """Which cases are drawn first, where any round is drawn by a theme; those of the theme as it is
    stay ticked, so that another wording alone takes nothing away."""
    if not view.offered.steers:
        return []
    about = {
        "cohorts": ",".join(view.focus.cohorts),
        "service_areas": ",".join(map(_ticked_as, view.focus.service_areas)),
    }
    values, problems = (typed.values, typed.problems) if typed else (about, {})
    offered, now = view.offered, view.open_now
    cohorts = [
        (_with_cases(upper(Cohort(one).words), one in now.cohorts), one) for one in offered.cohorts
    ]
    areas = [
        (_with_cases(area, area in now.service_areas), _ticked_as(area))
        for area in offered.service_areas
    ]
    asked = (
        ("cohorts", "Draw the cases of these lists first", cohorts),
        ("service_areas", "Of these service areas (none: of any)", areas),
    )
    return [
        *(
            block
            for name, label, choices in asked
            for block in _ticks(name, label, choices, values.get(name, ""), problems.get(name))
        ),
        kit.text("Cases that are drawn already stay.", subtle=True),
    ]


def _ticks(
    name: str, label: str, choices: list[tuple[str, str]], value: str, problem: str | None
) -> list[Element]:
    ticked = value.split(",")
    values = [one for _, one in choices if one in ticked]
    return kit.with_problem(kit.several_input(name, label, choices, values=values), problem)


def _with_cases(words: str, has_cases: bool) -> str:
    return words if has_cases else f"{words} (no open case just now)"


def _ticked_as(area: str) -> str:
    """Ticks come with commas between them, and an area's name may have one."""
    return quote(area, safe=" ")


def _form(view: ThemeView, after: After) -> list[Element]:
    typed = after.typed.values.get("title", "") if after.typed else ""
    problem = after.typed.problems.get("title") if after.typed else None
    data: dict[str, kit.Json] = {
        "month": str(view.month),
        "version": view.chosen.version if view.chosen else 0,
    }
    field = kit.text_input(
        "title",
        f"Another theme for {view.month.title}",
        most=THEME_AT_MOST,
        value=typed,
        lines=False,
    )
    return [
        kit.text(
            "Audits and dip samples that nobody has begun follow it, and their people hear of it.",
            subtle=True,
        ),
        *kit.with_problem(field, problem),
        *_cases(view, after.typed),
        kit.buttons([kit.press("Set the theme", SET, data, primary=True)]),
    ]


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], _today: date
) -> Mapping[Asked, ThemeView]:
    return {
        (reader, subject): view
        for subject, readers in by_subject(asked).items()
        for reader, view in (await show_themes(council, w, Month.parse(subject), readers)).items()
    }


async def _say(rest: str, turn: Turn) -> Answer:
    month = month_named(rest, turn.today) if rest.strip() else Month.of(turn.today)
    if month is None:
        return Say(f"I don't know the month “{rest}”. Write it as in “theme january”.")
    require_themed(turn.council, turn.person, month)
    return ShowLive(MessageKind.THEME, str(month))


LIVE = LiveKind(
    kind=MessageKind.THEME,
    summary="The theme of the month",
    load=_load,
    card=card,
    shows=lambda view: tuple(theme_entity(str(each)) for each in (view.month, *view.beside)),
)
VERBS = (Verb(SET, _Set, _set, Right.SET_THEME),)
WORDS = (
    Word(
        ("theme", "set theme"),
        "the theme of a month's audits and dip samples, and set another",
        _say,
        Right.SET_THEME,
        example="theme january",
        offered=of_use.themes,
    ),
)
