import { msg } from '@lingui/core/macro'

/** What each kind of waiting is called, and the one step that ends it. */
export const waitingTitles = {
  deficit_confirm: msg`Дефициты ждут подтверждения`,
  deficit_scope: msg`Дефициты ждут решения: общий или индивидуальный`,
  deficit_action: msg`По дефицитам не назначено действие`,
  deficit_overdue: msg`Срок прошёл`,
  deficit_review: msg`Отсрочка закончилась`,
  deficit_measure: msg`Пора сделать итоговое измерение`,
  deficit_close: msg`Измерено, осталось закрыть`,
}

export const waitingSteps = {
  deficit_confirm: msg`Подтвердить`,
  deficit_scope: msg`Решить`,
  deficit_action: msg`Назначить действие`,
  deficit_overdue: msg`Разобраться`,
  deficit_review: msg`Вернуть в работу`,
  deficit_measure: msg`Записать измерение`,
  deficit_close: msg`Закрыть`,
}

/** The list of everything that waits for the same reason. */
export const waitingSearch = {
  deficit_confirm: { waiting: 'confirm' },
  deficit_scope: { waiting: 'scope' },
  deficit_action: { waiting: 'action' },
  deficit_overdue: { overdue: 'true' },
  deficit_review: { status: 'deferred' },
  deficit_measure: { waiting: 'measure' },
  deficit_close: { waiting: 'close' },
}
