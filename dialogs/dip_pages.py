"""The pages of the dip sample dialog: draw, the cases, one case, and the whole (SW-02, WB-12)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from dialogs import kit, take_back
from dialogs.kit import Card, Element
from programme.audit_answers import ANSWERS
from programme.calendar import Month, day_in_words
from programme.council import Council
from programme.dip_sample import LINE_AT_MOST, DipCase, DipLook, DipSample
from programme.rules.duty import DipSampleRule
from programme.use_cases.show_dip_sample import days_for_actions

DRAW = "dip.draw"
SHOW = "dip.show"
SAVE = "dip.save"
SUBMIT = "dip.submit"
TAKE_BACK = "dip.take_back"
TEXTS_AT_MOST = 6_000
"""Characters that the cases of a page share, of either line."""
MOST_IN_FULL = 6
"""Cases whose every answer is shown, so that the page stays below the size that Teams takes."""
FINDINGS = (
    ("Nothing further", "nothing"),
    ("An action is needed", "action"),
    ("Best practice to share", "best_practice"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it is opened: `fields` and `problems` are there when it came back."""

    council: Council
    rule: DipSampleRule
    today: date
    sentence: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    take_back_until: date | None = None


def start(opened: Opened, sample_id: str, theme: str | None) -> Card:
    """Before anything is drawn."""
    month = Month.of(opened.today)
    size = kit.count(opened.rule.size, "case")
    body = [
        *_told(opened),
        kit.heading(f"Dip sample for {month.title}"),
        kit.text(f"Theme: {theme or 'no theme set'}."),
        kit.text(
            f"{size} of your team or service area will be drawn at random, not those of your last "
            "dip sample where there are others. You may exchange one for a case of your choosing."
        ),
    ]
    draw = kit.submit("Draw the cases", DRAW, {"sample": sample_id}, primary=True)
    return kit.card(body, [draw])


def overview(opened: Opened, sample: DipSample) -> Card:
    """The cases and where each stands; submitted, the whole to read."""
    waiting = [case for case in sample.cases if case.look is None]
    data: dict[str, kit.Json] = {"sample": sample.id}
    body: list[Element] = [
        *_told(opened),
        kit.heading(_title(opened, sample)),
        kit.text(f"Theme: {sample.theme or 'no theme set'}.", subtle=True),
        *_fewer(sample),
        *(kit.section(_row(opened, case, len(sample.cases))) for case in sample.cases),
    ]
    if sample.is_submitted:
        when = day_in_words(sample.submitted_at) if sample.submitted_at else ""
        body.insert(len(_told(opened)) + 1, kit.text(f"✔ Submitted on {when}."))
        further: dict[str, kit.Json] = {"sample": sha256(sample.id.encode()).hexdigest()[:32]}
        draw = kit.submit("Draw a further dip sample", DRAW, further)
        if opened.take_back_until is None:
            return kit.card(body, [draw])
        return kit.card(
            [*body, *take_back.until(opened.take_back_until)],
            [draw, kit.submit("Take this back", TAKE_BACK, data)],
        )
    body.append(
        kit.choice_input(
            "case",
            "Which case?",
            [(case.reference, case.reference) for case in sample.cases],
            value=(waiting or list(sample.cases))[0].reference,
        )
    )
    look = kit.submit("Look at this case", SHOW, data, primary=bool(waiting))
    if waiting:
        return kit.card(body, [look])
    body.append(
        kit.text("Everything is there. Once submitted, its actions go to their teams.", subtle=True)
    )
    send = kit.submit(
        "Submit the dip sample", SUBMIT, {**data, "version": sample.version}, primary=True
    )
    return kit.card(body, [send, look])


def case_page(opened: Opened, sample: DipSample, reference: str) -> Card:
    """One case: the questions, a line, and whether it needs an action or shows best practice."""
    case = sample.case(reference)
    at = sample.cases.index(case) + 1
    look = case.look or DipLook()
    data: dict[str, kit.Json] = {"sample": sample.id, "reference": reference}
    how = " · your own choice" if case.chosen else ""
    body: list[Element] = [
        *_told(opened),
        kit.text(f"Case {at} of {len(sample.cases)} · {case.team}{how}", subtle=True),
        kit.heading(reference),
        kit.text(f"Theme: {sample.theme or 'no theme set'}.", subtle=True),
        *_questions(opened, look),
        *_finding(opened, look),
        *_exchange(opened, sample, case, data),
    ]
    actions = [
        kit.submit("Save and continue", SAVE, {**data, "go": "next"}, primary=True),
        kit.submit("Save and close", SAVE, {**data, "go": "close"}),
        kit.submit("Back without saving", SAVE, {**data, "go": "back"}),
    ]
    return kit.card(body, actions)


def _told(opened: Opened) -> list[Element]:
    return [kit.warning(opened.sentence)] if opened.sentence else []


