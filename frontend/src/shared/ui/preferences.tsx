import { useLingui } from '@lingui/react/macro'
import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core'
import { activate, type Locale } from '@/shared/i18n/locale'

export function LanguageChoice() {
  const { t, i18n } = useLingui()
  return (
    <SegmentedControl
      fullWidth
      my={6}
      aria-label={t`Язык`}
      value={i18n.locale}
      onChange={(value) => void activate(value as Locale)}
      data={[
        { value: 'ru', label: 'Русский' },
        { value: 'en', label: 'English' },
      ]}
    />
  )
}

export function ThemeChoice() {
  const { t } = useLingui()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      fullWidth
      my={6}
      aria-label={t`Оформление`}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as MantineColorScheme)}
      data={[
        { value: 'auto', label: t`Как в системе` },
        { value: 'light', label: t`Светлое` },
        { value: 'dark', label: t`Тёмное` },
      ]}
    />
  )
}
