import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { Dialog } from './Dialog'
import classes from './SideBySide.module.css'

interface SideBySideProps {
  rows: [field: string, theirs: string, mine: string][]
  busy: boolean
  onTakeTheirs: () => void
  onKeepMine: () => void
}

/** Somebody saved first: both versions are shown, and the person decides. Only what differs is listed. */
export function SideBySide({ rows, busy, onTakeTheirs, onKeepMine }: SideBySideProps) {
  const { t } = useLingui()
  const different = rows.filter(([, theirs, mine]) => theirs !== mine)
  return (
    <Dialog onClose={onTakeTheirs} size="wide" title={t`Пока вы писали, запись изменили`}>
      {different.length === 0 ? (
        <p>
          <Trans>Ваша правка совпала с тем, что уже сохранено.</Trans>
        </p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <td />
              <th scope="col">
                <Trans>Сохранено сейчас</Trans>
              </th>
              <th scope="col">
                <Trans>Ваша правка</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {different.map(([field, theirs, mine]) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{theirs || '—'}</td>
                <td>{mine || '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Group gap="xs" mt="md">
        <Button onClick={onKeepMine} loading={busy} disabled={different.length === 0}>
          <Trans>Сохранить мою правку</Trans>
        </Button>
        <Button variant="default" onClick={onTakeTheirs}>
          <Trans>Оставить как сохранено</Trans>
        </Button>
      </Group>
    </Dialog>
  )
}
