"""Papers: what the PDF and the DOCX say is exactly what the snapshot says, whatever it says."""

import io
import re
import zipfile

import pypdf
import pytest

from opora.documents.drawing import draw_docx, draw_pdf
from opora.documents.papers import (
    NOT_FILLED,
    AttendancePaper,
    CertificatePaper,
    CertificatesPaper,
    CountLine,
    DayPaper,
    Decision,
    Feedback,
    SessionLine,
    SheetLine,
    missing,
)

HOSTILE = '<b>#eval("1") {{ 7*7 }} *x* $y$ @z {% for %} & \\'
SESSION = SessionLine(
    time="10:00–10:45", place="Кабинет 204", title=HOSTILE, form="практикум", leader="Иванова М. П.", audience="педагоги",
    deficits=["Низкие результаты ВПР"], teachers=12,
)  # fmt: skip
DAY = DayPaper(
    issuer="МБОУ ДО «ИМЦ»", approver="", number="3", date="12 марта 2027 г.", place="Школа № 9", mode="очно", theme="Текст",
    chair="Иванова И. И.", secretary="", questions=["О результатах"], deficits=["Низкие результаты ВПР"], sessions=[SESSION],
    decisions=[Decision(text="Повторить в мае", responsible="ИМЦ", due="1 мая 2027 г.")],
    feedback=Feedback(mean="4,6", answers=12, remarks=["Спасибо"]),
)  # fmt: skip
SHEET = AttendancePaper(
    issuer="ИМЦ", title="День интенсивов", date="12 марта 2027 г.", place="Школа № 9", leader="",
    lines=[SheetLine(name=HOSTILE, school="Школа", position="учитель", mark="присутствует")],
    counts=[CountLine(school="Сусанинская СОШ", audience="родители", count=17)], is_blank=False,
)  # fmt: skip


def certificate(number: int) -> CertificatePaper:
    return CertificatePaper(
        issuer="ИМЦ", number=f"{number}/2027", name=HOSTILE, title="День", date="12 марта 2027 г.", hours="3", role="слушатель",
        code="ABCD-EFGH-JKLM", link="https://opora.example/verify/ABCDEFGHJKLM", signer="Директор",
    )  # fmt: skip


def read(pdf: bytes) -> tuple[str, pypdf.PdfReader]:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages)), reader


def squeezed(text: str) -> str:
    """Lines break where they like: compare letters only."""
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize(
    ("kind", "paper", "words"),
    [
        ("day_protocol", DAY, ["Протокол № 3", "12 марта 2027 г.", "Повторить в мае", "4,6", NOT_FILLED, "УТВЕРЖДАЮ"]),
        ("day_programme", DAY, ["Программа Дня образовательных интенсивов", "10:00–10:45", "Иванова М. П."]),
        ("attendance_sheet", SHEET, ["Лист регистрации", "присутствует", "Сусанинская СОШ", "17"]),
        (
            "certificates",
            CertificatesPaper(items=[certificate(5)]),
            ["Сертификат участника № 5/2027", "ABCD-EFGH-JKLM"],
        ),
    ],
)
def test_a_pdf_is_tagged_russian_and_says_what_the_snapshot_says(kind: str, paper: DayPaper, words: list[str]) -> None:
    text, reader = read(draw_pdf(kind, paper))
    root = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], str(root["/Lang"])[:2]) == (True, "ru")
    for word in (*words, HOSTILE):
        assert squeezed(word) in squeezed(text), f"{word} in {text[:2000]}"


def test_the_protocol_opens_in_a_word_processor_and_nothing_in_it_is_a_command() -> None:
    with zipfile.ZipFile(io.BytesIO(draw_docx(DAY))) as archive:
        document = archive.read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", document)
    for word in ("Протокол № 3", "Повторить в мае", "ИМЦ", "4,6", NOT_FILLED, "{{ 7*7 }}", "{% for %}"):
        assert word in text
    assert "&lt;b&gt;#eval" in document
    assert "49" not in text


def test_a_blank_sheet_has_lines_to_sign() -> None:
    blank = SHEET.model_copy(update={"lines": [], "counts": [], "is_blank": True})
    text, _ = read(draw_pdf("attendance_blank", blank))
    assert "24" in text


def test_every_certificate_has_a_page_of_its_own() -> None:
    _, reader = read(draw_pdf("certificates", CertificatesPaper(items=[certificate(n) for n in range(1, 31)])))
    assert len(reader.pages) == 30


def test_empty_fields_are_named_before_printing() -> None:
    assert missing(DAY) == ["approver", "secretary"]
