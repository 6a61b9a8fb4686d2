"""The table: what was measured, beside the limit or the other side, with the goal."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One figure. None is what could not be measured here."""

    measure: str
    ours: float | None
    other: float | None = None
    ratio: float | None = None
    goal: str = ""
    digits: int = 2


def table(lines: list[Line]) -> str:
    """Aligned columns, readable as text and as Markdown."""
    rows = [["measure", "Opora", "beside it", "ratio", "goal"]]
    rows += [
        [
            line.measure,
            *(_figure(value, line.digits) for value in (line.ours, line.other)),
            _figure(line.ratio, 2),
            line.goal,
        ]
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    rows.insert(1, ["-" * width for width in widths])
    return "\n".join("| " + " | ".join(_cell(row[n], widths[n], n) for n in range(5)) + " |" for row in rows)


def _cell(text: str, width: int, column: int) -> str:
    return text.rjust(width) if 0 < column < 4 else text.ljust(width)


def _figure(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"
