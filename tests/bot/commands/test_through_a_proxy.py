"""A machine that reaches the internet through a council's proxy alone, which opens what it relays
for inspection: the certificates are the council's."""

import asyncio
import os
import ssl
import sys
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.local_teams.issuer import Issuer
from tests.bot.council_proxy import council_proxy
from tests.bot.entra import key, pem
from tests.bot.serving import APP_ID

PASSWORD = "pa55-word-0f-the-app"


async def test_the_doctor_and_the_sign_in_go_through_it(tmp_path: Path) -> None:
    certified = tmp_path / "council.pem"
    certified.write_bytes(pem(key()))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certified)
    server = TestServer(_login(), scheme="https")
    await server.start_server(ssl=tls)
    keys_host = f"127.0.0.1:{server.port}"
    async with council_proxy() as proxy:
        said = await _doctor(
            tmp_path,
            HTTPS_PROXY=proxy.url.replace("//", f"//sightline:{PASSWORD}@"),
            SSL_CERT_FILE=str(certified),
            SIGHTLINE_OPENID_METADATA_URL=str(server.make_url("/metadata")),
            SIGHTLINE_APP_ID=APP_ID,
            SIGHTLINE_APP_TENANT_ID="22222222-2222-4222-8222-222222222222",
            SIGHTLINE_APP_PASSWORD="another",
        )
    await server.close()

    through = proxy.url.removeprefix("http://")
    assert f"come from 127.0.0.1 through the proxy {through}." in said
    assert PASSWORD not in said
    asked = {head.split(" ")[1] for head in proxy.asked}
    assert asked == {keys_host, "login.microsoftonline.com:443"}


def _login() -> web.Application:
    issuer = Issuer(APP_ID, "https://127.0.0.1")

    async def metadata(request: web.Request) -> web.Response:
        found = {**issuer.openid_metadata(), "jwks_uri": f"https://{request.host}/keys"}
        return web.json_response(found)

    async def keys(_: web.Request) -> web.Response:
        return web.json_response(issuer.keys())

    app = web.Application()
    app.router.add_get("/metadata", metadata)
    app.router.add_get("/keys", keys)
    return app


async def _doctor(folder: Path, **stated: str) -> str:
    database = {"SIGHTLINE_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/none.db"}
    doctor = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "doctor",
        env={**os.environ, **database, **stated},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await doctor.communicate()
    return said.decode()
