"""Whether the bot can sign in, and for how long."""

from datetime import datetime, timedelta
from typing import Final

from bot.authentication import Certificate
from bot.doctor.line import Line, in_words, look, mend, ok
from programme.calendar import day_in_words

WARN_BEFORE: Final = timedelta(days=30)
ABOUT = "certificate"

CODES: Final = {
    "AADSTS700016": "SIGHTLINE_APP_ID is no app of that tenant; see that both are as registered",
    "AADSTS700027": "the certificate is not registered with the app; upload it there",
    "AADSTS7000215": "the client secret is wrong; set its Value, not its id",
    "AADSTS7000222": "the client secret has expired; make a new one and set it",
    "AADSTS90002": "SIGHTLINE_APP_TENANT_ID is no tenant; set the one the app is registered in",
    "invalid_request": "no such identity is assigned to this machine; assign it in Azure",
}
"""What to do about Entra's commonest refusals."""


def judge_certificate(certificate: Certificate, now: datetime) -> Line:
    """When it ends; it is to be renewed 30 days before."""
    day = day_in_words(certificate.ends.date())
    if certificate.begins > now:
        return mend(ABOUT, "It doesn't hold yet; see that this machine's clock is right.")
    if certificate.ends <= now:
        return mend(
            ABOUT,
            f"It ended on {day}, and nothing can be sent; register a new one with the app, and "
            "put it where SIGHTLINE_APP_CERTIFICATE_FILE says.",
        )
    if certificate.ends - now < WARN_BEFORE:
        return mend(
            ABOUT,
            f"It ends on {day}, in {in_words(certificate.ends - now)}; register a new one with the "
            "app, and put it in its place. No restart is needed.",
        )
    return ok(ABOUT, f"It holds until {day}.")


def judge_token(code: str | None) -> Line:
    """Whether Entra gave a token; `code` is what it or the way to it failed with."""
    if code is None:
        return ok("sign-in", "Entra gives the bot a token.")
    advice = next((told for known, told in CODES.items() if known in code), None)
    if advice is None:
        advice = "see that login.microsoftonline.com can be reached, and that the app is as set"
    return mend("sign-in", f"Entra gives the bot no token ({code}): {advice}.")


def cannot_tell_its_end() -> Line:
    """Of a client secret."""
    return look(
        "certificate",
        "A client secret is used, and its end can't be asked for; keep the date in your calendar, "
        "or use a certificate.",
    )
