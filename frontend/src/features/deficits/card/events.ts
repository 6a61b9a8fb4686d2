import { msg } from '@lingui/core/macro'

/** What the button of each transition says. */
export const eventVerbs = {
  confirm: msg`Подтвердить дефицит`,
  reject: msg`Отклонить`,
  set_scope: msg`Решить охват`,
  plan: msg`Запланировать действие`,
  start: msg`Начать работу`,
  measure_final: msg`Записать итоговое измерение`,
  close: msg`Закрыть дефицит`,
  continue: msg`Продолжить работу`,
  change_scope: msg`Изменить охват`,
  defer: msg`Отложить`,
  resume: msg`Вернуть в работу`,
  reopen: msg`Открыть снова`,
}
