import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { ComponentType } from 'react'
import {
  CalendarIcon,
  CatalogueIcon,
  DayIcon,
  DeficitIcon,
  HomeIcon,
  KeyIcon,
  MapIcon,
  MatrixIcon,
  PeopleIcon,
  ProgramIcon,
  SchoolIcon,
  ScopeIcon,
} from '@/shared/ui/icons'

interface Entry {
  to:
    | '/'
    | '/schools'
    | '/municipalities'
    | '/deficits'
    | '/deficits/matrix'
    | '/deficits/decisions'
    | '/deficits/types'
    | '/intensives'
    | '/events'
    | '/programs'
    | '/people'
    | '/accounts'
  label: MessageDescriptor
  /** For the bottom bar of a phone, where the whole does not fit. */
  short?: MessageDescriptor
  icon: ComponentType<{ size?: number }>
  /** Shown to those who hold this permission; everyone when absent. */
  permission?: string
  /** Stands under the entry before it. */
  nested?: boolean
  /** One of the four entries of the bottom bar of a phone. */
  onPhoneBar?: boolean
}

/** The order follows the loop: diagnosis, deficit, decision, help, measurement. */
export const entries: Entry[] = [
  { to: '/', label: msg`Обзор`, icon: HomeIcon, onPhoneBar: true },
  { to: '/schools', label: msg`Школы`, icon: SchoolIcon, onPhoneBar: true },
  { to: '/municipalities', label: msg`Муниципалитеты`, icon: MapIcon, nested: true },
  { to: '/deficits', label: msg`Дефициты`, icon: DeficitIcon, onPhoneBar: true, permission: 'deficits.read' },
  {
    to: '/deficits/matrix',
    label: msg`Матрица`,
    icon: MatrixIcon,
    nested: true,
    permission: 'deficits.matrix',
  },
  {
    to: '/deficits/decisions',
    label: msg`Решения об охвате`,
    icon: ScopeIcon,
    nested: true,
    permission: 'deficits.aggregate',
  },
  { to: '/deficits/types', label: msg`Каталог`, icon: CatalogueIcon, nested: true },
  {
    to: '/intensives',
    label: msg`Дни интенсивов`,
    short: msg`Дни`,
    icon: DayIcon,
    onPhoneBar: true,
    permission: 'intensives.read',
  },
  { to: '/events', label: msg`Мероприятия`, icon: CalendarIcon, nested: true, permission: 'events.read' },
  { to: '/programs', label: msg`Программы`, icon: ProgramIcon },
  { to: '/people', label: msg`Люди`, icon: PeopleIcon, permission: 'people.read' },
  { to: '/accounts', label: msg`Доступ`, icon: KeyIcon, nested: true, permission: 'accounts.read' },
]
