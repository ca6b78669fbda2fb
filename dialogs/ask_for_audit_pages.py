"""The pages to ask for an audit: of which case, and who does it (WC-14, SW-13, KT-04)."""

from collections.abc import Collection, Mapping, Sequence

from dialogs import kit
from dialogs.kit import Card, Element
from programme.drawn_case import Drawing
from programme.errors import CorrectAndRepeat
from programme.in_words.line import upper
from programme.people import Person
from programme.rules.commission import CommissionRule
from programme.use_cases.ask_for_audit import (
    REFERENCE_AT_MOST,
    TOPIC_AT_MOST,
    Offered,
    Request,
    ToDrawFrom,
)

OPEN, CHOOSE, ASK = "commission.open", "commission.choose", "commission.ask"
TITLE = "Ask for an audit"
NAME_AT_MOST = 100
MOST_CHOICES = 80
"""Names to choose from, so that the page stays below the size that Teams takes."""
ANY = "*"
"""The choice of no team, and of no cohort, in particular."""


def invitation(rules: Collection[CommissionRule]) -> Card:
    """What the person may ask for, and the button to do it."""
    return kit.card(
        [
            kit.heading(TITLE),
            kit.text("You can ask for an audit of one case on a topic, outside the rounds:"),
            kit.bullets(
                f"{rule.title}, due within {kit.count(rule.due_within, 'working day')}"
                for rule in rules
            ),
        ],
        [kit.open_dialog(TITLE, OPEN, {"step": 0})],
    )


def case_page(
    rules: Collection[CommissionRule],
    drawn_from: ToDrawFrom,
    request: Request,
    wrong: CorrectAndRepeat | None = None,
    chosen: Drawing | None = None,
) -> Card:
    """Which sort of audit, on what topic, of which case; or out of which one is drawn, as it was
    `chosen` before."""
    problems = wrong.problems if wrong else {}
    alone = next(iter(rules)).id if len(rules) == 1 else None
    known = {rule.id for rule in rules}
    sort = request.commission_id if request.commission_id in known else None
    which = kit.choice_input(
        "commission", "Which sort of audit?", [(r.title, r.id) for r in rules], value=sort
    )
    topic = kit.text_input(
        "topic",
        "What should it look at?",
        most=TOPIC_AT_MOST,
        value=request.topic,
        lines=False,
    )
    reference = kit.text_input(
        "reference",
        "Case reference (left empty, a case is drawn for you)",
        most=REFERENCE_AT_MOST,
        value=request.case_reference,
        required=False,
        lines=False,
    )
    data: dict[str, kit.Json] = {"step": 1, **({"commission": alone} if alone else {})}
    body: list[Element] = [
        *([kit.warning(str(wrong))] if wrong else []),
        kit.text("Write no names, dates of birth or addresses: the reference is enough."),
        *([] if alone else kit.with_problem(which, problems.get("commission"))),
        *kit.with_problem(topic, problems.get("topic")),
        *kit.with_problem(reference, problems.get("reference")),
        *_out_of(drawn_from, chosen),
    ]
    return kit.card(body, [kit.submit("Continue", CHOOSE, data, primary=True)])


def auditor_page(
    offered: Offered,
    request: Request,
    asker_id: str,
    wrong: CorrectAndRepeat | None = None,
    name: str = "",
) -> Card:
    """Who does it: whoever asks, or a manager of the case's service area. Where there is only one
    who can, it says so; where there are more than it lists, a `name` may be written."""
    drawing = request.drawing
    data: dict[str, kit.Json] = {
        "commission": offered.rule.id,
        "topic": request.topic,
        "reference": offered.case.reference,
    }
    if drawing:
        data |= {"seed": drawing.seed, "team": drawing.team, "cohort": drawing.cohort}
    body = [
        *([kit.warning(str(wrong))] if wrong else []),
        kit.text(f"**{offered.case.reference}** · {offered.team.name} · {offered.rule.title}"),
        *([kit.text(offered.drawn.words, subtle=True)] if offered.drawn else []),
        kit.as_typed(request.topic),
        *_who(offered.auditors, asker_id, wrong, name),
    ]
    return kit.card(body, [kit.submit(TITLE, ASK, data, primary=True)])


def _out_of(drawn_from: ToDrawFrom, drawing: Drawing | None) -> list[Element]:
    """Out of which cases one is drawn, where there is something to choose."""
    teams = [(team, team) for team in drawn_from.teams[:MOST_CHOICES]]
    cohorts = [(upper(one.words), one.value) for one in drawn_from.cohorts]
    asked = (
        ("team", "Draw from which team?", teams, drawing.team if drawing else ""),
        ("cohort", "Draw from which cases?", cohorts, drawing.cohort if drawing else ""),
    )
    return [
        kit.choice_input(
            field,
            label,
            [("Any", ANY), *choices],
            value=chosen if chosen in {value for _, value in choices} else ANY,
            required=False,
        )
        for field, label, choices, chosen in asked
        if len(choices) > 1
    ]


def named(auditors: Sequence[Person], name: str) -> list[Person]:
    """Those whose name has what was typed in it; who is called exactly so alone. None for
    nothing."""
    wanted = " ".join(name.casefold().split())
    found = [person for person in auditors if wanted and wanted in person.name.casefold()]
    return [person for person in found if person.name.casefold() == wanted] or found


def _who(
    auditors: Sequence[Person], asker_id: str, wrong: CorrectAndRepeat | None, name: str
) -> list[Element]:
    if len(auditors) == 1:
        (alone,) = auditors
        whose = "You do" if alone.id == asker_id else f"{alone.name} does"
        return [kit.as_typed(f"{whose} this audit.")]
    problems = wrong.problems if wrong else {}
    found = named(auditors, name) or auditors
    choices = [
        ("I do it myself" if person.id == asker_id else f"{person.name}, {person.title}", person.id)
        for person in found[:MOST_CHOICES]
    ]
    all_listed = len(auditors) <= MOST_CHOICES
    asked = kit.choice_input(
        "auditor",
        "Who does the audit?",
        choices,
        value=None if name else choices[0][1],
        required=all_listed,
    )
    listed = kit.with_problem(asked, problems.get("auditor"))
    return listed if all_listed else [*listed, *_by_name(len(choices), auditors, name, problems)]


def _by_name(
    listed: int, auditors: Sequence[Person], name: str, problems: Mapping[str, str]
) -> list[Element]:
    """The way to choose somebody who isn't listed."""
    told = f"{listed} of the {len(auditors)} who could do it are listed. Write whom you miss:"
    asked = kit.text_input(
        "name", "Or the auditor's name", most=NAME_AT_MOST, value=name, required=False, lines=False
    )
    return [kit.text(told, subtle=True), *kit.with_problem(asked, problems.get("name"))]
