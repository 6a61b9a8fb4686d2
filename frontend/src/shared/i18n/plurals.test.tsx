import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { Plural } from '@lingui/react/macro'
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { activate } from './locale'

const Records = ({ shown }: { shown: number }) => (
  <Plural value={shown} one="# запись" few="# записи" many="# записей" other="# записи" />
)
const text = (shown: number) =>
  render(
    <I18nProvider i18n={i18n}>
      <Records shown={shown} />
    </I18nProvider>,
  ).container.textContent

it.each([
  [0, '0 записей'],
  [1, '1 запись'],
  [2, '2 записи'],
  [5, '5 записей'],
  [11, '11 записей'],
  [21, '21 запись'],
  [112, '112 записей'],
])('%d in Russian', async (shown, expected) => {
  await activate('ru')
  expect(text(shown)).toBe(expected)
})

it.each([
  [1, '1 record'],
  [2, '2 records'],
])('%d in English', async (shown, expected) => {
  await activate('en')
  expect(text(shown)).toBe(expected)
})
