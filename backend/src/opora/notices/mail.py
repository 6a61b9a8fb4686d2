"""Sending letters: SMTP where the installation has it, a recording where it has not."""

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from opora.settings import Settings

TIMEOUT = 20.0
_FOOTER = "Письмо отправлено автоматически. Какие письма приходят, вы выбираете в Опоре: «Моя учётная запись»."


class Outgoing(Protocol):
    """A letter as it lies in the queue."""

    id: UUID
    address: str
    subject: str
    body: str
    link: str


class Mailer(Protocol):
    """Takes a letter or raises OSError or smtplib.SMTPException; `state` is what a taken letter becomes."""

    state: str

    async def send(self, letter: Outgoing) -> None: ...


class Recording:
    """Without SMTP nothing leaves: the letter stays in the database, where a demonstration shows it."""

    state = "recorded"

    async def send(self, letter: Outgoing) -> None:
        """Nothing to do: the row is the record."""


class Smtp:
    """`smtp://user:password@host:587` (STARTTLS wherever the server offers it) or `smtps://…:465`."""

    state = "sent"

    def __init__(self, url: str, sender: str, origin: str) -> None:
        self._url, self._sender, self._origin = urlsplit(url), sender, origin

    async def send(self, letter: Outgoing) -> None:
        """In a thread: smtplib waits."""
        await asyncio.to_thread(self._send, self.message(letter))

    def message(self, letter: Outgoing) -> EmailMessage:
        """Plain text, so that nothing in it is ever markup. The Message-ID is the letter's: a repeated one is known as such."""
        message = EmailMessage()
        message["From"], message["To"] = self._sender, letter.address
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{letter.id}@{urlsplit(self._origin).hostname or 'opora'}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(f"{letter.body}\n\n{self._origin}{letter.link}\n\n-- \n{_FOOTER}\n")
        return message

    def _send(self, message: EmailMessage) -> None:
        url = self._url
        host, context = url.hostname or "localhost", ssl.create_default_context()
        if url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, url.port or 25, timeout=TIMEOUT)
        with server:
            server.ehlo()
            if url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)


def mailer(settings: Settings) -> Mailer:
    """As the settings say."""
    if settings.smtp_url is None:
        return Recording()
    host = urlsplit(settings.origin).hostname or "localhost"
    return Smtp(settings.smtp_url.get_secret_value(), settings.mail_from or f"opora@{host}", settings.origin)
