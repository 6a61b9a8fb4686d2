"""Kinds of practices (domain.md 2.1, `PracticeKind`) and the other words of an event, with the labels of the sources."""

from opora.core.texts import Text

PRACTICES: dict[str, Text] = {
    # S3, the eleven practices
    "seminar": Text("Семинар", "Seminar"),
    "workshop": Text("Практикум", "Workshop"),
    "master_class": Text("Мастер-класс", "Master class"),
    "thematic_consultation": Text("Тематическая консультация", "Thematic consultation"),
    "open_lesson": Text("Открытое учебное или внеклассное занятие", "Open lesson"),
    "scientific_conference": Text("Научно-методическая конференция", "Scientific conference"),
    "creative_meeting": Text("Творческая встреча", "Creative meeting"),
    "joint_teachers_council": Text("Совместный педсовет", "Joint teachers' council"),
    "discussion": Text("Дискуссия", "Discussion"),
    "open_doors_day": Text("День открытых дверей", "Open doors day"),
    "professional_trial": Text("Профессиональная проба", "Professional trial"),
    # S3, the yearly plans
    "seminar_workshop": Text("Семинар-практикум", "Seminar with practice"),
    "field_seminar": Text("Выездной семинар", "Field seminar"),
    "round_table": Text("Круглый стол", "Round table"),
    "methodical_conference": Text("Методическая конференция", "Methodical conference"),
    "contest": Text("Муниципальный конкурс", "Municipal contest"),
    "pair_organization": Text("Организация взаимодействия наставнической пары", "Setting up a mentoring pair"),
    "mentor_organization": Text("Организация работы наставников", "Organising the mentors' work"),
    "team_formation": Text("Формирование команды", "Team formation"),
    "project_development": Text("Разработка проекта", "Project development"),
    "expert_session": Text("Экспертная сессия", "Expert session"),
    "mentor_selection": Text("Подбор наставников, формирование базы", "Selection of mentors"),
    "regulation_development": Text("Разработка нормативно-правовой базы", "Drafting of regulations"),
    "analysis": Text("Анализ реализации проекта", "Analysis of the project"),
    "monitoring": Text("Мониторинг реализации проекта", "Monitoring of the project"),
    "plan_correction": Text("Корректировка плана мероприятий", "Correction of the plan"),
    "other": Text("Другое", "Other"),
    # S4
    "lecture": Text("Лекция", "Lecture"),
    "webinar": Text("Вебинар", "Webinar"),
    "open_session": Text("Открытое занятие", "Open session"),
    "business_game": Text("Деловая игра", "Business game"),
    "trial_lesson": Text("Пробное занятие", "Trial lesson"),
    "management_workshop": Text("Управленческая мастерская", "Management workshop"),
    "network_okrug_council": Text("Сетевой окружной педсовет", "Teachers' council of the okrug"),
    "internship_visit": Text("Стажировка", "Internship visit"),
    "virtual_reception": Text("Виртуальная приёмная", "Virtual reception"),
    "virtual_association": Text("Виртуальное методическое объединение", "Virtual association"),
    "chat_conference": Text("Чат-конференция", "Chat conference"),
    "kickoff_meeting": Text("Установочное совещание", "Kick-off meeting"),
    "training_course": Text("Курсы повышения квалификации", "Training course"),
    # S0
    "joint_event": Text("Совместное мероприятие", "Joint event"),
    "joint_planning": Text("Совместное планирование", "Joint planning"),
    "information_exchange": Text("Обмен информацией", "Exchange of information"),
}
MODES: dict[str, Text] = {
    "in_person": Text("очно", "in person"),
    "online": Text("онлайн", "online"),
    "hybrid": Text("смешанно", "hybrid"),
    "field": Text("выездное", "field"),
}
AUDIENCES: dict[str, Text] = {
    "administrators": Text("административные работники", "administrators"),
    "teachers": Text("педагогические работники", "teachers"),
    "students": Text("обучающиеся", "students"),
    "parents": Text("родители (законные представители) обучающихся", "parents"),
}
ADULTS = ("administrators", "teachers")
"""Audiences whose people register by name; the others are head-counts (INV-07)."""
COUNTED = ("students", "parents")
TRACKS: dict[str, Text] = {
    "modern_lesson": Text("современный урок", "the modern lesson"),
    "quality_management": Text("управление качеством образования", "management of the quality of education"),
}

_LEADING = frozenset({"school_director", "deputy_director_uvr"})
_TEACHING = frozenset({"teacher", "association_head", "school_tutor"})


def audiences_of(capacities: set[str]) -> tuple[str, ...]:
    """The audiences somebody belongs to by position. Methodologists, experts and others of no school may join any (S2)."""
    found = tuple(
        audience for audience, known in (("administrators", _LEADING), ("teachers", _TEACHING)) if capacities & known
    )
    return found or ADULTS


def seat_of(capacities: set[str], audience: list[str]) -> str | None:
    """The audience as which somebody takes part in an event for `audience`; None when it is not for them (3.4)."""
    return next((mine for mine in audiences_of(capacities) if mine in audience), None)
