"""Auditors who fill the audit dialog in, page by page, by any council's framework."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.solver import ScipySolver
from dialogs.conversation import Answer, ClosePage, OpenPage, Turn
from dialogs.kit import Card, Json
from dialogs.record_audit import OPEN
from dialogs.table import VERBS
from programme.audit import Audit
from programme.framework import Framework
from programme.frameworks.load import load_shipped, shipped
from programme.rules.tool import AuditTool
from tests.cards.house import nodes
from tests.little_council import DECEMBER, THE_FIRST, LittleCouncil

FRAMEWORKS: tuple[Framework, ...] = tuple(map(load_shipped, shipped()))
TOOLS: Mapping[str, tuple[Framework, AuditTool]] = {
    f"{framework.id}, {tool.id}": (framework, tool)
    for framework in FRAMEWORKS
    for tool in framework.tools
}
"""Every tool of every framework that is shipped."""
LINE = "The record shows it."


def by_rule(rule: str, **has: object) -> tuple[Framework, AuditTool]:
    """The framework, and the first of its tools that is of the rule and has those values."""
    return next(
        (framework, tool)
        for framework, tool in TOOLS.values()
        if framework.where(f"tools.{tool.id}").rule == rule
        and all(getattr(tool, name) == value for name, value in has.items())
    )


def audit_by(tool: AuditTool, peer: str | None = None) -> Audit:
    """Ann's audit of a case of Ash with that tool."""
    return Audit(
        id=f"{7:032x}",
        month=DECEMBER,
        case_reference="CF-11",
        cohort="child_in_need",
        team="Ash",
        service_area="North",
        tool_id=tool.id,
        lead_id="ann",
        peer_id=peer,
        due=date(2026, 12, 31),
    )


@dataclass(frozen=True)
class Auditor:
    """Someone with the dialog of one audit open."""

    little: LittleCouncil
    name: str
    audit_id: str

    async def press(self, data: Mapping[str, object]) -> Answer:
        """Sends what a button carries."""
        who = await self.little.person(self.name)
        turn = Turn(
            self.little.council,
            who,
            "dialog",
            "key",
            THE_FIRST,
            self.little.work,
            lambda: 7,
            ScipySolver(),
        )
        return await VERBS[str(data["verb"])].press(dict(data), turn)

    async def open(self) -> Card:
        """The first page."""
        return page_of(await self.press({"verb": OPEN, "audit_id": self.audit_id}))

    async def submit_page(self, page: Card, title: str, **typed: str) -> Answer:
        """Presses a button of the page; the fields are as they stand, but for those `typed`."""
        return await self.press({**fields_of(page), **button(page, title), **typed})

    async def record(self) -> tuple[list[Card], Answer]:
        """Goes through all pages, fills every field in, and submits: what was shown and said."""
        pages = [await self.open()]
        while "Submit the audit" not in titles(pages[-1]):
            # A page that comes back without end would otherwise never let go.
            assert len(pages) < 20, titles(pages[-1])
            answer = await self.submit_page(pages[-1], "Save and continue", **filled_in(pages[-1]))
            pages.append(page_of(answer))
        return pages, await self.submit_page(pages[-1], "Submit the audit")


def page_of(answer: Answer) -> Card:
    """The page that an answer opens."""
    assert isinstance(answer, OpenPage), answer
    return answer.card


def said(answer: Answer) -> str:
    """What the dialog says as it closes."""
    assert isinstance(answer, ClosePage), answer
    return answer.words


def inputs(card: Card) -> list[dict[str, Json]]:
    """The fields of a page."""
    return [node for node in nodes(card) if str(node.get("type", "")).startswith("Input.")]


def fields_of(card: Card) -> dict[str, Json]:
    """What a client sends of the fields as they stand."""
    return {str(field["id"]): field.get("value", "") for field in inputs(card)}


def filled_in(card: Card) -> dict[str, str]:
    """The first choice or a line in each field of what is asked, but for a further action."""
    made = {}
    for field in inputs(card):
        name, choices = str(field["id"]), field.get("choices")
        if name.startswith(("new_", "take_out", "why_not_")):
            continue
        first = choices[0] if isinstance(choices, list) else {"value": LINE}
        made[name] = str(first["value"])
    return made


def titles(card: Card) -> list[str]:
    """What the buttons say."""
    return [str(node["title"]) for node in nodes(card) if node.get("type") == "Action.Submit"]


def button(card: Card, title: str) -> dict[str, object]:
    """What the button of that title carries."""
    found = next(n for n in nodes(card) if n.get("title") == title and "data" in n)
    data = found["data"]
    assert isinstance(data, dict)
    return data


def words_of(card: Card) -> str:
    """What the page says, in one line."""
    return " ".join(str(node["text"]) for node in nodes(card) if "text" in node)
