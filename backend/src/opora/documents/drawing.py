"""Drawing papers: PDF by typst, the protocol also as DOCX. Every string of a snapshot is data and is printed as it is."""

import io
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import orjson

from opora.documents.papers import CertificatesPaper, DayPaper, Snapshot

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEMPLATE = {"attendance_blank": "attendance", "attendance_sheet": "attendance"}
PDF_STANDARD: Literal["ua-1"] = "ua-1"
"""Tagged and accessible (ГОСТ Р 52872-2019): typst refuses to write what the standard forbids."""


def draw_pdf(kind: str, paper: Snapshot) -> bytes:
    """The paper as a tagged PDF with the fonts typst brings: the same file on every machine."""
    import typst  # here, not above: 34 MB that the API never needs

    data = paper.model_dump(mode="json")
    if isinstance(paper, CertificatesPaper):
        data = {"items": [item | {"qr": _qr(item["link"])} for item in data["items"]]}
    templates = files("opora.documents") / "templates"
    main = templates / f"{_TEMPLATE.get(kind, kind)}.typ"
    drawn: bytes = typst.compile(
        str(main), root=str(templates), format="pdf", sys_inputs={"data": orjson.dumps(data).decode()},
        pdf_standards=[PDF_STANDARD], ignore_system_fonts=True,
    )  # fmt: skip
    return drawn


def _qr(text: str) -> str:
    """A QR code as SVG."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


def draw_docx(paper: DayPaper) -> bytes:
    """The protocol as secretaries finish it in a word processor."""
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    template = DocxTemplate(io.BytesIO(_protocol_template()))
    template.render(_shown(paper.model_dump()), SandboxedEnvironment(autoescape=True), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _shown(value: Any) -> Any:
    """Empty fields in words; numbers that nobody counted as a dash."""
    if isinstance(value, dict):
        return {name: _shown(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(part) for part in value]
    if value is None:
        return "—"
    return value.strip() or "не заполнено" if isinstance(value, str) else value


@lru_cache(maxsize=1)
def _protocol_template() -> bytes:
    """The form of the protocol (domain.md 6.10), built once: a form in code is read and compared like code."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    form = Document()
    section = form.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    form.styles["Normal"].font.name, form.styles["Normal"].font.size = "Times New Roman", Pt(11)
    form.core_properties.title = "Протокол Дня образовательных интенсивов"
    form.core_properties.language = "ru-RU"
    form.add_paragraph("{{ issuer }}")
    form.add_paragraph("УТВЕРЖДАЮ\n{{ approver }}\n________________ «___» ____________ 20___ г.")
    form.add_heading("Протокол № {{ number }}", 1)
    form.add_paragraph("Дня образовательных интенсивов")
    form.add_paragraph("Дата: {{ date }}\nМесто: {{ place }}\nФорма проведения: {{ mode }}\nТема: {{ theme }}")
    form.add_paragraph("Председатель: {{ chair }}\nСекретарь: {{ secretary }}")
    for heading, name in (("Повестка", "questions"), ("Общие дефициты, на которые направлен День", "deficits")):
        form.add_heading(heading, 2)
        form.add_paragraph(f"{{%p for item in {name} %}}")
        form.add_paragraph("{{ item }}", style="List Number")
        form.add_paragraph("{%p endfor %}")
    form.add_heading("Занятия", 2)
    columns = {
        "Время": "time", "Площадка": "place", "Тема": "title", "Форма": "form", "Ведущий": "leader",
        "Аудитория": "audience", "Дефицит": "deficits | join('; ')", "Пед.": "teachers", "Адм.": "administrators",
        "Обуч.": "students", "Род.": "parents",
    }  # fmt: skip
    _table(form, "sessions", columns)
    form.add_heading("Решения", 2)
    _table(form, "decisions", {"Решение": "text", "Ответственный": "responsible", "Срок": "due"})
    form.add_paragraph("{%p if feedback is mapping %}")
    form.add_heading("Отзывы участников", 2)
    form.add_paragraph("Средняя оценка — {{ feedback.mean }}, ответов — {{ feedback.answers }}.")
    form.add_paragraph("{%p for remark in feedback.remarks %}")
    form.add_paragraph("{{ remark }}", style="List Bullet")
    form.add_paragraph("{%p endfor %}")
    form.add_paragraph("{%p endif %}")
    form.add_paragraph("Председатель ____________________ {{ chair }}")
    form.add_paragraph("Секретарь ____________________ {{ secretary }}")
    out = io.BytesIO()
    form.save(out)
    return out.getvalue()


def _table(form: Any, name: str, columns: dict[str, str]) -> None:
    """A table whose row repeats for every item of `name`."""
    table = form.add_table(rows=4, cols=len(columns))
    table.style = "Table Grid"
    for cell, heading in zip(table.rows[0].cells, columns, strict=True):
        cell.text = heading
    table.rows[1].cells[0].text = f"{{%tr for row in {name} %}}"
    for cell, field in zip(table.rows[2].cells, columns.values(), strict=True):
        cell.text = f"{{{{ row.{field} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
