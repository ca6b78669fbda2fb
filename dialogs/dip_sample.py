"""A dip sample in a dialog: drawn, looked at a case at a time, submitted whole (SW-02, WB-12)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from dialogs import dip_pages, kit, of_use
from dialogs.conversation import (
    Answer,
    ClosePage,
    OpenPage,
    Payload,
    QuickAction,
    ShowCard,
    Turn,
    Verb,
    Word,
)
from dialogs.dip_pages import DRAW, SAVE, SHOW, SUBMIT, TAKE_BACK, Opened
from dialogs.form_id import kept_as
from dialogs.kit import Element
from dialogs.typed_day import typed_day
from programme.calendar import Month
from programme.dip_sample import DipLook, DipSample, Finding
from programme.errors import CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.practice_observation import record_id
from programme.theme import theme_of
from programme.use_cases.draw_dip_sample import DrawDipSample, draw_dip_sample
from programme.use_cases.exchange_dip_case import ExchangeDipCase, exchange_dip_case
from programme.use_cases.save_dip_case import SaveDipCase, save_dip_case
from programme.use_cases.show_dip_sample import (
    may_take_back,
    rule_of,
    sample_of,
    show_dip_sample,
)
from programme.use_cases.submit_dip_sample import SubmitDipSample, submit_dip_sample
from programme.use_cases.take_back import TakeBack, take_back

OPEN = "dip.open"
TITLE = "Dip sample"
SEEDS = 1_000_000
SampleId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Reference = Annotated[str, Field(max_length=200)]


class _Open(Payload):
    pass


class _Draw(Payload):
    sample: SampleId


class _Show(Payload):
    sample: SampleId
    case: Reference = ""


class _Save(Payload):
    """A case that was looked at; its fields are the council's own, so they come as extras."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Annotated[str, Field(max_length=10_000)]] = Field(init=False)

    sample: SampleId
    reference: Reference
    go: Literal["next", "close", "back", "exchange"]

    @property
    def fields(self) -> Mapping[str, str]:
        return self.__pydantic_extra__


class _Submit(Payload):
    model_config = ConfigDict(extra="ignore", frozen=True)
    sample: SampleId
    version: int


def open_button(*, begun: bool) -> Element:
    """Opens the dialog."""
    return kit.open_dialog("Go on with your dip sample" if begun else "Begin a dip sample", OPEN)


