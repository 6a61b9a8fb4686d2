"""Refusals about people and consents, each with its rule and the way out."""

from opora.core.errors import refuse_by
from opora.core.problems import Conflict, Forbidden
from opora.core.texts import Text


class OwnSchoolStaffOnly(Forbidden):
    code = "own-school-staff-only"
    title = Text("Можно добавлять людей только своей школы", "Only people of your own school")
    detail = Text(
        "Школа ведёт сведения о своих сотрудниках. Выберите свою школу; сотрудников других школ и организаций "
        "добавляют они сами или муниципальный координатор.",
        "A school keeps records of its own staff. Choose your own school; staff of other schools and organisations "
        "are added by them or by the municipal coordinator.",
    )


class KeptByMainSchool(Forbidden):
    code = "kept-by-main-school"
    title = Text("Сведения ведёт другая школа", "Another school keeps the record")
    detail = Text(
        "Человек работает у вас по совместительству. Его сведения и согласия ведёт школа основного места работы.",
        "This person's main place of work is another school, which keeps the record and the consents.",
    )


class PositionEnded(Conflict):
    code = "position-ended"
    title = Text("Работа уже завершена", "The position has ended")
    detail = Text(
        "Человек не работает здесь с {valid_to}. Прошлое не переписывают; если он вернулся, дайте ему роль в школе снова.",
        "The person has not worked here since {valid_to}. The past is not rewritten; grant a role in the school anew when "
        "they return.",
    )


class OwnMunicipalityStaffOnly(Forbidden):
    code = "own-municipality-staff-only"
    title = Text("Можно добавлять людей только своего муниципалитета", "Only people of your own municipality")
    detail = Text(
        "Эта организация не относится к вашему муниципалитету. Её сотрудников добавляет региональный координатор.",
        "This organisation does not belong to your municipality. The regional coordinator adds its staff.",
    )


class ConsentExists(Conflict):
    """One active consent per purpose, found by the database."""

    code = "consent-exists"
    title = Text("Согласие уже есть", "The consent exists")
    detail = Text(
        "На эту цель уже есть действующее согласие. Чтобы записать новое, сначала отзовите прежнее.",
        "There is an active consent to this purpose. To record a new one, withdraw that one first.",
    )


class ConsentGiven(ConsentExists):
    """The same, found by our own check, which knows the consent."""

    detail = Text(
        "Согласие на цель «{purpose}» действует с {given_on}. Чтобы записать новое, сначала отзовите его.",
        "A consent to «{purpose}» is active since {given_on}. To record a new one, withdraw it first.",
    )


class ConsentWithdrawn(Conflict):
    code = "consent-withdrawn"
    title = Text("Согласие уже отозвано", "The consent has been withdrawn")
    detail = Text(
        "Это согласие отозвано {withdrawn_on}. Чтобы обработка снова была законной, запишите новое согласие.",
        "This consent was withdrawn on {withdrawn_on}. Record a new consent to make processing lawful again.",
    )


refuse_by(personal_data_consent_active=ConsentExists)
