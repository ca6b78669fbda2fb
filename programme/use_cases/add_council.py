"""A council is added: its tenant and its framework."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from programme.council import CouncilRecord
from programme.errors import CorrectAndRepeat
from programme.framework import Framework
from programme.ports import Councils


@dataclass(frozen=True, slots=True)
class AddCouncil:
    """`rules` is the TOML text that `framework` was read from; `id_key` is of chance, 32 hex digits
    that nobody is told (see `Council.ids_from`)."""

    tenant_id: str
    framework: Framework
    rules: str
    id_key: str = field(repr=False)


async def add_council(command: AddCouncil, *, councils: Councils, now: datetime) -> CouncilRecord:
    """The council as kept. Added again with the same rules, nothing changes: it keeps its key.

    Raises CorrectAndRepeat when the tenant id is not a GUID, or has other rules in force.
    """
    tenant_id = parse_tenant(command.tenant_id)
    record = CouncilRecord(
        tenant_id=tenant_id,
        framework_id=command.framework.id,
        framework_version=command.framework.version,
        rules=command.rules,
        added_at=now,
        id_key=command.id_key,
    )
    if await councils.add(record):
        return record
    known = await councils.get(tenant_id)
    if known is None or known.rules != command.rules:
        raise CorrectAndRepeat(
            "This tenant has a council with other rules in force; nothing was changed."
        )
    return known


def parse_tenant(text: str) -> str:
    """A tenant id in its usual form. Raises CorrectAndRepeat when it is not a GUID."""
    try:
        return str(UUID(text.strip()))
    except ValueError:
        raise CorrectAndRepeat(
            f"“{text}” is not a tenant id; it is a GUID, as the Entra admin centre shows it."
        ) from None
