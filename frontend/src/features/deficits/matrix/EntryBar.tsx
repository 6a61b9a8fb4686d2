import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '@/shared/api/query'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import classes from './matrix.module.css'
import type { Entry } from './useEntry'

interface EntryBarProps {
  programId: string
  entry: Entry
  onFinish: () => void
}

/** Saving what was marked, all or nothing, and taking it back. */
export function EntryBar({ programId, entry, onFinish }: EntryBarProps) {
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries()
  const save = useMutation({
    mutationFn: () =>
      send('post', '/api/v1/deficits/matrix', { body: { program_id: programId, entries: entry.entries() } }),
    onSuccess: () => {
      entry.saved()
      undo.reset()
      return refresh()
    },
  })
  const undo = useMutation({
    mutationFn: (batch_id: string) => send('post', '/api/v1/deficits/matrix/undo', { body: { batch_id } }),
    onSuccess: () => {
      save.reset()
      return refresh()
    },
  })
  const { report, count } = entry
  return (
    <div className={classes.entryBar}>
      <p role="status">
        {count > 0 ? (
          <Plural
            value={count}
            one="Отмечена # клетка, не сохранена."
            few="Отмечено # клетки, не сохранены."
            many="Отмечено # клеток, не сохранены."
            other="Отмечено # клетки, не сохранены."
          />
        ) : save.data ? (
          <>
            <Plural
              value={save.data.created.length}
              one="Записан # предварительный дефицит."
              few="Записано # предварительных дефицита."
              many="Записано # предварительных дефицитов."
              other="Записано # предварительного дефицита."
            />{' '}
            {save.data.existing.length > 0 && (
              <Trans>Уже были записаны раньше: {save.data.existing.length}.</Trans>
            )}
          </>
        ) : undo.data ? (
          <>
            <Trans>Запись отменена, убрано: {undo.data.removed}.</Trans>{' '}
            {undo.data.kept.length > 0 && (
              <Trans>С частью уже начали работать, оставлено: {undo.data.kept.length}.</Trans>
            )}
          </>
        ) : (
          <Trans>
            Выберите клетку и нажмите 1, 2 или 3. Shift со стрелками выделяет несколько клеток, Delete
            стирает, Ctrl+V вставляет столбец из таблицы, Ctrl+Z возвращает на шаг.
          </Trans>
        )}
        {report && (
          <>
            {' '}
            {report.occupied > 0 && <Trans>Уже заняты: {report.occupied}. </Trans>}
            {report.outside > 0 && <Trans>Не поместились в таблицу: {report.outside}. </Trans>}
            {report.unknown.length > 0 && (
              <Trans>Не распознано (нужны 1, 2 или 3): {report.unknown.slice(0, 3).join(', ')}.</Trans>
            )}
          </>
        )}
      </p>
      {save.data && (
        <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate(save.data.batch_id)}>
          <Trans>Отменить запись</Trans>
        </Button>
      )}
      {count > 0 && (
        <>
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            <Trans>Сохранить</Trans>
          </Button>
          <Button variant="default" onClick={entry.clear}>
            <Trans>Стереть отметки</Trans>
          </Button>
        </>
      )}
      <Button variant="subtle" onClick={onFinish}>
        <Trans>Закончить</Trans>
      </Button>
      <ProblemNote error={save.error ?? undo.error} />
    </div>
  )
}
