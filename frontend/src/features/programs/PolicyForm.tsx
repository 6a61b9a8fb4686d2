import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isProblem } from '@/shared/api/problem'
import { send } from '@/shared/api/query'
import type { Program } from '@/shared/api/types'
import { routings, schoolCategories, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { SideBySide } from '@/shared/ui/SideBySide'
import { useDraftForm } from '@/shared/ui/useDraft'
import { policyBody, policyValues } from './policy'
import { programQuery } from './programQuery'
import { ThresholdPreview } from './ThresholdPreview'

/** Schools that may mentor an individual deficit: the two statuses the sources name. */
const MENTOR_STATUSES = ['high_results', 'resilient']

export function PolicyForm({ program, onClose }: { program: Program; onClose: (saved: boolean) => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const client = useQueryClient()
  const form = useDraftForm(`program.${program.id}`, { initialValues: policyValues(program) })
  const [theirs, setTheirs] = useState<Program | null>(null)
  const { values } = form
  const { queryKey } = programQuery(program.id)
  const finish = (saved: boolean) => {
    form.discard()
    onClose(saved)
  }
  const save = useMutation({
    mutationFn: (version: number) =>
      send('patch', '/api/v1/programs/{program_id}', {
        path: { program_id: program.id },
        version,
        body: policyBody(values) as never,
      }),
    onSuccess: async (fresh) => {
      client.setQueryData(queryKey, fresh)
      finish(true)
      await client.invalidateQueries()
    },
    onError: async (error) => {
      form.showProblem(error)
      if (isProblem(error) && error.status === 412) {
        setTheirs(await client.fetchQuery({ ...programQuery(program.id), staleTime: 0 }))
      }
    },
  })
  if (theirs) {
    const other = policyValues(theirs)
    const names = (statuses: string[]) => statuses.map((status) => label(schoolCategories, status)).join(', ')
    return (
      <SideBySide
        rows={[
          [t`Порог`, `${other.percent} %`, `${values.percent} %`],
          [t`Маршрутизация`, label(routings, other.deficit_routing), label(routings, values.deficit_routing)],
          [t`Кто помогает при индивидуальном дефиците`, names(other.statuses), names(values.statuses)],
        ]}
        busy={save.isPending}
        onTakeTheirs={() => finish(false)}
        onKeepMine={() => save.mutate(theirs.version)}
      />
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const percent = Number(values.percent.replace(',', '.'))
        if (percent >= 1 && percent <= 100) save.mutate(program.version)
        else form.setFieldError('percent', t`Укажите проценты от 1 до 100, например 75`)
      }}
    >
      <Stack gap="md" maw={640}>
        <TextInput
          label={t`Порог общего дефицита, %`}
          description={t`Доля школ с низкими результатами, у которых дефицит подтверждён`}
          inputMode="decimal"
          maw={320}
          {...form.getInputProps('percent')}
          error={form.errors.percent ?? form.errors.common_threshold}
        />
        <ThresholdPreview programId={program.id} percent={values.percent} />
        <Choice
          label={t`Маршрутизация`}
          value={values.deficit_routing}
          onChange={(next) => form.setFieldValue('deficit_routing', next)}
          options={Object.keys(routings).map((value) => ({ value, label: label(routings, value) }))}
        />
        <Checkbox.Group
          label={t`Кто помогает при индивидуальном дефиците`}
          value={values.statuses}
          onChange={(next) => form.setFieldValue('statuses', next)}
          error={form.errors.individual_route_statuses}
        >
          <Stack gap={8} mt={6}>
            {MENTOR_STATUSES.map((status) => (
              <Checkbox key={status} value={status} label={label(schoolCategories, status)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <ProblemNote error={save.error} />
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            <Trans>Сохранить правила</Trans>
          </Button>
          <Button variant="default" onClick={() => onClose(false)}>
            <Trans>Отмена</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
