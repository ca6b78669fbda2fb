"""Grave grades in somebody's dip sample, to those who hear of an audit's (WB-08)."""

from dialogs import audit_result, kit
from dialogs.by_subject import subject_first
from dialogs.kit import Card, Element
from dialogs.live_card import After, LiveKind
from programme.calendar import day_in_words, day_of, short_day
from programme.message import MessageKind
from programme.shown import dip_sample_entity
from programme.use_cases.alert_of_dip_grades import DipGrade, DipGradesView, show_dip_grades


def card(view: DipGradesView, after: After) -> Card:
    """Each case with its grade and what was noted of it."""
    sample = view.sample
    body = [*audit_result.opening(after), kit.heading("Grades in a dip sample")]
    if sample.submitted_at is None:
        said = f"{view.by} took this dip sample back: it was submitted by mistake, and is open."
        return kit.card([*body, kit.text(said)])
    if not view.grades:
        said = f"{view.by} submitted this dip sample again. No grade in it is for you to know of."
        return kit.card([*body, kit.text(said)])
    told = [
        ("Sampled by", view.by),
        ("On", day_in_words(day_of(sample.submitted_at))),
        ("Cases looked at", str(len(sample.cases))),
    ]
    theme = [("Theme", sample.theme)] if sample.theme else []
    found = [_case(each) for each in view.grades]
    known = kit.text("This is so that you know of it; nothing is asked of you here.")
    return kit.card([*body, kit.facts([*told, *theme]), *found, known])


def _case(graded: DipGrade) -> Element:
    case, look = graded.case, graded.case.look
    told = [kit.text(f"**{case.reference}** · {case.team} · {graded.grade}")]
    if look and look.line:
        told.append(kit.as_typed(look.line))
    if look and look.finding == "action":
        due = f" (due {short_day(look.due)})" if look.due else ""
        told.append(kit.as_typed(f"Action: {look.found_line}{due}"))
    return kit.section(told)


LIVE = LiveKind(
    kind=MessageKind.DIP_GRADES,
    summary="Grades that you should know of",
    load=subject_first(show_dip_grades),
    card=card,
    shows=lambda view: (dip_sample_entity(view.sample.id),),
)
