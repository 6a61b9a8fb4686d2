import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

type Labels = Record<string, MessageDescriptor>

export const paperKinds: Labels = {
  day_programme: msg`Программа Дня`,
  attendance_blank: msg`Лист регистрации для подписей`,
  attendance_sheet: msg`Лист регистрации по отметкам`,
  day_protocol: msg`Протокол Дня`,
  certificates: msg`Сертификаты участников`,
}

export const certificateRoles: Labels = {
  listener: msg`слушатель`,
  leader: msg`ведущий`,
}
