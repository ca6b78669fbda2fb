"""Why a case is audited by whom: the reasons that the draw recorded (WC-03)."""

from programme.audit import Audit
from programme.errors import LookElsewhere
from programme.people import Person, Role, Verb, require
from programme.ports import UnitOfWork
from programme.responsible import ABOVE_A_TEAM


async def explain_pairing(w: UnitOfWork, reader: Person, case_reference: str) -> tuple[Audit, ...]:
    """The case's audits that the reader may ask about, the latest first.

    QA officers may ask about every case, auditors about their own, whoever stands above the teams
    of a service area about the area's, and whoever does so for the whole council about every case.
    Raises LookElsewhere for any other, so that nothing is learnt by asking.
    """
    require(reader, Verb.SEE_OWN_WORK)
    is_above = not reader.roles.isdisjoint(ABOVE_A_TEAM)
    # References are written in capitals, and typed as it comes.
    of_case = await w.audits.of_case(case_reference) or await w.audits.of_case(
        case_reference.upper()
    )
    found = tuple(
        audit
        for audit in of_case
        if reader.has(Role.QA_OFFICER)
        or audit.part_of(reader.id)
        or (reader.service_area in (None, audit.service_area) and is_above)
    )
    if not found:
        raise LookElsewhere(
            "You have no audit of a case with this reference; type “my work” for what is yours."
        )
    return found
