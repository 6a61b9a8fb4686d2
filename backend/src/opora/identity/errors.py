"""Refusals of identity, each with the rule and the way out."""

from opora.core.errors import refuse_by
from opora.core.problems import Conflict, Forbidden, NotFound, Problem, Unauthenticated
from opora.core.texts import Text


class BadCredentials(Unauthenticated):
    """One answer for an unknown login, a wrong password and an account without one: nothing tells them apart."""

    code = "bad-credentials"
    title = Text("Неверный логин или пароль", "Wrong login or password")
    detail = Text(
        "Проверьте раскладку и регистр. Если пароль забыт, попросите координатора или администратора прислать ссылку.",
        "Check the keyboard layout and capitals. If you forgot the password, ask your coordinator or administrator "
        "for a link.",
    )


class TooManyAttempts(Problem):
    status, code = 429, "too-many-attempts"
    title = Text("Слишком много попыток", "Too many attempts")
    detail = Text(
        "Повторите через {retry_after} с. Пароль при этом не сбрасывается, учётная запись не блокируется.",
        "Try again in {retry_after} s. The password stays, the account is not locked.",
    )

    def __init__(self, retry_after: int) -> None:
        super().__init__(headers={"retry-after": str(retry_after)}, retry_after=retry_after)


class AccountDisabled(Forbidden):
    """Told only to who knows the password."""

    code = "account-disabled"
    title = Text("Учётная запись отключена", "The account is disabled")
    detail = Text(
        "Обратитесь к координатору или администратору, который её отключил.",
        "Ask the coordinator or administrator who disabled it.",
    )


class NoLiveRole(Forbidden):
    code = "no-live-role"
    title = Text("Нет действующей роли", "No role is active")
    detail = Text(
        "Срок ваших ролей истёк или ещё не начался. Обратитесь к координатору.",
        "Your roles have ended or have not begun yet. Ask your coordinator.",
    )


class CsrfRefused(Forbidden):
    """An unsafe request with a cookie that our own pages did not make."""

    code = "csrf"
    title = Text("Запрос пришёл не со страницы Опоры", "The request does not come from Opora's pages")
    detail = Text(
        "Браузерный запрос должен нести заголовок X-Opora-Client: web и исходить с адреса системы. Обновите страницу.",
        "A browser's request must carry X-Opora-Client: web and come from the system's own address. Reload the page.",
    )


class AssignmentChanged(Conflict):
    code = "assignment-changed"
    title = Text("Роль сменилась в другой вкладке", "The role was switched in another tab")
    detail = Text(
        "Эта вкладка открыта с другой ролью. Обновите страницу: она продолжит в нынешней роли.",
        "This tab was opened with another role. Reload it to go on in the present one.",
    )


class AccountChanged(Conflict):
    code = "account-changed"
    title = Text("В этом браузере вошли под другой учётной записью", "Another account signed in in this browser")
    detail = Text(
        "Эта вкладка открыта для прежней учётной записи. Обновите страницу: она продолжит под нынешней.",
        "This tab was opened by the former account. Reload it to go on with the present one.",
    )


class WrongPassword(Conflict):
    code = "wrong-password"
    title = Text("Текущий пароль неверен", "The current password is wrong")
    detail = Text(
        "Введите пароль, с которым вы вошли. Если он забыт, попросите координатора прислать ссылку.",
        "Enter the password you signed in with. If you forgot it, ask your coordinator for a link.",
    )


class AccountNotFound(NotFound):
    code = "account-not-found"


class AssignmentNotFound(NotFound):
    code = "assignment-not-found"


class SessionNotFound(NotFound):
    code = "session-not-found"


class InvitationNotFound(NotFound):
    code = "invitation-not-found"
    title = Text("Ссылка не действует", "The link is not valid")
    detail = Text(
        "Ссылка уже использована, отозвана или её срок истёк. Попросите координатора прислать новую.",
        "The link was used or withdrawn, or its time is over. Ask your coordinator for a new one.",
    )


class LoginTaken(Conflict):
    code = "login-taken"
    title = Text("Логин занят", "The login is taken")
    detail = Text(
        "Такой логин уже есть в системе. Укажите другой или добавьте роль имеющейся учётной записи.",
        "An account has this login already. Choose another, or grant the role to that account.",
    )


class GrantNotAllowed(Forbidden):
    """domain.md 3.10: who grants whom, and where."""

    code = "grant-not-allowed"
    title = Text("Эту роль назначаете не вы", "This role is not yours to grant")
    detail = Text(
        "Вы назначаете только роли ниже своей и только на своей территории. Обратитесь к вышестоящему координатору.",
        "You grant only roles below your own and only in your own territory. Ask the coordinator above you.",
    )


class AccountNotManaged(Forbidden):
    code = "account-not-managed"
    title = Text("Этой учётной записью управляете не вы", "This account is not yours to manage")
    detail = Text(
        "Учётной записью управляет тот, кто назначает её роли. Обратитесь к вышестоящему координатору.",
        "An account is managed by whoever may grant its roles. Ask the coordinator above you.",
    )


class OwnAccount(Conflict):
    code = "own-account"
    title = Text("Это ваша учётная запись", "This is your own account")
    detail = Text(
        "Собственные роли и доступ меняет кто-то другой. Свой пароль можно сменить в разделе «Мой профиль».",
        "Somebody else changes your roles and access. Change your password on your own page.",
    )


class LastAdministrator(Conflict):
    code = "last-administrator"
    title = Text("Это последний администратор", "This is the last administrator")
    detail = Text("Сначала назначьте администратором кого-то ещё.", "Make somebody else an administrator first.")


class ResetNotBySchool(Forbidden):
    code = "reset-not-by-school"
    title = Text("Школа не сбрасывает пароли", "A school resets no passwords")
    detail = Text(
        "Пароль действующей учётной записи школа не сбрасывает: по ссылке можно войти от имени человека. Попросите "
        "координатора муниципалитета.",
        "A school does not reset the password of an account in use: whoever has the link can enter as that person. Ask the "
        "municipal coordinator.",
    )


class AccountState(Conflict):
    """The state of the account forbids the act."""

    code = "account-state"
    title = Text("Сейчас это невозможно", "Not possible now")
    detail = Text("{reason}", "{reason}")


class AlreadyGranted(Conflict):
    code = "already-granted"
    title = Text("Роль уже назначена", "The role is granted already")
    detail = Text(
        "У этой учётной записи уже есть такая роль на этой территории.", "The account has this role in this territory."
    )


class PersonHasAccount(Conflict):
    code = "person-has-account"
    title = Text("У человека уже есть учётная запись", "The person has an account already")
    detail = Text(
        "Назначьте новую роль этой учётной записи: у человека она одна.",
        "Grant the new role to that account: a person has one.",
    )


class AssignmentEnded(Conflict):
    code = "assignment-ended"
    title = Text("Роль уже снята", "The role has ended")
    detail = Text("Снимать её ещё раз не нужно. Обновите страницу.", "There is nothing left to end. Reload the page.")


class RoleOutsideAccount(Conflict):
    """The database's own guard: whoever manages an account must see all its live roles."""

    code = "role-outside-account"
    title = Text("Роль шире учётной записи", "The role is wider than its account")
    detail = Text(
        "Роль вне территории учётной записи назначает тот, кто управляет всей этой территорией.",
        "A role outside the account's territory is granted by whoever manages all of it.",
    )


refuse_by(
    account_login_key=LoginTaken,
    account_person=PersonHasAccount,
    role_assignment_live=AlreadyGranted,
    role_assignment_within_account=RoleOutsideAccount,
)
