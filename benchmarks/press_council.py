"""The council that the presses are measured in, and the presses."""

from datetime import UTC, date, datetime

import orjson

from bot.wiring import open_storage
from programme.action import Action
from programme.audit import Audit, AuditState
from programme.calendar import Month
from programme.frameworks.load import parse, read_shipped, shipped
from programme.message import Conversation
from programme.people import Person, Role, Team
from programme.use_cases.add_council import AddCouncil, add_council

TENANT = "11111111-2222-3333-4444-555555555555"
APP_ID = "99999999-8888-7777-6666-555555555555"
OBJECT_ID = "00000000-0000-0000-0000-000000000001"
TEAM = "Malvern"
ACTIONS_AN_AUDIT = 4
SERVICE_URL = "http://127.0.0.1:3979"


def press(number: int) -> bytes:
    """The body of the press that completes the action of that number."""
    data = {
        "verb": "action.complete",
        "kind": "actions",
        "subject": _audit_id(number),
        "action": f"{_action_id(number)}/1",
        "complete_note": "The plan has dates now and was shared with the family.",
    }
    return orjson.dumps(
        {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "id": f"f:{number}",
            "channelId": "msteams",
            "serviceUrl": SERVICE_URL,
            "from": {"id": "29:1", "name": "A", "aadObjectId": OBJECT_ID},
            "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
            "recipient": {"id": f"28:{APP_ID}", "name": "Sightline"},
            "channelData": {"tenant": {"id": TENANT}},
            "value": {
                "action": {"type": "Action.Execute", "verb": "action.complete", "data": data},
                "trigger": "manual",
            },
        }
    )


def _action_id(number: int) -> str:
    return f"{number:032x}"


def _audit_id(number: int) -> str:
    return f"{number // ACTIONS_AN_AUDIT + 1:032x}"


async def fill(database: str, count: int) -> None:
    """Makes the council, with `count` open actions."""
    now = datetime.now(UTC)
    rules = read_shipped(shipped()[0])
    framework = parse(rules, shipped()[0])
    person = Person(
        "p1",
        "A Manager",
        "a@council.example",
        frozenset({Role.TEAM_MANAGER}),
        TEAM,
        object_id=OBJECT_ID,
    )
    async with open_storage(database) as storage:
        await add_council(
            AddCouncil(TENANT, framework, rules, id_key=""), councils=storage.councils, now=now
        )
        async with storage.work(TENANT) as w:
            await w.people.save([person, *_colleagues()])
            await w.teams.replace([Team(TEAM, "Locality")])
            await w.conversations.save(Conversation(person.id, SERVICE_URL, "a:1", "29:1"))
            audits = {_audit_id(number): number for number in range(count)}
            await w.audits.add([_audit(audit_id, framework.tools[0].id) for audit_id in audits])
            await w.actions.add([_action(number) for number in range(count)])
            await w.commit()


def _colleagues() -> list[Person]:
    """A staff list of believable size, for cards name people."""
    return [
        Person(f"c{n}", f"Colleague {n}", f"c{n}@council.example", frozenset({Role.TEAM_MANAGER}))
        for n in range(60)
    ]


def _audit(audit_id: str, tool_id: str) -> Audit:
    return Audit(
        id=audit_id,
        month=Month(2026, 12),
        case_reference=f"CF-{audit_id[-6:]}",
        cohort="child_in_need",
        team=TEAM,
        service_area="Locality",
        tool_id=tool_id,
        lead_id="p1",
        peer_id="c1",
        due=date(2026, 12, 31),
        state=AuditState.SUBMITTED,
    )


def _action(number: int) -> Action:
    return Action(
        id=_action_id(number),
        audit_id=_audit_id(number),
        month="2026-12",
        number=number % ACTIONS_AN_AUDIT + 1,
        case_reference=f"CF-{number}",
        team=TEAM,
        text="Put a date to each step of the plan and share it with the family",
        due=date(2099, 12, 1),
        set_by="p1",
    )
