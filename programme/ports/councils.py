"""Every council of the deployment."""

from typing import Protocol

from programme.council import CouncilRecord, FrameworkVersion


class Councils(Protocol):
    """Every council of the deployment."""

    async def all(self) -> tuple[CouncilRecord, ...]: ...
    async def get(self, tenant_id: str) -> CouncilRecord | None: ...
    async def add(self, record: CouncilRecord) -> bool:
        """Keeps it, in a transaction of its own; False when the tenant is there already."""

    async def adopt(self, tenant_id: str, version: FrameworkVersion) -> bool:
        """Keeps a later version of the council's framework, in a transaction of its own; False
        when its name or its day is taken already."""