def _title(opened: Opened, sample: DipSample) -> str:
    kind = f" ({opened.rule.kind})" if opened.rule.kind else ""
    return f"Dip sample for {sample.month.title}{kind}"


def _fewer(sample: DipSample) -> list[Element]:
    if len(sample.cases) >= sample.asked:
        return []
    there = kit.count(len(sample.cases), "open case")
    return [
        kit.text(
            f"The framework asks for {sample.asked}; your team or service area has {there} in "
            "the case list."
        )
    ]


def _row(opened: Opened, case: DipCase, among: int) -> list[Element]:
    look = case.look
    how = " · your own choice" if case.chosen else ""
    head = kit.text(f"**{case.reference}** · {case.team}{how}")
    if look is None:
        return [head, kit.text("Still to look at", subtle=True)]
    grade = opened.council.framework.grade_title(look.grade)
    facts = [*_answers(opened, look, among), *([("Grade", grade)] if opened.rule.graded else [])]
    found = {"action": "Action", "best_practice": "Best practice"}.get(look.finding)
    due = f" (due {day_in_words(look.due)})" if look.due and look.finding == "action" else ""
    most = TEXTS_AT_MOST // among
    words = f"{found}: {kit.shortened(look.found_line, most)}{due}"
    return [
        head,
        *([kit.facts(facts)] if facts else []),
        kit.as_typed(kit.shortened(look.line, most)),
        *([kit.as_typed(words, strong=True)] if found else []),
    ]


def _answers(opened: Opened, look: DipLook, among: int) -> list[tuple[str, str]]:
    """Each question with its answer; where there are many cases, how often each answer."""
    answered = [
        (question.title, ANSWERS[answer])
        for question in opened.rule.questions
        if (answer := look.answers.get(question.id, "")) in ANSWERS
    ]
    if among <= MOST_IN_FULL:
        return answered
    given = [title for _, title in answered]
    return [(title, str(given.count(title))) for title in ANSWERS.values() if title in given]


def _questions(opened: Opened, look: DipLook) -> list[Element]:
    fields, problems = opened.fields, opened.problems
    blocks: list[Element] = []
    for question in opened.rule.questions:
        value = fields.get(f"q_{question.id}") or look.answers.get(question.id)
        blocks += kit.with_problem(
            kit.choice_input(
                f"q_{question.id}",
                question.title,
                [(title, answer) for answer, title in ANSWERS.items()],
                value=value if value in ANSWERS else None,
                required=False,
                expanded=True,
            ),
            problems.get(question.id),
        )
    if opened.rule.graded:
        scale = [(grade.title, grade.id) for grade in opened.council.framework.grades]
        chosen = fields.get("grade") or look.grade
        value = chosen if chosen in [grade for _, grade in scale] else None
        blocks += kit.with_problem(
            kit.choice_input("grade", "Grade", scale, value=value, required=False),
            problems.get("grade"),
        )
    return blocks


def _finding(opened: Opened, look: DipLook) -> list[Element]:
    fields, problems = opened.fields, opened.problems
    finding = fields.get("finding") or look.finding
    suggested, _ = days_for_actions(opened.council, opened.today)
    return [
        *kit.with_problem(
            _line("line", "What did you find?", fields.get("line", look.line)),
            problems.get("line"),
        ),
        kit.choice_input(
            "finding",
            "What comes of it?",
            FINDINGS,
            value=finding if finding in [each for _, each in FINDINGS] else "nothing",
            required=False,
            expanded=True,
        ),
        *kit.with_problem(
            _line(
                "found_line",
                "The action that is needed, or the best practice",
                fields.get("found_line", look.found_line),
            ),
            problems.get("found_line"),
        ),
        *kit.with_problem(
            kit.date_input(
                "due",
                "If an action is needed, due",
                value=fields.get("due", look.due or suggested),
                first=opened.today + timedelta(days=1),
                required=False,
            ),
            problems.get("due"),
        ),
    ]


def _exchange(
    opened: Opened, sample: DipSample, case: DipCase, data: Mapping[str, kit.Json]
) -> list[Element]:
    """One drawn case may give way to one of the person's choosing (SW-02)."""
    if sample.has_exchanged or case.look is not None:
        return []
    return [
        kit.subheading("Another case instead"),
        *kit.with_problem(
            kit.text_input(
                "exchange",
                "Reference of a case of your team or service area",
                most=60,
                value=opened.fields.get("exchange", ""),
                required=False,
                lines=False,
            ),
            opened.problems.get("exchange"),
        ),
        kit.buttons([kit.submit("Exchange this case", SAVE, {**data, "go": "exchange"})]),
    ]


def _line(name: str, label: str, value: str) -> Element:
    return kit.text_input(name, label, most=LINE_AT_MOST, value=value, required=False)
