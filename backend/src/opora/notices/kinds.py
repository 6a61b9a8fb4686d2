"""What notices are about: one entry per kind, named once for the inbox, the preferences and the letters."""

from opora.core.texts import Text

KINDS: dict[str, Text] = {
    "action_owner": Text("Вам поручено действие по дефициту", "You were given an action on a deficit"),
    "scope_decided": Text("Решён охват дефицита вашей школы", "The scope of your school's deficit was decided"),
    "seat_given": Text("Для вас освободилось место на мероприятии", "A seat at an event has become yours"),
    "event_moved": Text("Мероприятие перенесено", "An event was moved"),
    "day_published": Text("Объявлен День образовательных интенсивов", "A Day of Educational Intensives is announced"),
    "day_moved": Text("День образовательных интенсивов перенесён", "A Day of Educational Intensives was moved"),
    "day_cancelled": Text("День образовательных интенсивов отменён", "A Day of Educational Intensives was cancelled"),
    "measurement_due": Text("Пора сделать итоговое измерение", "The final measurement is due"),
    "event_cancelled": Text("Мероприятие отменено", "An event was cancelled"),
}
