"""`sightline run`: the service for Microsoft Teams."""

import asyncio
import signal

import click

from bot.authentication import Authenticator, MsalToken
from bot.clock import system_clock
from bot.commands.running import read_settings
from bot.commands.running import run as run_to_end
from bot.interpreter import tune_for_serving
from bot.logs import Format, set_up_logs
from bot.server import serving
from bot.settings import Settings
from bot.sign_in import sign_in
from bot.wiring import Outside, open_service, open_session


@click.command()
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    help="Writes the log so, whatever SIGHTLINE_LOG_FORMAT says.",
)
def run(log_format: Format | None) -> None:
    """Serves Microsoft Teams until it is stopped; then it finishes what is in flight."""
    settings = read_settings()
    set_up_logs(log_format or settings.log_format, settings.log_level)
    run_to_end(_run(settings))


async def _run(settings: Settings) -> None:
    acquire = sign_in(settings)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with open_session() as session:
        outside = Outside(
            session=session,
            authentication=Authenticator(
                settings.app_id, settings.openid_metadata_url, session, system_clock
            ),
            tokens=MsalToken(acquire, system_clock),
        )
        async with open_service(settings, outside, system_clock) as service:
            service.jobs.start()
            tune_for_serving()
            async with serving(service.app, settings):
                click.echo(f"Sightline listens on {settings.host}:{settings.port}.")
                await stop.wait()
                service.stop_delivering()
