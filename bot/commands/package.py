"""`sightline package`: the app package for the Teams admin centre."""

from pathlib import Path

import click

from bot.commands.running import Refused
from manifest.build import build_package
from manifest.registration import Registration
from programme.errors import SightlineError


@click.command()
@click.option(
    "--app-id", required=True, metavar="GUID", help="The Microsoft App ID of the Azure Bot."
)
@click.option(
    "--host",
    required=True,
    metavar="NAME",
    help="The host that Sightline answers on, such as sightline.council.gov.uk.",
)
@click.option(
    "--about",
    metavar="URL",
    help="The page that Teams links to as the app's website, privacy notice and terms; "
    "without it, https://NAME/.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("sightline.zip"),
    show_default=True,
    help="The file to write.",
)
def package(app_id: str, host: str, about: str | None, output: Path) -> None:
    """Builds the app package that an administrator uploads to Teams."""
    try:
        registration = Registration.parse(app_id, host, about)
    except SightlineError as refusal:
        raise Refused(str(refusal)) from refusal
    try:
        output.write_bytes(build_package(registration))
    except OSError as error:
        raise Refused(
            f"{output} can't be written: {error.strerror}. Choose another place."
        ) from error
    click.echo(
        f"{output} is ready to upload in the Teams admin centre. "
        f"The Azure Bot's messaging endpoint is https://{registration.host}/api/messages."
    )
