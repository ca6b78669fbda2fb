"""What a round's cards count of its audits: who has a part in one, and how far it is."""

from typing import NamedTuple


class AuditInBrief(NamedTuple):
    """An audit without what it says: the whole of a round is read for a few counts, often."""

    id: str
    lead_id: str
    peer_id: str | None
    service_area: str
    is_submitted: bool
    is_complete: bool
