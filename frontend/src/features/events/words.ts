import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Tone } from '@/shared/ui/State'

type Labels = Record<string, MessageDescriptor>

export const practices: Labels = {
  seminar: msg`семинар`,
  workshop: msg`практикум`,
  master_class: msg`мастер-класс`,
  thematic_consultation: msg`тематическая консультация`,
  open_lesson: msg`открытое занятие`,
  scientific_conference: msg`научно-методическая конференция`,
  creative_meeting: msg`творческая встреча`,
  joint_teachers_council: msg`совместный педсовет`,
  discussion: msg`дискуссия`,
  open_doors_day: msg`день открытых дверей`,
  professional_trial: msg`профессиональная проба`,
  seminar_workshop: msg`семинар-практикум`,
  field_seminar: msg`выездной семинар`,
  round_table: msg`круглый стол`,
  methodical_conference: msg`методическая конференция`,
  contest: msg`муниципальный конкурс`,
  pair_organization: msg`организация наставнической пары`,
  mentor_organization: msg`организация работы наставников`,
  team_formation: msg`формирование команды`,
  project_development: msg`разработка проекта`,
  expert_session: msg`экспертная сессия`,
  mentor_selection: msg`подбор наставников`,
  regulation_development: msg`разработка нормативной базы`,
  analysis: msg`анализ реализации проекта`,
  monitoring: msg`мониторинг проекта`,
  plan_correction: msg`корректировка плана`,
  lecture: msg`лекция`,
  webinar: msg`вебинар`,
  open_session: msg`открытое мероприятие`,
  business_game: msg`деловая игра`,
  trial_lesson: msg`пробное занятие`,
  management_workshop: msg`управленческая мастерская`,
  network_okrug_council: msg`сетевой окружной педсовет`,
  internship_visit: msg`стажировка`,
  virtual_reception: msg`виртуальная приёмная`,
  virtual_association: msg`виртуальное методическое объединение`,
  chat_conference: msg`чат-конференция`,
  kickoff_meeting: msg`установочное совещание`,
  training_course: msg`курсы повышения квалификации`,
  joint_event: msg`совместное мероприятие`,
  joint_planning: msg`совместное планирование`,
  information_exchange: msg`обмен информацией`,
  other: msg`другое`,
}

export const audiences: Labels = {
  administrators: msg`административные работники`,
  teachers: msg`педагоги`,
  students: msg`обучающиеся`,
  parents: msg`родители`,
}

export const modes: Labels = {
  in_person: msg`очно`,
  online: msg`онлайн`,
  hybrid: msg`смешанно`,
  field: msg`выездное`,
}

export const eventStatuses: Labels = {
  draft: msg`черновик`,
  published: msg`объявлено`,
  moved: msg`перенесено`,
  in_progress: msg`идёт`,
  held: msg`проведено`,
  cancelled: msg`отменено`,
}
export const eventTones: Record<string, Tone> = {
  draft: 'waiting',
  published: 'work',
  moved: 'attention',
  in_progress: 'work',
  held: 'done',
  cancelled: 'stopped',
}

export const eventVerbs: Labels = {
  publish: msg`Объявить`,
  start: msg`Начать`,
  finish: msg`Завершить`,
  move: msg`Перенести`,
  cancel: msg`Отменить мероприятие`,
}

export const seatStatuses: Labels = {
  requested: msg`ждёт согласования`,
  confirmed: msg`место подтверждено`,
  waitlisted: msg`в листе ожидания`,
  attended: msg`присутствие отмечено`,
  no_show: msg`отсутствие отмечено`,
  feedback_given: msg`отзыв дан`,
  cancelled: msg`отменена`,
  rejected: msg`отклонена`,
}
export const seatTones: Record<string, Tone> = {
  requested: 'waiting',
  confirmed: 'done',
  waitlisted: 'waiting',
  attended: 'done',
  no_show: 'attention',
  feedback_given: 'done',
  cancelled: 'stopped',
  rejected: 'stopped',
}
