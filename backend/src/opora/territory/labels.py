"""How codes of the register read in messages and in spreadsheets. Screens translate codes themselves."""

from opora.core.texts import Text

STATUSES: dict[str, Text] = {
    "low_results": Text("низкие образовательные результаты", "low educational results"),
    "adverse_social": Text("неблагоприятные социальные условия", "adverse social conditions"),
    "risk_zone": Text("зона риска", "risk zone"),
    "high_results": Text("высокие образовательные результаты", "high educational results"),
    "resilient": Text("резильентная школа", "resilient school"),
}
SCHOOL_TYPES: dict[str, Text] = {
    "sosh": Text("средняя школа", "secondary school"),
    "oosh": Text("основная школа", "basic school"),
    "gymnasium": Text("гимназия", "gymnasium"),
    "lyceum": Text("лицей", "lyceum"),
    "education_center": Text("образовательный центр", "education centre"),
    "boarding": Text("школа-интернат", "boarding school"),
}
