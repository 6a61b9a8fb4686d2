import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Entrance } from '@/features/identity/Entrance'
import { apiQuery } from '@/shared/api/query'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { Facts } from '@/shared/ui/Facts'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { State } from '@/shared/ui/State'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import { certificateRoles } from './words'

const route = getRouteApi('/verify/$code')

/** The public page of a certificate: it says what the paper says, and whether it is valid. */
export default function VerifyPage() {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const { code } = route.useParams()
  const check = useQuery({
    ...apiQuery('/api/v1/verify/{code}', { path: { code } }),
    retry: false,
  })
  return (
    <Entrance title={t`Проверка сертификата`}>
      {check.isPending && <RowsSkeleton rows={4} />}
      {check.isError && <ProblemNote error={check.error} />}
      {check.data && (
        <>
          <State tone={check.data.is_valid ? 'done' : 'attention'}>
            {check.data.is_valid ? <Trans>Сертификат действителен</Trans> : <Trans>Сертификат отозван</Trans>}
          </State>
          <Facts
            items={[
              [t`Номер`, check.data.number],
              [t`Кому выдан`, check.data.name],
              [t`За что`, check.data.title],
              [t`Дата`, format.day(check.data.held_on)],
              [t`Объём, ч`, format.number(check.data.hours)],
              [t`Роль`, label(certificateRoles, check.data.role)],
              [t`Кем выдан`, check.data.issuer_name],
            ]}
          />
        </>
      )}
    </Entrance>
  )
}
