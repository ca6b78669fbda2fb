"""What a browser shows for a link to a case or an action: the same page for every one.

Whoever isn't in Teams learns nothing of it, so the page isn't made from the address.
"""

from typing import Final

from aiohttp import web

PAGE: Final = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Sightline</title>
</head>
<body>
<h1>Open this in Teams</h1>
<p>Paste the link into a chat in Microsoft Teams. If it is your work, a card appears with a button
that opens it.</p>
</body>
</html>
"""
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def add_link_pages(app: web.Application) -> None:
    """Adds /case/REFERENCE and /action/ID."""
    for path in ("/case/{name:.*}", "/action/{name:.*}"):
        app.router.add_get(path, _page)


async def _page(_: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html", headers=HEADERS)
