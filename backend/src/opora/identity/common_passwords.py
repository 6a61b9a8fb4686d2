"""Passwords that guessers try first, and forms that are no better: repeated signs, runs of keys, a common word with a year."""

import re

_WORDS = frozenset(
    """
    password passwort passw0rd p@ssword p@ssw0rd pa$$word qwerty qwertyui qwertyuiop asdfghjkl zxcvbnm qazwsxedc letmein
    welcome iloveyou admin administrator dragon monkey sunshine princess football baseball master superman batman trustno
    shadow michael jennifer charlie whatever freedom starwars computer internet secret changeme default guest login test
    testtest user username abc abcd abcde abcdef hello helloworld lovely flower cheese summer winter spring autumn russia
    moscow petersburg spartak zenit samsung google yandex mailru vkontakte school teacher director student lesson opora
    пароль парольпароль йцукен йцукенг йцукенгшщзхъ фывапролдж ячсмитьбю йфяцычувс привет приветик солнышко любовь люблю
    люблютебя наташа марина светлана екатерина анастасия александр александра андрей сергей дмитрий владимир татьяна ольга
    елена ирина мама мамочка папа мамапапа семья россия москва петербург спартак зенит школа учитель директор ученик урок
    опора опорнаяшкола гимназия лицей образование администратор админ секрет доступ вход работа компьютер интернет
    parol privet lubov natasha marina svetlana ekaterina nastya aleksandr andrey sergey dmitriy vladimir tatyana olga elena
    irina shkola uchitel gimnazia rossiya
    """.split()  # noqa: SIM905 -- lines of words can be read
)
_WHOLE = frozenset(
    """
    1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc zaq12wsxcde3 qwe123qwe123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx123456 asdf1234asdf
    abc123abc123 a1b2c3d4e5 qwer1234qwer 1234qwerasdf zxcvbnm12345 йцу123йцу123 й1ц2у3к4е5 1й2ц3у4к5е 1q2w3e4r5t6y7u8i
    gfhjkmgfhjkm ghbdtnghbdtn gfhjkm12345 ghbdtn12345 kj,kj,kj,kj, yfnfif12345 correcthorsebatterystaple
    """.split()  # noqa: SIM905 -- lines of words can be read
)
_RUNS = (
    "01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "йцукенгшщзхъфывапролджэячсмитьбю.", "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "!@#$%^&*()_+",
)  # fmt: skip
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_REPEATED = re.compile(r"(.{1,5}?)\1+")


def is_common(password: str) -> bool:
    """Whether a guesser gets there among the first."""
    plain = password.casefold().replace(" ", "")
    if len(set(plain)) < 5 or plain in _WHOLE:
        return True
    if (repeated := _REPEATED.fullmatch(plain)) and len(plain) <= 24 and len(repeated[1]) < 6:
        return True
    if any(plain in run or plain in run[::-1] for run in _RUNS):
        return True
    core = _EDGES.sub("", plain)  # школа2026!, 123qwerty
    return core in _WORDS or any(len(core) > 4 and core in run for run in _RUNS)
