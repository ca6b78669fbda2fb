"""The audit dialog's pages of what its tool asks: each area's questions beside the area's grade,
then what is asked of the whole (BD-04, WC-04, WC-10)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from dialogs import kit
from dialogs.kit import Element
from programme.audit_answers import LINE_AT_MOST, choices_of, field_of
from programme.council import Council
from programme.grading import OVERALL
from programme.rules.rule import Choice
from programme.rules.tool import AuditTool, Question
from programme.use_cases.show_audit import AuditView

PAGE_AT_MOST = 31
"""What a page weighs at most: ten questions, or twelve grades with a question and the whole's. A
manager fills it in between two meetings, on a phone in under two screens."""
_QUESTION, _GRADE_OF_AREA, _GRADE_OF_WHOLE = 3, 2, 4


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked: a question or, without one, a grade; of an area or of the whole."""

    area: Choice | None
    question: Question | None = None

    @property
    def key(self) -> str:
        """What names its problem."""
        if self.question:
            return field_of(self.question.id)
        return self.area.id if self.area else OVERALL

    @property
    def field(self) -> str:
        """The id of its input."""
        return f"grade_{self.area.id}" if self.area and not self.question else self.key

    @property
    def weight(self) -> int:
        """How much of a page it takes."""
        if self.question:
            return _QUESTION
        return _GRADE_OF_AREA if self.area else _GRADE_OF_WHOLE


def asked_pages(tool: AuditTool) -> tuple[tuple[Ask, ...], ...]:
    """What the tool asks, page by page; an area is kept together as far as a page takes it."""
    pages: list[list[Ask]] = []
    for _, group in groupby(_asks(tool), key=lambda ask: ask.area):
        block = [*group]
        if not pages or _weight([*pages[-1], *block]) > PAGE_AT_MOST:
            pages.append([])
        for ask in block:
            if _weight([*pages[-1], ask]) > PAGE_AT_MOST:
                pages.append([])
            pages[-1].append(ask)
    return tuple(map(tuple, pages))


def page_names(tool: AuditTool) -> tuple[str, ...]:
    """The pages' names, in order."""
    return tuple(f"asked_{number}" for number, _ in enumerate(asked_pages(tool), start=1))


def asked_on(tool: AuditTool, name: str) -> tuple[Ask, ...]:
    """What the page of that name asks; nothing where it is another page's name."""
    return dict(zip(page_names(tool), asked_pages(tool), strict=True)).get(name, ())


def asked_body(
    council: Council,
    view: AuditView,
    name: str,
    fields: Mapping[str, str],
    problems: Mapping[str, str],
) -> list[Element]:
    """The page of that name; `fields` and `problems` are there when it came back."""
    asks = asked_on(view.tool, name)
    graded = any(ask.question is None for ask in asks)
    note = view.tool.note or council.framework.grading_note
    body = [
        kit.heading(_title(asks)),
        *(_opening(view) if name == page_names(view.tool)[0] else []),
        *kit.note(note if graded else ""),
    ]
    for area, group in groupby(asks, key=lambda ask: ask.area):
        together = [*group]
        body += _about(area, together, view.tool)
        for ask in together:
            drawn = _input(ask, council, view, fields)
            body += kit.with_problem(drawn, problems.get(ask.key))
    return body


def _asks(tool: AuditTool) -> Iterator[Ask]:
    for area in (*tool.areas, None):
        about = area.id if area else None
        yield from (Ask(area, each) for each in tool.questions if each.area == about)
        if area in tool.graded_areas or (area is None and tool.grades_the_whole):
            yield Ask(area)


def _weight(asks: Iterable[Ask]) -> int:
    return sum(ask.weight for ask in asks)


def _title(asks: Iterable[Ask]) -> str:
    kinds = {ask.question is None for ask in asks}
    return (
        "Questions and grades" if len(kinds) > 1 else "Grades" if kinds == {True} else "Questions"
    )


def _opening(view: AuditView) -> list[Element]:
    """What the auditor reads before the first field."""
    said = f"{view.tool.title}. You can leave one open and come back."
    worker = " Look through the file with the allocated worker." if view.tool.with_worker else ""
    about = view.topic or view.audit.theme
    topic = [kit.as_typed(f"{'Topic' if view.topic else 'Theme'}: {about}")] if about else []
    return [kit.text(said + worker, subtle=True), *topic]


def _about(area: Choice | None, asks: list[Ask], tool: AuditTool) -> list[Element]:
    """What the next fields are about, where they don't say so themselves."""
    if area:
        return [_band(area.title)] if asks[0].question else []
    asked = {question.area for question in tool.questions} | {a.id for a in tool.graded_areas}
    unasked = [each.title for each in tool.areas if each.id not in asked]
    # Beneath an area's band, even the overall grade would look like the area's.
    banded = tool.areas and (asks[0].question or any(each.area for each in tool.questions))
    heading = [_band("The audit as a whole")] if banded else []
    return [*heading, *([kit.bullets(unasked)] if unasked else [])]


def _band(title: str) -> Element:
    """Sets an area apart from the questions' own bold labels; as Markdown "1. Plan" is a list."""
    return kit.section([kit.as_typed(title, strong=True)], emphasis=True)


def _input(ask: Ask, council: Council, view: AuditView, fields: Mapping[str, str]) -> Element:
    record = view.audit.record
    if ask.question:
        kept = record.answers.get(ask.question.id, "")
        return _question(ask.question, fields.get(ask.field, kept))
    scale = [(grade.title, grade.id) for grade in council.framework.grades]
    first = record.grades.get(ask.area.id) if ask.area else record.overall
    chosen = fields.get(ask.field, first)
    value = chosen if chosen in [grade for _, grade in scale] else None
    if ask.area is None:
        return kit.choice_input(
            OVERALL, "Overall grade", scale, value=value, required=False, expanded=True
        )
    beneath = any(question.area == ask.area.id for question in view.tool.questions)
    label = f"Grade: {ask.area.title}" if beneath else ask.area.title
    return kit.choice_input(ask.field, label, scale, value=value, required=False)


def _question(question: Question, answer: str) -> Element:
    field, choices = field_of(question.id), choices_of(question)
    if not choices:
        label = (
            f"{question.title} (may be left empty)" if question.may_not_apply else question.title
        )
        return kit.text_input(
            field, label, most=LINE_AT_MOST, value=answer, required=False, lines=False
        )
    return kit.choice_input(
        field,
        question.title,
        [(title, each) for each, title in choices.items()],
        value=answer if answer in choices else None,
        required=False,
        expanded=True,
    )
