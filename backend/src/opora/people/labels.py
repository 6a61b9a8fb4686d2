"""How positions and purposes read in spreadsheets and messages."""

from opora.core.texts import Text

CAPACITIES: dict[str, Text] = {
    "school_director": Text("директор", "school head"),
    "deputy_director_uvr": Text("заместитель директора по УВР", "deputy head"),
    "teacher": Text("учитель", "teacher"),
    "association_head": Text("руководитель РМО", "head of a subject association"),
    "methodical_specialist": Text("методист", "methodologist"),
    "methodical_service_head": Text("руководитель методической службы", "head of the methodical service"),
    "municipal_tutor": Text("муниципальный тьютор", "municipal tutor"),
    "school_tutor": Text("школьный тьютор", "school tutor"),
    "municipal_specialist": Text("специалист муниципального органа", "municipal specialist"),
    "scientific_consultant": Text("научный консультант", "scientific consultant"),
    "expert": Text("эксперт", "expert"),
    "curator": Text("куратор", "curator"),
}
PURPOSES: dict[str, Text] = {
    "account": Text("учётная запись", "account"),
    "mentor_base": Text("база наставников", "base of mentors"),
    "publication": Text("публикация", "publication"),
    "certificate": Text("сертификат", "certificate"),
}