async def _open(_payload: _Open, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        sample = await show_dip_sample(turn.council, w, turn.person, turn.today)
    opened = _opened(turn, sample)
    if sample is not None:
        return await _case_or_all(turn, opened, sample, "")
    tenant, chance = turn.council.tenant_id, turn.chance()
    sample_id = record_id(tenant, "dip_sample", turn.person.id, chance, turn.now)
    return OpenPage(TITLE, dip_pages.start(opened, sample_id, await _theme(turn)))


async def _draw(payload: _Draw, turn: Turn) -> Answer:
    sample_id = kept_as(payload.sample, "dip_sample", turn)
    command = DrawDipSample(
        turn.council, turn.person, sample_id, turn.chance() % SEEDS, turn.source
    )
    try:
        sample = await draw_dip_sample(command, work=turn.work, now=turn.now)
    except LookElsewhere as refused:
        opened = replace(_opened(turn), sentence=str(refused))
        return OpenPage(TITLE, dip_pages.start(opened, payload.sample, await _theme(turn)))
    return OpenPage(TITLE, dip_pages.overview(_opened(turn, sample), sample))


async def _show(payload: _Show, turn: Turn) -> Answer:
    sample = await _sample(payload.sample, turn)
    return await _case_or_all(turn, _opened(turn, sample), sample, payload.case)


async def _save(payload: _Save, turn: Turn) -> Answer:
    opened = _opened(turn, before := await _sample(payload.sample, turn))
    try:
        if payload.go == "back":
            return await _case_or_all(turn, opened, before, "")
        if payload.go == "exchange":
            return await _exchange(payload, turn)
        _require_no_exchange(payload)
        command = SaveDipCase(
            turn.council,
            turn.person,
            payload.sample,
            payload.reference,
            look_from(payload.fields),
            turn.source,
        )
        sample = await save_dip_case(command, work=turn.work, now=turn.now)
    except CorrectAndRepeat as wrong:
        back = replace(opened, sentence=str(wrong), fields=payload.fields, problems=wrong.problems)
        return await _case_or_all(
            turn, back, await _sample(payload.sample, turn), payload.reference
        )
    except ShowAsItIsNow as changed:
        told = replace(opened, sentence=str(changed))
        return await _case_or_all(turn, told, await _sample(payload.sample, turn), "")
    if payload.go == "close":
        return ClosePage("Saved. Type “dip sample” to go on with it.")
    waiting = [case.reference for case in sample.cases if case.look is None]
    return await _case_or_all(turn, opened, sample, waiting[0] if waiting else "")


def _require_no_exchange(payload: _Save) -> None:
    """Once the case is saved it can't be exchanged, and the reference would be lost. Raises
    CorrectAndRepeat."""
    if payload.fields.get("exchange", "").strip():
        said = (
            "Press “Exchange this case” to have it instead, or empty this field to save this one."
        )
        raise CorrectAndRepeat("The case was not saved yet: please see below.", {"exchange": said})


async def _exchange(payload: _Save, turn: Turn) -> Answer:
    chosen = payload.fields.get("exchange", "")
    before = await _sample(payload.sample, turn)
    command = ExchangeDipCase(
        turn.council, turn.person, payload.sample, payload.reference, chosen, turn.source
    )
    sample = await exchange_dip_case(command, work=turn.work, now=turn.now)
    known = {case.reference for case in before.cases}
    came = [case.reference for case in sample.cases if case.reference not in known]
    return await _case_or_all(turn, _opened(turn, sample), sample, came[0] if came else "")


async def _submit(payload: _Submit, turn: Turn) -> Answer:
    command = SubmitDipSample(
        turn.council, turn.person, payload.sample, payload.version, turn.source
    )
    try:
        _, actions = await submit_dip_sample(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as stopped:
        sample = await _sample(payload.sample, turn)
        return await _case_or_all(
            turn, replace(_opened(turn, sample), sentence=str(stopped)), sample, ""
        )
    teams = sorted({action.team for action in actions})
    gone = f" Its actions have gone to {' and '.join(teams)}." if teams else ""
    return ClosePage(f"The dip sample is submitted.{gone}")


async def _take_back(payload: _Show, turn: Turn) -> Answer:
    command = TakeBack(
        turn.council, turn.person, MessageKind.DIP_ACTIONS, payload.sample, turn.source
    )
    try:
        await take_back(command, work=turn.work, now=turn.now)
    except ShowAsItIsNow as refused:
        sample = await _sample(payload.sample, turn)
        opened = replace(_opened(turn, sample), sentence=str(refused))
        return await _case_or_all(turn, opened, sample, "")
    sample = await _sample(payload.sample, turn)
    return await _case_or_all(turn, _opened(turn, sample), sample, "")


def look_from(fields: Mapping[str, str]) -> DipLook:
    """What was typed about a case, as far as it can be read."""
    findings: Mapping[str, Finding] = {"action": "action", "best_practice": "best_practice"}
    finding = findings.get(fields.get("finding", ""), "nothing")
    return DipLook(
        answers={
            name.removeprefix("q_"): answer
            for name, answer in sorted(fields.items())
            if name.startswith("q_") and answer
        },
        grade=fields.get("grade") or None,
        line=fields.get("line", "").strip(),
        finding=finding,
        found_line="" if finding == "nothing" else fields.get("found_line", "").strip(),
        due=typed_day(fields.get("due", "")) if finding == "action" else None,
    )


def _opened(turn: Turn, sample: DipSample | None = None) -> Opened:
    """A page under the version by which the dip sample was drawn, or would be."""
    council = turn.council.as_of(sample.drawn_at) if sample else turn.council
    return Opened(council, rule_of(council, turn.person, turn.today), turn.today)


async def _theme(turn: Turn) -> str | None:
    async with turn.work(turn.council.tenant_id) as w:
        return theme_of(turn.council, Month.of(turn.today), await w.themes.all()).title


async def _sample(sample_id: str, turn: Turn) -> DipSample:
    async with turn.work(turn.council.tenant_id) as w:
        return await sample_of(w, turn.person, sample_id)


async def _case_or_all(turn: Turn, opened: Opened, sample: DipSample, reference: str) -> Answer:
    there = any(case.reference == reference for case in sample.cases)
    if there and not sample.is_submitted:
        return OpenPage(TITLE, dip_pages.case_page(opened, sample, reference))
    async with turn.work(turn.council.tenant_id) as w:
        last = await may_take_back(turn.council, w, turn.person, sample, turn.today)
    return OpenPage(TITLE, dip_pages.overview(replace(opened, take_back_until=last), sample))


async def _say(_rest: str, turn: Turn) -> Answer:
    async with turn.work(turn.council.tenant_id) as w:
        sample = await show_dip_sample(turn.council, w, turn.person, turn.today)
    begun = sample is not None and not sample.is_submitted
    words = "A few cases of your team or service area, looked at for the month's theme."
    return ShowCard(kit.card([kit.heading(TITLE), kit.text(words)], [open_button(begun=begun)]))


VERBS = (
    Verb(OPEN, _Open, _open, Right.RECORD_DIP_SAMPLE),
    Verb(DRAW, _Draw, _draw, Right.RECORD_DIP_SAMPLE),
    Verb(SHOW, _Show, _show, Right.RECORD_DIP_SAMPLE),
    Verb(SAVE, _Save, _save, Right.RECORD_DIP_SAMPLE),
    Verb(SUBMIT, _Submit, _submit, Right.RECORD_DIP_SAMPLE),
    Verb(TAKE_BACK, _Show, _take_back, Right.TAKE_BACK),
)
WORDS = (
    Word(
        ("dip sample", "dip"),
        "begin or go on with a dip sample",
        _say,
        Right.RECORD_DIP_SAMPLE,
        offered=of_use.dip_samples,
        quick=QuickAction("Record a dip sample", OPEN),
    ),
)
