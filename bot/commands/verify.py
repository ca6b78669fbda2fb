"""`sightline verify`."""

import click

from bot.commands.progress import bar
from bot.commands.running import Refused, read_settings, run
from bot.wiring import open_storage
from programme.errors import CorrectAndRepeat, LookElsewhere
from programme.event_chain import parse_head
from programme.use_cases.add_council import parse_tenant
from programme.use_cases.verify_events import Verified, verify_events


@click.command()
@click.option("--tenant", metavar="GUID", help="One council alone, by its Microsoft Entra tenant.")
@click.option(
    "--head",
    metavar="NUMBER:HASH",
    help="What this command printed earlier and was kept elsewhere; with --tenant.",
)
def verify(tenant: str | None, head: str | None) -> None:
    """Says whether the record of events is whole: nothing changed, taken out or put in.

    Keep the head that it prints where those who look after the database can't write, and give it
    back with --head: it then also finds a record that was rewritten as a whole.
    """
    run(_verify(tenant, head))


async def _verify(tenant: str | None, head: str | None) -> None:
    kept = parse_head(head) if head else None
    if kept and tenant is None:
        raise CorrectAndRepeat("A head belongs to one council; please name it with --tenant.")
    async with open_storage(read_settings().database_url) as storage:
        tenants = [record.tenant_id for record in await storage.councils.all()]
        if tenant is not None:
            tenants = [one for one in tenants if one == parse_tenant(tenant)]
        if not tenants:
            raise LookElsewhere(
                "There is no such council; add it first with “sightline council add”."
            )
        broken = []
        for tenant_id in tenants:
            with bar(f"Reading {tenant_id}") as progress:
                found = await verify_events(
                    tenant_id, work=storage.work, progress=progress, kept=kept
                )
            click.echo(_line(tenant_id, found))
            if found.fault:
                broken.append(f"Council {tenant_id}: {found.fault.sentence}")
    if broken:
        raise Refused("\n".join(broken))


def _line(tenant_id: str, found: Verified) -> str:
    entries = "1 entry" if found.entries == 1 else f"{found.entries:,} entries"
    gone = found.checkpoint.number
    before = f", entries up to {gone:,} removed by retention" if gone else ""
    whole = "whole up to" if found.fault else "whole, head"
    return f"Council {tenant_id}: {entries}{before}, {whole} {found.head}"
