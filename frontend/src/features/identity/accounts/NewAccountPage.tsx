import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { send } from '@/shared/api/query'
import { ButtonLink } from '@/shared/ui/buttons'
import { Choice } from '@/shared/ui/Choice'
import { DraftNote } from '@/shared/ui/DraftNote'
import { Page } from '@/shared/ui/Page'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import { useDraftForm } from '@/shared/ui/useDraft'
import { useMe } from '../session'
import { KnownPersonField } from './KnownPersonField'
import { emptyRole, RoleFields, type RoleValues, roleBody } from './RoleFields'
import { SecretLink } from './SecretLink'

export default function NewAccountPage() {
  const { t } = useLingui()
  const client = useQueryClient()
  const { grants } = useMe()
  const form = useDraftForm('new-account', {
    initialValues: {
      ...emptyRole(grants),
      who: 'new',
      person_id: '',
      last_name: '',
      first_name: '',
      patronymic: '',
      login: '',
    },
  })
  const { values } = form
  const invite = useMutation({
    mutationFn: () =>
      send('post', '/api/v1/accounts', {
        body: {
          ...roleBody(values as RoleValues),
          login: values.login.trim(),
          ...(values.who === 'known'
            ? { person_id: values.person_id || null }
            : {
                last_name: values.last_name.trim(),
                first_name: values.first_name.trim(),
                patronymic: values.patronymic.trim() || null,
              }),
        } as never,
      }),
    onError: form.showProblem,
    onSuccess: () => {
      form.discard()
      return client.invalidateQueries({ queryKey: ['/api/v1/accounts'] })
    },
  })
  const parent = (
    <Link to="/accounts">
      <Trans>Доступ</Trans>
    </Link>
  )
  if (invite.data) {
    const { account, invitation } = invite.data
    return (
      <Page title={t`Приглашение готово`} parent={parent} story={account.person?.name ?? account.login}>
        <SecretLink url={invitation.url} expiresAt={invitation.expires_at} />
        <div>
          <ButtonLink to="/accounts/$accountId" params={{ accountId: account.id }} variant="default">
            <Trans>К учётной записи</Trans>
          </ButtonLink>
        </div>
      </Page>
    )
  }
  return (
    <Page title={t`Пригласить человека`} parent={parent}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate()
        }}
        noValidate
      >
        <Stack gap="md" maw={480}>
          {form.restored && <DraftNote onDiscard={form.startOver} />}
          <Choice
            label={t`Кого приглашаем`}
            value={values.who}
            onChange={(who) => form.setFieldValue('who', who)}
            options={[
              { value: 'new', label: t`Нового человека` },
              { value: 'known', label: t`Человека из реестра` },
            ]}
          />
          {values.who === 'known' ? (
            <KnownPersonField
              value={values.person_id}
              error={form.errors.person_id ?? form.errors.last_name}
              onChange={(person_id) => form.setFieldValue('person_id', person_id)}
            />
          ) : (
            <>
              <TextInput label={t`Фамилия`} {...form.getInputProps('last_name')} />
              <TextInput label={t`Имя`} {...form.getInputProps('first_name')} />
              <TextInput label={t`Отчество`} {...form.getInputProps('patronymic')} />
            </>
          )}
          <TextInput
            label={t`Логин`}
            description={t`Удобно взять рабочую почту`}
            autoCapitalize="none"
            {...form.getInputProps('login')}
          />
          <RoleFields form={form as unknown as UseFormReturnType<RoleValues>} />
          <ProblemNote error={invite.error} />
          <Button type="submit" loading={invite.isPending} style={{ alignSelf: 'flex-start' }}>
            <Trans>Создать приглашение</Trans>
          </Button>
        </Stack>
      </form>
    </Page>
  )
}
