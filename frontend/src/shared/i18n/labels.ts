import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'

type Labels = Record<string, MessageDescriptor>

export const roles: Labels = {
  regional_coordinator: msg`региональный координатор`,
  municipal_coordinator: msg`муниципальный координатор`,
  methodologist: msg`методист`,
  school_head: msg`директор школы`,
  school_curator: msg`куратор школы`,
  teacher: msg`педагог`,
  expert: msg`эксперт`,
  observer: msg`наблюдатель`,
  client: msg`подключённая система`,
  administrator: msg`администратор`,
}

export const schoolStatuses: Labels = {
  low_results: msg`низкие результаты`,
  adverse_social: msg`неблагоприятные социальные условия`,
  risk_zone: msg`зона риска`,
  high_results: msg`высокие результаты`,
  resilient: msg`резильентная`,
}

export const schoolCategories: Labels = {
  low_results: msg`Школы с низкими результатами`,
  risk_zone: msg`Школы зоны риска`,
  high_results: msg`Школы с высокими результатами`,
  resilient: msg`Резильентные школы`,
  adverse_social: msg`Школы в неблагоприятных социальных условиях`,
}

export const schoolTypes: Labels = {
  sosh: msg`средняя школа`,
  oosh: msg`основная школа`,
  gymnasium: msg`гимназия`,
  lyceum: msg`лицей`,
  education_center: msg`образовательный центр`,
  boarding: msg`школа-интернат`,
}

export const municipalityTypes: Labels = {
  municipal_district: msg`муниципальный район`,
  municipal_okrug: msg`муниципальный округ`,
  urban_okrug: msg`городской округ`,
}

export const deficitStatuses: Labels = {
  draft: msg`предварительный`,
  identified: msg`подтверждён`,
  scoped: msg`охват решён`,
  planned: msg`запланирован`,
  in_progress: msg`в работе`,
  measured: msg`измерен`,
  closed: msg`закрыт`,
  rejected: msg`отклонён`,
  deferred: msg`отложен`,
}

export const scopes: Labels = {
  common: msg`общий`,
  individual: msg`индивидуальный`,
}

/** For the narrow columns of the matrix. */
export const shortScopes: Labels = {
  common: msg`общий`,
  individual: msg`индив.`,
}

export const deficitRoutes: Labels = {
  intensive_day: msg`День образовательных интенсивов`,
  network_tie: msg`связка с сильной школой`,
  training_course: msg`курсовая подготовка`,
  internship: msg`стажировка`,
  internal: msg`внутри школы`,
}

export const bearers: Labels = {
  school: msg`школа`,
  head: msg`руководитель`,
  teacher: msg`педагог`,
}

export const natures: Labels = {
  educational: msg`образовательный`,
  professional: msg`профессиональный`,
  methodical: msg`методический`,
  managerial: msg`управленческий`,
}

export const components: Labels = {
  results: msg`Результаты`,
  process: msg`Образовательный процесс`,
  environment: msg`Среда`,
  management: msg`Управление`,
}

export const frameworks: Labels = {
  transition_components: msg`составляющие перевода школы в эффективный режим`,
  risk_profile: msg`рисковый профиль «500+»`,
  shmp_self_diagnosis: msg`самодиагностика «Школа Минпросвещения России»`,
  professional_competence: msg`профессиональные компетенции педагога`,
}

export const severities: Labels = {
  1: msg`слабо выражен`,
  2: msg`заметен`,
  3: msg`выражен сильно`,
}

export const measurementKinds: Labels = {
  baseline: msg`исходное измерение`,
  interim: msg`промежуточное измерение`,
  final: msg`итоговое измерение`,
}

export const directions: Labels = {
  higher: msg`чем больше, тем лучше`,
  lower: msg`чем меньше, тем лучше`,
}

export const waitings: Labels = {
  confirm: msg`подтверждения`,
  scope: msg`решения об охвате`,
  action: msg`действия`,
  measure: msg`итогового измерения`,
  close: msg`закрытия`,
}

export const programKinds: Labels = {
  regional_innovation: msg`региональная программа`,
  municipal_project: msg`муниципальный проект`,
  municipal_transition: msg`муниципальная программа перевода`,
  school_transition: msg`программа перевода школы`,
  joint_network: msg`сетевая программа совместной работы`,
}

export const networkModels: Labels = {
  concentrated: msg`концентрированная модель`,
  distributed: msg`распределённая модель`,
  mixed: msg`смешанная модель`,
}

export const programStatuses: Labels = {
  draft: msg`черновик`,
  team_formed: msg`команда создана`,
  submitted: msg`подана`,
  in_expertise: msg`на экспертизе`,
  admitted_to_defense: msg`допущена к защите`,
  defended: msg`защищена`,
  approved_by_council: msg`одобрена советом`,
  approved: msg`утверждена`,
  active: msg`действует`,
  summarizing: msg`подводятся итоги`,
  completed: msg`завершена`,
  revision: msg`на доработке`,
  rejected: msg`отклонена`,
  suspended: msg`приостановлена`,
}

export const identifierSystems: Labels = {
  inn: msg`ИНН`,
  ogrn: msg`ОГРН`,
  kpp: msg`КПП`,
  fis_oko_login: msg`Логин в ФИС ОКО`,
  regional_code: msg`Региональный код`,
  netschool_id: msg`Код в «Сетевом городе»`,
  esia_org_oid: msg`Код организации в ЕСИА`,
}

export const routings: Labels = {
  strict: msg`строгая: другой путь закрытия отклоняется`,
  advisory: msg`рекомендательная: другой путь возможен с предупреждением`,
}

export const accountStatuses: Labels = {
  invited: msg`приглашён`,
  active: msg`работает`,
  disabled: msg`отключён`,
}

export const capacities: Labels = {
  school_director: msg`директор`,
  deputy_director_uvr: msg`заместитель директора по УВР`,
  teacher: msg`учитель`,
  association_head: msg`руководитель РМО`,
  methodical_specialist: msg`специалист методической службы`,
  methodical_service_head: msg`руководитель методической службы`,
  municipal_tutor: msg`муниципальный тьютор`,
  school_tutor: msg`школьный тьютор`,
  municipal_specialist: msg`специалист органа управления образованием`,
  scientific_consultant: msg`научный консультант`,
  expert: msg`эксперт`,
  curator: msg`куратор`,
}

/** `label(scopes, code)`; a code that the application does not know yet is shown as it is. */
export function useLabel() {
  const { i18n } = useLingui()
  return useCallback(
    (labels: Labels, code: string | number | null | undefined): string => {
      if (code === null || code === undefined) return '—'
      const found = labels[code]
      return found ? i18n._(found) : String(code)
    },
    [i18n],
  )
}
