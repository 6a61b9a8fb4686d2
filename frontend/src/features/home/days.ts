import { msg } from '@lingui/core/macro'

/** The step of a Day that a person takes next. */
export const daySteps = {
  build: msg`составить программу`,
  publish: msg`объявить`,
  report: msg`сдать отчёт`,
  close: msg`закрыть`,
}
