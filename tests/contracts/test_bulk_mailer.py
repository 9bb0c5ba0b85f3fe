"""The contract of `BulkMailer`: the fake, and the real adapter before the sandbox's SES."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from chalicelib.adapters.ses_bulk import SesBulk
from chalicelib.errors import Permanent, Rejected, Retryable, Unknown
from chalicelib.ports import BulkMailer, Copy, Letter, Quota
from tests.contracts.conftest import Sandbox
from tests.fakes import FakeMail

LETTER = Letter(
    subject="Цены: {{неверное}} значение",
    text=("Привет, ", "name", "! Вот {{ваша}} {ссылка}: {", "link", "}\n"),
    html=("<style>p { margin: 0 }</style><p>Привет, ", "name_html", "!</p>"),
    headers={
        "List-Id": "<shop.example>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "X-Wilco-Kind": "update",
    },
    tags={"kind": "update"},
    from_name="Поддержка магазина",
)


def a_copy(number: int, **given: Any) -> Copy:
    stop = f"<https://wilco.example/t/r-{number}.secret/stop>"
    root = f"<f{number}@shop.example>"
    copy = Copy(
        to=f"p{number}@example.com",
        to_name=f"Борис {number}",
        values={
            "name": "O'Neil {{link}} & co",
            "name_html": "O&#39;Neil {{link}} &amp; co",
            "link": f"https://w.example/{number}",
        },
        headers={
            "References": root,
            "In-Reply-To": root,
            "List-Unsubscribe": stop,
            "X-Wilco-Order": f"c1/o1:f{number}",
        },
    )
    return replace(copy, **given)


@dataclass(frozen=True)
class BulkWorld:
    """A bulk mailer, how its account is changed, and what readers got: a mail's fields by its address."""

    mailer: BulkMailer
    grant: Callable[[Quota], None]
    read: Callable[[], Mapping[str, Mapping[str, Any]]]


@pytest.fixture(params=["fake", "sandbox"])
def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[BulkWorld]:
    """Both of them."""
    if request.param == "fake":
        fake = FakeMail()
        yield BulkWorld(fake, lambda quota: setattr(fake, "rate", quota), lambda: _as_read(fake))
        return
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    sandbox: Sandbox = request.getfixturevalue("sandbox")
    with httpx.Client(base_url=sandbox.url) as client:
        client.post("/panel/reset").raise_for_status()
        adapter = SesBulk("support@shop.example", "wilco", region="us-east-1", endpoint_url=f"{sandbox.url}/ses")

        def grant(quota: Quota) -> None:
            client.post("/panel/ses", json={"rate": quota.a_second, "daily": quota.left}).raise_for_status()

        yield BulkWorld(adapter, grant, lambda: {one["to"]: one for one in client.get("/mail/api/messages").json()})
        adapter._client.close()
        client.post("/panel/reset").raise_for_status()
        client.delete("/panel/faults").raise_for_status()


def _as_read(fake: FakeMail) -> Mapping[str, Mapping[str, Any]]:
    return {
        mail.to: {
            "subject": mail.subject,
            "text": mail.text,
            "html": mail.html,
            "headers": {
                **mail.headers,
                "From": f"{mail.from_name} <support@shop.example>",
                "To": f"{mail.to_name} <{mail.to}>",
            },
        }
        for mail in fake.sent
    }


def test_each_reader_gets_their_own_and_what_all_share(world: BulkWorld) -> None:
    copies = [a_copy(number) for number in range(50)]
    ids = world.mailer.send_many(LETTER, copies)
    assert len({one for one in ids if isinstance(one, str)}) == 50
    read = world.read()
    assert len(read) == 50
    for number, copy in enumerate(copies):
        mail = read[copy.to]
        assert mail["subject"] == LETTER.subject
        assert (
            mail["text"].strip()
            == f"Привет, O'Neil {{{{link}}}} & co! Вот {{{{ваша}}}} {{ссылка}}: {{https://w.example/{number}}}"
        )
        assert "Привет, O&#39;Neil {{link}} &amp; co!" in mail["html"]
        assert "p { margin: 0 }" in mail["html"]
        assert mail["headers"].items() >= {**LETTER.headers, **copy.headers}.items()
        assert mail["headers"]["From"] == "Поддержка магазина <support@shop.example>"
        assert mail["headers"]["To"] == f"Борис {number} <{copy.to}>"


def test_whoever_can_not_be_mailed_is_refused_alone_and_in_their_place(world: BulkWorld) -> None:
    odd = [
        a_copy(1, to="nobody"),
        a_copy(2),
        a_copy(3, to="a@example.com, b@example.com"),
        a_copy(4, headers={"X": "a\r\nBcc: b"}),
    ]
    first, second, third, fourth = world.mailer.send_many(LETTER, odd)
    assert isinstance(second, str)
    assert all(isinstance(one, Permanent) for one in (first, third, fourth))
    assert set(world.read()) == {"p2@example.com"}


@pytest.mark.parametrize(
    "changed", [{"subject": "a\r\nBcc: b@example.com"}, {"headers": {"X-A": "a\nb"}}, {"from_name": "a\nb"}]
)
def test_a_letter_that_breaks_out_of_a_line_is_rejected(world: BulkWorld, changed: Any) -> None:
    with pytest.raises(Rejected):
        world.mailer.send_many(replace(LETTER, **changed), [a_copy(1)])
    assert world.read() == {}


def test_more_than_fifty_are_rejected(world: BulkWorld) -> None:
    with pytest.raises(Rejected):
        world.mailer.send_many(LETTER, [a_copy(number) for number in range(51)])


def test_the_quota_is_the_accounts(world: BulkWorld) -> None:
    world.grant(Quota(14, 200))
    assert world.mailer.quota() == Quota(14, 200)


@pytest.mark.parametrize("world", ["sandbox"], indirect=True)
class TestTheSandbox:
    def test_who_is_above_the_rate_is_not_sent_and_may_come_again(self, world: BulkWorld) -> None:
        world.grant(Quota(3, 1000))
        answers = world.mailer.send_many(LETTER, [a_copy(number) for number in range(5)])
        assert [type(one) for one in answers] == [str, str, str, Retryable, Retryable]
        assert len(world.read()) == 3

    def test_a_paused_account_sends_nothing_and_says_so(self, world: BulkWorld, sandbox: Sandbox) -> None:
        httpx.post(f"{sandbox.url}/panel/ses", json={"enabled": False}).raise_for_status()
        assert world.mailer.quota().left == 0
        with pytest.raises(Retryable):
            world.mailer.send_many(LETTER, [a_copy(1)])

    @pytest.mark.parametrize(
        ("fault", "error", "delivered"),
        [("429", Retryable, 0), ("503", Retryable, 0), ("drop", Unknown, 0), ("commit-then-timeout", Unknown, 1)],
    )
    def test_a_call_that_fails(
        self, world: BulkWorld, sandbox: Sandbox, fault: str, error: type[Exception], delivered: int
    ) -> None:
        rule = {"vendor": "ses", "fault": fault, "times": 1, "seconds": 0}
        httpx.post(f"{sandbox.url}/panel/faults", json=rule).raise_for_status()
        with pytest.raises(error):
            world.mailer.send_many(LETTER, [a_copy(1)])
        assert len(world.read()) == delivered
