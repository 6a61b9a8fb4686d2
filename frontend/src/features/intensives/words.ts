import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Tone } from '@/shared/ui/State'

type Labels = Record<string, MessageDescriptor>

export const dayStatuses: Labels = {
  draft: msg`черновик`,
  program_built: msg`программа составлена`,
  published: msg`объявлен`,
  moved: msg`перенесён`,
  registration_closed: msg`регистрация закрыта`,
  in_progress: msg`идёт`,
  held: msg`проведён`,
  reported: msg`отчёт готов`,
  closed: msg`закрыт`,
  cancelled: msg`отменён`,
}
export const dayTones: Record<string, Tone> = {
  draft: 'waiting',
  program_built: 'waiting',
  published: 'work',
  moved: 'attention',
  registration_closed: 'work',
  in_progress: 'work',
  held: 'attention',
  reported: 'attention',
  closed: 'done',
  cancelled: 'stopped',
}

export const contentTracks: Labels = {
  modern_lesson: msg`современный урок`,
  quality_management: msg`управление качеством образования`,
}

export const dayVerbs: Labels = {
  build: msg`Программа составлена`,
  publish: msg`Объявить День`,
  close_registration: msg`Закрыть регистрацию`,
  start: msg`Начать День`,
  finish: msg`Завершить День`,
  report: msg`Сдать отчёт`,
  close: msg`Закрыть День`,
  move: msg`Перенести`,
  cancel: msg`Отменить День`,
}

/** What each step does, said before it is taken. */
export const dayConsequences: Labels = {
  build: msg`Координатор увидит, что программа готова, и сможет объявить День.`,
  publish: msg`Школы получат приглашения, занятия откроются для записи, общие дефициты получат этот День своим действием.`,
  close_registration: msg`Школы больше не смогут записывать людей.`,
  start: msg`Откроется отметка присутствия.`,
  finish: msg`Начатые занятия завершатся вместе с Днём.`,
  report: msg`Координатор сможет закрыть День.`,
  close: msg`У школ, которые были на занятиях, действие по дефициту станет выполненным: дальше итоговое измерение.`,
}
