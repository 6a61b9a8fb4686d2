import { Trans, useLingui } from '@lingui/react/macro'
import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCan } from '@/features/identity/session'
import { apiQuery, downloadCsv } from '@/shared/api/query'
import type { Matrix } from '@/shared/api/types'
import { CsvButton } from '@/shared/ui/CsvButton'
import { Empty } from '@/shared/ui/Empty'
import { Loaded } from '@/shared/ui/Loaded'
import { Page } from '@/shared/ui/Page'
import { GridSkeleton } from '@/shared/ui/skeletons'
import { ProgramChoice } from '../ProgramChoice'
import { useProgramChoice } from '../useProgramChoice'
import { EntryBar } from './EntryBar'
import { HeatMap } from './HeatMap'
import { MatrixTable } from './MatrixTable'
import classes from './matrix.module.css'
import { buildGrid } from './model'
import { useEntry } from './useEntry'

const route = getRouteApi('/shell/deficits/matrix')

export default function MatrixPage() {
  const { t } = useLingui()
  const { program_id } = route.useSearch()
  const navigate = route.useNavigate()
  const { query: programs, program, programs: choices, missing } = useProgramChoice(program_id)
  const matrix = useQuery({
    ...apiQuery('/api/v1/deficits/matrix', { query: { program_id: program?.id ?? '' } }),
    enabled: program !== undefined,
  })
  return (
    <Page
      wide
      title={t`Матрица дефицитов`}
      parent={
        program && (
          <Link to="/programs/$programId" params={{ programId: program.id }}>
            {program.title}
          </Link>
        )
      }
      actions={
        program && (
          <CsvButton
            download={() => downloadCsv('/api/v1/deficits/matrix', t`матрица`, { program_id: program.id })}
          />
        )
      }
    >
      <ProgramChoice
        programs={choices}
        value={program?.id}
        onChange={(id) => void navigate({ search: { program_id: id }, replace: true })}
      />
      {missing ? (
        <Empty
          action={
            <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
              <Trans>Открыть свою программу</Trans>
            </Button>
          }
        >
          <Trans>Программы из адреса нет, или она вам не видна.</Trans>
        </Empty>
      ) : programs.isSuccess && !program ? (
        <Empty>
          <Trans>Муниципальных программ пока нет, поэтому нет и матрицы.</Trans>
        </Empty>
      ) : (
        <Loaded query={programs.isError ? (programs as never) : matrix} skeleton={<GridSkeleton />}>
          {(data) => <MatrixView key={data.program_id} matrix={data} />}
        </Loaded>
      )}
    </Page>
  )
}

function MatrixView({ matrix }: { matrix: Matrix }) {
  const { t } = useLingui()
  const can = useCan()
  const { view, types, ...search } = route.useSearch()
  const navigate = route.useNavigate()
  const [entering, setEntering] = useState(false)
  const grid = buildGrid(matrix, entering || types === 'all')
  const entry = useEntry(matrix.program_id, grid)
  const mayEnter = can('deficits.enter_matrix')
  const show = (change: { view?: string; types?: string }) =>
    void navigate({ search: { ...search, view, types, ...change }, replace: true })
  return (
    <>
      <div className={classes.controls}>
        <div className={classes.toggles}>
          <SegmentedControl
            aria-label={t`Вид`}
            value={entering ? 'map' : (view ?? 'map')}
            disabled={entering}
            onChange={(next) => show({ view: next === 'map' ? undefined : next })}
            data={[
              { value: 'map', label: t`Карта` },
              { value: 'table', label: t`Таблица` },
            ]}
          />
          <SegmentedControl
            aria-label={t`Виды дефицитов`}
            value={entering ? 'all' : (types ?? 'held')}
            disabled={entering}
            onChange={(next) => show({ types: next === 'held' ? undefined : next })}
            data={[
              { value: 'held', label: t`Только выявленные` },
              { value: 'all', label: t`Весь каталог` },
            ]}
          />
        </div>
        {mayEnter && !entering && (
          <Button onClick={() => setEntering(true)}>
            <Trans>Отметить для многих школ</Trans>
          </Button>
        )}
      </div>
      {entering && (
        <EntryBar programId={matrix.program_id} entry={entry} onFinish={() => setEntering(false)} />
      )}
      {grid.types.length === 0 ? (
        <Empty>
          <Trans>
            Открытых дефицитов у школ программы нет. Выберите «Весь каталог», чтобы увидеть все виды.
          </Trans>
        </Empty>
      ) : view === 'table' && !entering ? (
        <MatrixTable grid={grid} />
      ) : (
        <HeatMap matrix={matrix} grid={grid} entry={entering ? entry : null} />
      )}
      <p className={classes.key}>
        <Trans>
          Цифра — тяжесть: 1 слабо выражен, 2 заметен, 3 выражен сильно. Штриховка — ещё не подтверждён.
          Строка «Низкие результаты» считает подтверждённые; вопрос после слова значит, что решение ещё не
          принято.
        </Trans>
      </p>
    </>
  )
}
