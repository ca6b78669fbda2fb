import pytest

from bot.authentication import Forbidden, Unauthenticated
from bot.authentication.addresses import is_loopback, is_loopback_url
from tests.bot.serving import activity
from tests.unauthenticated import NoAuthentication


@pytest.mark.parametrize("host", ["0.0.0.0", "", "10.0.0.1", "sightline.example.com", "::"])
def test_without_authentication_nothing_but_loopback_will_do(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        NoAuthentication(host)


# Without authentication the SDK posts to whatever serviceUrl the body gives.
async def test_without_authentication_only_services_on_loopback_are_answered() -> None:
    claims = await NoAuthentication("127.0.0.1").verify(None)

    claims.admit(activity(serviceUrl="http://localhost:56150/_connector"))
    with pytest.raises(Forbidden):
        claims.admit(activity(serviceUrl="https://example.com/"))
    with pytest.raises(Forbidden):
        claims.admit(activity(serviceUrl=None))
    with pytest.raises(Unauthenticated):
        claims.admit(activity(channelId=None))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost.example.com", False),
        ("192.168.0.1", False),
        (None, False),
    ],
)
def test_loopback_is_this_machine_and_no_other(host: str | None, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_loopback_url_is_judged_by_its_host_alone() -> None:
    assert is_loopback_url("http://[::1]:80/x")
    assert not is_loopback_url("http://127.0.0.1@example.com/")
    assert not is_loopback_url("http://[")
