"""Refusals of this context, each with the rule and the way out."""

from opora.core.problems import Conflict, NotFound, Problem
from opora.core.texts import Text


class DocumentNotFound(NotFound):
    code = "document-not-found"


class CertificateNotFound(NotFound):
    code = "certificate-not-found"
    title = Text("Сертификат не найден", "No such certificate")
    detail = Text(
        "Проверьте код: он напечатан под QR-кодом. Если код верен, такой сертификат не выдавали.",
        "Check the code printed below the QR code. If it is right, no such certificate was issued.",
    )


class CertificateRevoked(Conflict):
    code = "certificate-revoked"
    title = Text("Сертификат уже отозван", "The certificate is withdrawn already")
    detail = Text("Отозванный сертификат не действует.", "A withdrawn certificate is not valid.")


class NobodyCame(Conflict):
    code = "nobody-came"
    title = Text("Некому выдать сертификат", "Nobody to certify")
    detail = Text(
        "Сертификат получают те, чьё присутствие отмечено и у кого его ещё нет.",
        "A certificate is for those whose presence was recorded and who have none yet.",
    )


class TooManyLooks(Problem):
    status, code = 429, "too-many-tries"
    title = Text("Слишком много попыток", "Too many tries")
    detail = Text("Подождите минуту и повторите.", "Wait a minute and try again.")

    def __init__(self) -> None:
        super().__init__(headers={"retry-after": "60"})
