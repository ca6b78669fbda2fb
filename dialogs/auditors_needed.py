"""Audits that need another auditor: the QA officers' card, and one form that gives one away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dialogs import kit
from dialogs.case_to_give import GIVE, choice_of, part_lines, reason_input
from dialogs.closed_case import to_replace
from dialogs.conversation import Typed
from dialogs.given_back import could_take, refuse_button
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.council import Council
from programme.message import MessageKind
from programme.people import Role, Verb
from programme.ports import UnitOfWork
from programme.remind_later import ToDo, earliest, either
from programme.shown import AUDITORS, audit_entity, version_entity
from programme.use_cases.show_auditors_needed import PartToGive, show_auditors_needed
from programme.use_cases.show_closed_cases import ClosedCase, show_closed_cases
from programme.use_cases.show_left_unfinished import LeftUnfinished, show_left_unfinished

MOST_PARTS = 10
MOST_LEFT = 20


@dataclass(frozen=True, slots=True)
class NeededView:
    """Which parts of audits need another auditor, what was left that nobody can finish, and whose
    case has closed; `may_ask` where the QA officers may ask for an audit of another case."""

    parts: tuple[PartToGive, ...]
    left: tuple[LeftUnfinished, ...] = ()
    closed: tuple[ClosedCase, ...] = ()
    may_ask: bool = False


def needed_card(view: NeededView, after: After) -> Card:
    """Each part with why, and one form that gives one to whom it suits best."""
    shown = view.parts[:MOST_PARTS]
    more = len(view.parts) - len(shown)
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading("Audits that need another auditor"),
        *([] if shown else [kit.text("Every audit has an auditor who is there. Thank you.")]),
        *(kit.section([*part_lines(each), *_to_decide(each)]) for each in shown),
        *(
            [kit.text(f"And {kit.count(more, 'audit')} more, once these are given.")]
            if more
            else []
        ),
    ]
    if view.left:
        told = [one.what for one in view.left]
        words = "**Begun by people who can't finish it any more**"
        body.append(kit.section([kit.text(words), kit.bullets(told, most=MOST_LEFT)]))
    body += to_replace(view.closed, may_ask=view.may_ask)
    offered = [each for each in shown if each.others]
    if shown:
        body.append(
            kit.text(
                "To choose somebody else, or to withdraw an audit, type “reassign” with the "
                "reference after it.",
                subtle=True,
            )
        )
    refused = [kit.warning(after.typed.sentence)] if after.typed else []
    if not offered:
        kept = had_written([after.typed.values.get("reason", "")] if after.typed else [])
        return kit.card([*body, *refused, *kept])
    form, give = _form(offered, after.typed)
    if after.typed:
        return kit.card([*body, *refused, *form], [give])
    return kit.card(body, [kit.reveal("Give one to another auditor", form, [give])])


def _to_decide(each: PartToGive) -> list[Element]:
    """What the QA officers press where its auditor asks to be spared it and is there."""
    if each.asked is None or each.why:
        return []
    request, reference = each.asked.request, each.audit.case_reference
    refuse = refuse_button(request, each.auditor)
    if not each.others:
        return [kit.buttons([refuse])]
    reason = f"{each.auditor} asked to be spared it: {request.ground.words}."
    data = {"origin": "all", "give": choice_of(each), "reason": reason}
    give = kit.press_alone(f"Give {reference} to {each.others[0].name}", GIVE, data)
    return [kit.text(could_take(each.others), subtle=True), kit.buttons([give, refuse])]


def _form(offered: Sequence[PartToGive], typed: Typed | None) -> tuple[list[Element], Element]:
    """Which part goes to whom, and why; as it was typed, as far as that can still be chosen."""
    values, problems = (typed.values, typed.problems) if typed else ({}, {})
    choices = [
        (
            f"{each.audit.case_reference}, {each.part} auditor: {each.others[0].name}",
            choice_of(each),
        )
        for each in offered
    ]
    standing = values.get("give", choices[0][1])
    value = standing if standing in [chosen for _, chosen in choices] else None
    form = [
        *kit.with_problem(
            kit.choice_input("give", "Give which one to whom?", choices, value=value),
            problems.get("to"),
        ),
        *kit.with_problem(reason_input(values.get("reason", "")), problems.get("reason")),
    ]
    return form, kit.press("Give it to them", GIVE, {"origin": "all"}, primary=True)


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, NeededView]:
    people = await w.people.some({reader for reader, _ in asked})
    may = {p.id for p in people if p.active and p.may(Verb.REASSIGN_AUDIT)}
    if not may:
        return {}
    view = NeededView(
        await show_auditors_needed(council, w, today),
        await show_left_unfinished(council, w),
        await show_closed_cases(w),
        any(Role.QA_OFFICER in rule.by for rule in council.framework.commissions),
    )
    return {one: view for one in asked if one[0] in may}


def _shows(view: NeededView) -> tuple[str, ...]:
    audits = [*(each.audit for each in view.parts), *(each.audit for each in view.closed)]
    given = (version_entity(each.audit.id) for each in view.parts)
    return (AUDITORS, *(audit_entity(audit.id) for audit in audits), *given)


def _to_do(view: NeededView) -> ToDo | None:
    parts = earliest(each.audit.due for each in view.parts)
    closed = earliest(each.audit.due for each in view.closed if view.may_ask)
    return either(parts, closed)


LIVE = LiveKind(
    kind=MessageKind.AUDITORS_NEEDED,
    summary="Audits that need another auditor",
    load=_load,
    card=needed_card,
    shows=_shows,
    to_do=_to_do,
)
