import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMe } from '@/features/identity/session'
import { SchoolField } from '@/features/territory/SchoolField'
import { send } from '@/shared/api/query'
import { bearers, useLabel } from '@/shared/i18n/labels'
import { Choice } from '@/shared/ui/Choice'
import { DraftNote } from '@/shared/ui/DraftNote'
import { Page } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { useDraftForm } from '@/shared/ui/useDraft'
import { ProgramChoice } from '../ProgramChoice'
import { useProgramChoice } from '../useProgramChoice'
import { BaselineFields } from './BaselineFields'
import { PersonField, TypeField } from './pickers'
import { SeverityField } from './SeverityField'
import { emptyDeficit, type NewDeficit, toBody } from './values'

const route = getRouteApi('/shell/deficits/new')

export default function NewDeficitPage() {
  const { t } = useLingui()
  const label = useLabel()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const { assignment, today } = useMe()
  const { programs, program } = useProgramChoice(search.program_id)
  const form = useDraftForm('new-deficit', {
    initialValues: emptyDeficit(today, {
      school_id: search.school_id ?? assignment.school_id ?? '',
      type_id: search.type_id ?? '',
    }),
  })
  const { values } = form
  const create = useMutation({
    mutationFn: () => send('post', '/api/v1/deficits', { body: toBody(values, program?.id ?? '') as never }),
    onError: form.showProblem,
    onSuccess: (deficit) => {
      form.discard()
      void client.invalidateQueries()
      void navigate({ to: '/deficits/$deficitId', params: { deficitId: deficit.id } })
    },
  })
  return (
    <Page
      title={t`Новый дефицит`}
      parent={
        <Link to="/deficits">
          <Trans>Дефициты</Trans>
        </Link>
      }
      story={t`Запись станет предварительной. Подтвердить её можно после исходного измерения.`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate()
        }}
        noValidate
      >
        <Stack gap="lg" maw={640}>
          {form.restored && <DraftNote onDiscard={() => form.startOver()} />}
          <ProgramChoice
            programs={programs}
            value={program?.id}
            onChange={(program_id) => void navigate({ search: { ...search, program_id }, replace: true })}
          />
          {!assignment.school_id && (
            <SchoolField
              municipalityId={program?.municipality?.id}
              error={form.errors.school_id}
              value={values.school_id}
              onChange={(school_id) => form.setValues({ school_id, person_id: '' })}
            />
          )}
          <Choice
            label={t`У кого дефицит`}
            value={values.bearer_kind}
            onChange={(next) =>
              form.setValues({ bearer_kind: next as NewDeficit['bearer_kind'], person_id: '', type_id: '' })
            }
            options={Object.keys(bearers).map((value) => ({ value, label: label(bearers, value) }))}
          />
          {values.bearer_kind !== 'school' && (
            <PersonField
              schoolId={values.school_id}
              error={form.errors.person_id}
              value={values.person_id}
              onChange={(person_id) => form.setFieldValue('person_id', person_id)}
            />
          )}
          <TypeField
            bearerKind={values.bearer_kind}
            error={form.errors.type_id}
            value={values.type_id}
            onChange={(type_id) => form.setFieldValue('type_id', type_id)}
          />
          <SeverityField
            value={values.severity}
            onChange={(severity) => form.setFieldValue('severity', severity)}
          />
          <Textarea label={t`Что наблюдается`} autosize minRows={3} {...form.getInputProps('description')} />
          {values.bearer_kind === 'head' && (
            <Textarea
              label={t`Точка роста`}
              description={t`На что можно опереться`}
              autosize
              minRows={2}
              {...form.getInputProps('growth_point')}
            />
          )}
          <TextInput
            type="date"
            label={t`К какому сроку закрыть`}
            maw={240}
            {...form.getInputProps('target_date')}
          />
          <BaselineFields form={form} />
          <ProblemNote error={create.error} />
          <Group gap="xs">
            <Button type="submit" loading={create.isPending}>
              <Trans>Записать дефицит</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  )
}
