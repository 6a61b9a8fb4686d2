import { msg } from '@lingui/core/macro'
import type { Tone } from '@/shared/ui/State'

/** What happened to a deficit, in words. */
export const facts = {
  'deficit.create': msg`Дефицит записан`,
  'deficit.update': msg`Описание изменено`,
  'deficit.confirm': msg`Дефицит подтверждён`,
  'deficit.reject': msg`Запись отклонена`,
  'deficit.set_scope': msg`Охват решён`,
  'deficit.change_scope': msg`Охват пересмотрен`,
  'deficit.plan': msg`Действие запланировано`,
  'deficit.start': msg`Работа началась`,
  'deficit.action_added': msg`Добавлено действие`,
  'deficit.action_completed': msg`Действие выполнено`,
  'deficit.action_cancelled': msg`Действие отменено`,
  'deficit.action_missed': msg`День пропущен`,
  'deficit.measured': msg`Записано измерение`,
  'deficit.measure_final': msg`Записано итоговое измерение`,
  'deficit.close': msg`Дефицит закрыт`,
  'deficit.continue': msg`Работа продолжена`,
  'deficit.defer': msg`Дефицит отложен`,
  'deficit.resume': msg`Дефицит возвращён в работу`,
  'deficit.reopen': msg`Дефицит открыт снова`,
}

export function factTone(type: string): Tone {
  if (type === 'deficit.close') return 'done'
  if (type === 'deficit.reject' || type === 'deficit.defer' || type.endsWith('cancelled')) return 'stopped'
  if (type === 'deficit.reopen' || type === 'deficit.change_scope' || type === 'deficit.action_missed')
    return 'attention'
  return 'work'
}
