"""A council adopts a later version of its framework, from a day to come."""

from dataclasses import dataclass
from datetime import datetime

from programme.calendar import day_in_words, day_of
from programme.council import CouncilRecord, FrameworkVersion
from programme.errors import CorrectAndRepeat, LookElsewhere
from programme.framework import Framework
from programme.ports import Councils
from programme.use_cases.add_council import parse_tenant


@dataclass(frozen=True, slots=True)
class AdoptFramework:
    """`rules` is the TOML text that `framework` was read from."""

    tenant_id: str
    framework: Framework
    rules: str


async def adopt_framework(
    command: AdoptFramework, *, councils: Councils, now: datetime
) -> CouncilRecord:
    """The council as kept. The same text adopted again changes nothing.

    What was begun under one version ends under it, so a version that is there isn't edited, and a
    new one holds from a day to come. Raises LookElsewhere for a tenant without a council, and
    CorrectAndRepeat where the framework is another council's, the version or the day is taken, or
    the day has come.
    """
    tenant_id = parse_tenant(command.tenant_id)
    record = await councils.get(tenant_id)
    if record is None:
        raise LookElsewhere(
            "No council has this tenant id; add it first with “sightline council add”."
        )
    adopted = FrameworkVersion(
        command.framework.version, command.framework.holds_from, command.rules, now
    )
    if _has(record, adopted):
        return record
    _check(record, command.framework, adopted, now)
    is_new = await councils.adopt(tenant_id, adopted)
    kept = await councils.get(tenant_id) or record
    if not is_new and not _has(kept, adopted):
        raise CorrectAndRepeat(
            "Somebody else has just adopted a version with this name or day; please try again."
        )
    return kept


def _has(record: CouncilRecord, adopted: FrameworkVersion) -> bool:
    return any(known.rules == adopted.rules for known in record.later)


def _check(
    record: CouncilRecord, framework: Framework, adopted: FrameworkVersion, now: datetime
) -> None:
    version, day = adopted.version, day_in_words(adopted.holds_from)
    if framework.id != record.framework_id:
        raise CorrectAndRepeat(
            f"This council's framework is {record.framework_id}, not {framework.id}; "
            "a later version has the same id."
        )
    if version in {record.framework_version, *(known.version for known in record.later)}:
        raise CorrectAndRepeat(
            f"Version {version} is there already and isn't edited; give the changed text a "
            "version and a date of its own."
        )
    if adopted.holds_from <= day_of(now):
        raise CorrectAndRepeat(
            f"holds_from is {day}, which has come already; a new version holds from a day to come."
        )
    if any(known.holds_from == adopted.holds_from for known in record.later):
        raise CorrectAndRepeat(
            f"Another version holds from {day} already; choose another date for version {version}."
        )
