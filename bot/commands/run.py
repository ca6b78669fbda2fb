"""`sightline run`: the service for Microsoft Teams."""

import asyncio
import signal

import click

from bot.authentication import Authenticator, MsalToken, client_secret
from bot.clock import system_clock
from bot.commands.running import read_settings
from bot.commands.running import run as run_to_end
from bot.garbage import collect_seldom
from bot.server import serving
from bot.settings import Settings
from bot.wiring import Outside, open_service, open_session
from programme.errors import CorrectAndRepeat


@click.command()
def run() -> None:
    """Serves Microsoft Teams until it is stopped."""
    run_to_end(_run(read_settings()))


async def _run(settings: Settings) -> None:
    _require_sign_in(settings)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    secret = settings.app_password.get_secret_value()
    sign_in = (
        client_secret(settings.app_id, secret, settings.app_tenant_id)
        if settings.app_type == "SingleTenant"
        else client_secret(settings.app_id, secret)
    )
    async with open_session() as session:
        outside = Outside(
            session=session,
            authentication=Authenticator(
                settings.app_id, settings.openid_metadata_url, session, system_clock
            ),
            tokens=MsalToken(sign_in, system_clock),
        )
        async with open_service(settings, outside, system_clock) as service:
            service.jobs.start()
            collect_seldom()
            async with serving(service.app, settings):
                click.echo(f"Sightline listens on {settings.host}:{settings.port}.")
                await stop.wait()


def _require_sign_in(settings: Settings) -> None:
    if not settings.app_id or not settings.app_password.get_secret_value():
        raise CorrectAndRepeat(
            "Sightline does not start unauthenticated: set SIGHTLINE_APP_ID and "
            "SIGHTLINE_APP_PASSWORD, or try it on this machine with “sightline demo”."
        )
    if settings.app_type == "SingleTenant" and not settings.app_tenant_id:
        raise CorrectAndRepeat(
            "A SingleTenant app needs SIGHTLINE_APP_TENANT_ID, the tenant it is registered in."
        )
