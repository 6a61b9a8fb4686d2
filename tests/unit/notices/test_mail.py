"""A letter as it leaves: plain text, one subject line, an identity of its own; and a server that is really spoken to."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from opora.notices.kinds import KINDS
from opora.notices.mail import Recording, Smtp, mailer
from opora.notices.schemas import NoticeRead
from opora.settings import Settings

SECRET = "s" * 40


ID = UUID("01890000-0000-7000-8000-000000000001")


@dataclass
class Written:
    id: UUID = ID
    address: str = "anna@school.test"
    subject: str = "Вам поручено\r\nBcc: all@school.test"
    body: str = "<b>Откройте</b> дефицит & отметьте."
    link: str = "/deficits/1"


class Peer:
    """Takes what it is given."""

    def __init__(self) -> None:
        self.taken: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  the library's name
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def peer() -> Iterator[tuple[Peer, int]]:
    found = Peer()
    with socket.socket() as free:  # the library connects to the port it is told, and so cannot choose one itself
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        found, hostname="127.0.0.1", port=port, auth_require_tls=False,
        authenticator=lambda _s, _e, _v, _m, data: AuthResult(success=data.password == b"pass:word"),
    )  # fmt: skip
    controller.start()
    try:
        yield found, port
    finally:
        controller.stop()


def test_every_kind_has_a_name_and_a_place_in_the_contract() -> None:
    assert set(KINDS) == set(NoticeRead.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]


def test_a_letter_is_plain_text_and_its_subject_one_line() -> None:
    message = Smtp("smtp://x", "opora@x.test", "https://opora.test").message(Written())
    assert message["Subject"] == "Вам поручено Bcc: all@school.test"
    assert message["Bcc"] is None
    assert message.get_content_type() == "text/plain"
    assert "https://opora.test/deficits/1" in message.get_content()
    assert message["Message-ID"] == "<01890000-0000-7000-8000-000000000001@opora.test>"


async def test_a_server_takes_a_letter(peer: tuple[Peer, int]) -> None:
    server, port = peer
    url = f"smtp://opora:pass%3Aword@127.0.0.1:{port}"
    await Smtp(url, "opora@x.test", "https://opora.test").send(Written())
    [envelope] = server.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("opora@x.test", ["anna@school.test"])
    assert b"Auto-Submitted: auto-generated" in envelope.content


async def test_a_wrong_password_and_no_server_are_told(peer: tuple[Peer, int]) -> None:
    with pytest.raises(OSError):  # smtplib's errors are OSErrors
        await Smtp(f"smtp://opora:wrong@127.0.0.1:{peer[1]}", "o@x.test", "https://x").send(Written())
    with pytest.raises(OSError):
        await Smtp("smtp://127.0.0.1:1", "o@x.test", "https://x").send(Written())
    assert peer[0].taken == []


def test_without_smtp_letters_are_recorded() -> None:
    assert isinstance(mailer(Settings(secret=SECRET)), Recording)
    assert isinstance(mailer(Settings(secret=SECRET, smtp_url="smtp://localhost")), Smtp)
