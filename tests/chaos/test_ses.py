"""The SES that fails speaks as SES does: the product's own mailer understands it."""

from collections.abc import Iterator

import pytest

from chalicelib.adapters.ses_mail import SesMail
from chalicelib.errors import DeliveryError, Retryable, Unknown
from chalicelib.ports import Mail
from chaos.ses import Ses, SesServer

MAIL = Mail(
    to="ann@example.com", to_name="Ann", subject="Prices", text="Hello", html="<p>Hello</p>",
    headers={"X-Wilco-Kind": "received", "X-Wilco-Order": "case-1/received:1"}, from_name="Shop", tags={},
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[SesServer]:
    with SesServer(Ses(seed=1)) as running:
        yield running


@pytest.fixture
def mailer(server: SesServer, monkeypatch: pytest.MonkeyPatch) -> SesMail:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    return SesMail("support@shop.example", "set", region="us-east-1", endpoint_url=server.url)


def test_it_takes_a_mail(server: SesServer, mailer: SesMail) -> None:
    assert mailer.send(MAIL) == "mail-1"
    (letter,) = server.ses.taken
    assert (letter.to, letter.kind, letter.order) == ("ann@example.com", "received", "case-1/received:1")


@pytest.mark.parametrize(
    ("fault", "error", "taken"),
    [
        ("throttled", Retryable, 0),
        ("unavailable", Retryable, 0),
        ("dropped", Unknown, 0),
        ("sent, then dropped", Unknown, 1),
    ],
)
def test_it_fails(server: SesServer, mailer: SesMail, fault: str, error: type[DeliveryError], taken: int) -> None:
    server.ses.faults = {fault: 1.0}
    with pytest.raises(error):
        mailer.send(MAIL)
    assert len(server.ses.taken) == taken
    assert server.ses.struck == {fault: 1}
