"""Refusals of this context, each with the rule and the way out."""

from opora.core.errors import refuse_by
from opora.core.problems import Conflict, NotFound, Problem
from opora.core.texts import Text


class EventNotFound(NotFound):
    code = "event-not-found"


class RegistrationNotFound(NotFound):
    code = "registration-not-found"


class EventStateForbids(Conflict):
    """The state of the event, or something it still lacks, forbids this (3.3)."""

    code = "event-state"
    title = Text("Сейчас это невозможно", "Not possible now")
    detail = Text("{reason}", "{reason}")


class EventFrozen(Conflict):
    code = "event-frozen"
    title = Text("Это уже не изменить", "This can no longer be changed")
    detail = Text(
        "О мероприятии уже объявлено: {fields}. Время меняют переносом; проведённое и отменённое не правят.",
        "The event has been announced: {fields}. Its time changes by moving it; a held or cancelled one stays.",
    )


class CapacityTaken(Conflict):
    code = "capacity-taken"
    title = Text("Занято больше мест", "More seats are taken")
    detail = Text(
        "Число мест не может быть меньше числа подтверждённых участников. Сначала отмените лишние регистрации.",
        "There cannot be fewer seats than confirmed participants. Cancel registrations first.",
    )


class ReasonNeeded(Conflict):
    code = "comment-needed"
    title = Text("Нужен комментарий", "A comment is needed")
    detail = Text("Объясните решение: оно сохранится в истории.", "Explain the decision: it stays in the history.")


class RegistrationClosed(Conflict):
    code = "registration-closed"
    title = Text("Регистрация невозможна", "Registration is not possible")
    detail = Text("{reason}", "{reason}")


class RegistrationStateForbids(Conflict):
    """The state of the registration or of its event forbids this (3.4)."""

    code = "registration-state"
    title = Text("Сейчас это невозможно", "Not possible now")
    detail = Text("{reason}", "{reason}")


class AlreadyRegistered(Conflict):
    """INV-27."""

    code = "already-registered"
    title = Text("Регистрация уже есть", "Already registered")
    detail = Text(
        "На это мероприятие человек уже зарегистрирован. Его место или очередь сохраняются.",
        "This person is registered for the event already and keeps the seat or place in the queue.",
    )


class NotForThisAudience(Conflict):
    code = "audience-mismatch"
    title = Text("Мероприятие для другой аудитории", "The event is for another audience")
    detail = Text(
        "Мероприятие рассчитано на другую аудиторию. Обучающиеся и родители не регистрируются: их считает школа.",
        "The event is meant for others. Students and parents do not register: their school counts them.",
    )


class SeatsFull(Conflict):
    """The database's own guard: no seat beyond the capacity."""

    code = "seats-full"
    title = Text("Мест не осталось", "No seat is left")
    detail = Text("Все места заняты. Можно встать в лист ожидания.", "All seats are taken. Join the waiting list.")


class NoPersonToRegister(Conflict):
    code = "no-person"
    title = Text("Некого зарегистрировать", "Nobody to register")
    detail = Text(
        "Учётная запись не связана с человеком из сети. Зарегистрировать может методист.",
        "The account belongs to no person of the network. A methodologist can register people.",
    )


class NotAttending(Conflict):
    code = "not-attending"
    title = Text("Вы не в списке участников", "You are not on the list")
    detail = Text(
        "Отметиться может участник с подтверждённым местом. Подойдите к ведущему: он отметит вас в списке.",
        "Only somebody with a confirmed seat checks in. Ask the leader, who has the list.",
    )


class WrongCode(Conflict):
    code = "wrong-code"
    title = Text("Код не подошёл", "The code does not fit")
    detail = Text(
        "Код меняется каждые полминуты. Введите тот, что на экране сейчас.",
        "The code changes every half minute. Enter the one on the screen now.",
    )


class TooManyTries(Problem):
    status, code = 429, "too-many-tries"
    title = Text("Слишком много попыток", "Too many tries")
    detail = Text(
        "Подождите {seconds} с и введите код с экрана. Отметить может и ведущий.",
        "Wait {seconds} s and enter the code of the screen. The leader can mark you too.",
    )

    def __init__(self, seconds: int) -> None:
        super().__init__(headers={"retry-after": str(seconds)}, seconds=seconds)


class FeedbackLinkNotFound(NotFound):
    code = "feedback-link-not-found"
    title = Text("Ссылка не действует", "The link does not work")
    detail = Text(
        "Откройте ссылку из приглашения ещё раз или отсканируйте код у ведущего.",
        "Open the link of the invitation again, or scan the leader's code.",
    )


class FeedbackClosed(Conflict):
    code = "feedback-closed"
    title = Text("Отзыв сейчас не принимается", "Feedback is not taken now")
    detail = Text(
        "Отзыв оставляют от начала мероприятия и две недели после него.",
        "Feedback is given from the start of the event until two weeks after it.",
    )


class FeedbackAlreadyGiven(Conflict):
    code = "feedback-given"
    title = Text("Отзыв уже дан", "Feedback has been given")
    detail = Text(
        "Каждый отвечает один раз. Ответ анонимный, поэтому изменить его нельзя.",
        "Everybody answers once. The answer is anonymous, so it cannot be changed.",
    )


class FeedNotFound(NotFound):
    code = "calendar-feed-not-found"
    title = Text("Такой подписки нет", "There is no such subscription")
    detail = Text(
        "Подписка отменена, или роль, для которой её сделали, закончилась. Сделайте новую на странице событий.",
        "The subscription was ended, or the role it was made for is over. Make a new one on the page of events.",
    )


class TooManyFeeds(Conflict):
    code = "too-many-calendar-feeds"
    title = Text("Слишком много подписок", "Too many subscriptions")
    detail = Text(
        "Подписок на календарь может быть {most}. Отмените те, которыми больше не пользуетесь.",
        "There may be {most} calendar subscriptions. End those that are no longer used.",
    )


refuse_by(
    event_capacity_taken=CapacityTaken,
    event_registration_once=AlreadyRegistered,
    event_registration_seats=SeatsFull,
)
