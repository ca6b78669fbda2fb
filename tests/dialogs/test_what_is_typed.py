"""Every form that a card or dialog holds, with everything wrong that can be typed in its fields."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from dialogs.action_blocks import MORE_TIME_PAGE, NOT_OURS
from dialogs.kit import Card
from programme.case import Case, Cohort
from storage.engine import Engine
from tests.bot.chats import problems_in
from tests.cards.catalogue import catalogue
from tests.cards.house import nodes
from tests.dialogs.bad_input import ELSEWHERES, PARTICULARS, bad_for
from tests.dialogs.forms_of_a_scene import Form, card_of, forms_in, forms_of, scene_of_forms
from tests.dialogs.live_scene import THE_18TH, Submitted
from tests.dialogs.turns import send
from tests.little_council import OTHER_TENANT, little_council

TABLE = Path(__file__).with_name("what_is_typed.txt")
TRIED_ELSEWHERE: Mapping[tuple[str, str], str] = {
    ("commission.ask", "name"): "a name of the staff list, where very many could do it",
    ("observation.record", "observed"): "a name of the staff list, where it is very long",
}
"""Fields that aren't in the scene, and why."""
LEADS_ELSEWHERE = (MORE_TIME_PAGE, NOT_OURS)
"""Presses that judge nothing: what was written comes along to the next page (test_more_time.py)."""
OF_THE_COUNCIL = ("answer_", "q_", "why_not_")
"""How the fields begin that a council's own framework names."""


@dataclass(frozen=True)
class Tried:
    """One press with something bad: the sentence beneath the field, and what else went wrong."""

    form: Form
    field: str
    bad: str
    said: str
    faults: Sequence[str]


async def test_nothing_typed_is_lost_and_a_sentence_stands_beneath_what_must_be_mended(
    engine: Engine,
) -> None:
    scene = await scene_of_forms(engine)
    await _another_council(engine)
    tried = [
        await _try(scene, form, name, bad, typed)
        for form in await forms_of(scene)
        if form.verb not in LEADS_ELSEWHERE
        for name in form.fields
        for bad, typed in bad_for(form, name)
    ]
    assert not any(each.faults for each in tried), "\n".join(_wrong(tried))
    told = "\n".join(_table(tried)) + "\n"
    if os.environ.get("SIGHTLINE_UPDATE_GOLDEN"):
        TABLE.write_text(told, encoding="utf-8")
    assert told == TABLE.read_text(encoding="utf-8")


async def test_every_field_that_a_card_can_have_is_tried(engine: Engine) -> None:
    forms = await forms_of(await scene_of_forms(engine))
    there = [form for sent in catalogue().values() for form in forms_in("", sent.card)]
    assert _typed_in(there) - _typed_in(forms) == set(TRIED_ELSEWHERE)


def _wrong(tried: Sequence[Tried]) -> Iterator[str]:
    for each in tried:
        if each.faults:
            where = f"{each.form.name} · {each.form.title} · {each.field} · {each.bad}"
            yield f"{where}: {'; '.join(each.faults)}"


async def _another_council(engine: Engine) -> None:
    there = little_council(engine, OTHER_TENANT)
    await there.fill()
    async with there.work(there.tenant_id) as w:
        await w.cases.save([Case(ELSEWHERES, Cohort.CHILD_IN_NEED, "Ash")])
        await w.commit()


async def _try(scene: Submitted, form: Form, name: str, bad: str, typed: str) -> Tried:
    data = {**form.data, name: typed}
    before = await scene.little.everything()
    answer = await send(scene.little, form.who, data, THE_18TH)
    after = await scene.little.everything()
    changed = [] if after == before else ["something was changed"]
    card = await card_of(scene, form.who, answer)
    if card is None:
        return Tried(form, name, bad, "", [*changed, f"no form, but {answer}"])
    said = _beneath(card, name)
    return Tried(form, name, bad, said, [*changed, *_faults(form, data, card, said)])


def _faults(form: Form, data: Mapping[str, Any], card: Card, said: str) -> Iterator[str]:
    inputs = {
        field["id"]: field for field in nodes(card) if str(field.get("type")).startswith("Input.")
    }
    for name in form.fields:
        if name not in inputs:
            yield f"{name} isn't there any more"
        elif inputs[name].get("value", "") != data[name]:
            yield f"{name} is {inputs[name].get('value', '')!r}, and was {data[name]!r}"
    if not said:
        yield "nothing stands beneath the field"
    if len(problems := problems_in(card)) > 1:
        yield f"several sentences: {problems}"


def _beneath(card: Card, name: str) -> str:
    """The sentence right beneath a field, if there is one."""
    lists = [value for node in nodes(card) for value in node.values() if isinstance(value, list)]
    for blocks in lists:
        for field, below in pairwise(blocks):
            is_it = isinstance(field, dict) and field.get("id") == name
            if is_it and below.get("color") == "Attention":
                return str(below["text"]).removeprefix("⚠ ")
    return ""


def _typed_in(forms: Sequence[Form]) -> set[tuple[str, str]]:
    return {
        (form.verb, _called(name))
        for form in forms
        for name, field in form.fields.items()
        if field["type"] in ("Input.Text", "Input.Date")
    }


def _called(name: str) -> str:
    return next((start for start in OF_THE_COUNCIL if name.startswith(start)), name)


def _table(tried: Sequence[Tried]) -> Iterator[str]:
    """A block a form: each field with what may be wrong in it, and the sentence beneath it."""
    yield "What is said beneath each field of each form. Nothing is changed by such a press, and"
    yield "everything that was typed stands in the form as it comes back."
    told: dict[tuple[str, ...], list[str]] = {}
    for form in {(each.form.name, each.form.title): each.form for each in tried}.values():
        lines = _lines([each for each in tried if each.form is form])
        told.setdefault((form.name, *lines), []).append(form.title)
    for (name, *said), titles in sorted(told.items()):
        yield from ("", f"{name} · {', '.join(titles)}", *said)


def _lines(tried: Sequence[Tried]) -> Iterator[str]:
    for name in dict.fromkeys(each.field for each in tried):
        said: dict[str, list[str]] = {}
        for each in tried:
            if each.field == name:
                said.setdefault(_alike(each), []).append(each.bad)
        yield f"  {name}"
        yield from (f"    {', '.join(bad)}: {sentence}" for sentence, bad in said.items())


def _alike(tried: Tried) -> str:
    """The sentence, the same for every kind of particulars that it names."""
    if tried.bad not in PARTICULARS or f"like {tried.bad}." not in tried.said:
        return tried.said
    return "This looks like (that). Please take it out: …"
