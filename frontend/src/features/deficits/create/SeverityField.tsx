import { useLingui } from '@lingui/react/macro'
import { severities, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'

export function SeverityField({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useLingui()
  const label = useLabel()
  return (
    <Choice
      label={t`Тяжесть`}
      value={String(value)}
      onChange={(next) => onChange(Number(next))}
      options={[1, 2, 3].map((level) => ({
        value: String(level),
        label: `${level} — ${label(severities, level)}`,
      }))}
    />
  )
}
