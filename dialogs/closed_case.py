"""That a case has closed before its audit was begun: what its auditor and the QA officers read."""

from dialogs import kit
from dialogs.kit import Element
from programme.audit import Audit
from programme.calendar import short_day
from programme.closed_case import case_has_closed
from programme.use_cases.show_closed_cases import ClosedCase

MOST = 20


def closed(audit: Audit, *, mine: bool) -> str | None:
    """What has become of the audit, for one of its auditors or somebody else; None while its case
    is open, or once it is begun."""
    if not case_has_closed(audit) or audit.case_closed_on is None:
        return None
    wait = "please wait, " if mine else ""
    return (
        f"The case closed on {short_day(audit.case_closed_on)}: {wait}the QA officers decide what "
        "becomes of the audit"
    )


def warned(audit: Audit, *, mine: bool) -> list[Element]:
    """The same on a card that is about this audit alone."""
    told = closed(audit, mine=mine)
    return [kit.warning(f"{told}.")] if told else []


def to_replace(cases: tuple[ClosedCase, ...], *, may_ask: bool) -> list[Element]:
    """The QA officers' list; `may_ask` where they may ask for an audit of another case."""
    if not cases:
        return []
    told = [
        f"{each.audit.case_reference}, {each.audit.team}: closed on {short_day(each.on)}, audit "
        f"due {short_day(each.audit.due)}, {' and '.join(each.auditors)}"
        for each in cases
    ]
    another = " For another case in its place type “ask for an audit”." if may_ask else ""
    return [
        kit.section(
            [
                kit.text("**Not begun, and the case has closed**"),
                kit.bullets(told, most=MOST),
                kit.text(
                    "The auditors know, and wait. Type “withdraw” with the reference after it to "
                    "withdraw the audit, or ask its lead auditor to audit the file as it was left."
                    f"{another}"
                ),
            ]
        )
    ]
