import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { apiQuery } from '@/shared/api/query'
import type { SearchHit } from '@/shared/api/types'
import { useLabel } from '@/shared/i18n/labels'
import { Dialog } from '@/shared/ui/Dialog'
import { ProblemNote } from '@/shared/ui/ProblemNote'
import classes from './Spotlight.module.css'
import { hitKinds, targetOf } from './searchTarget'

const LEAST = 2

export default function Spotlight({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const label = useLabel()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const [asked] = useDebouncedValue(text.trim(), 150)
  const found = useQuery({
    ...apiQuery('/api/v1/search', { query: { q: asked, limit: 12 } }),
    enabled: asked.length >= LEAST,
    placeholderData: keepPreviousData,
  })
  const hits = asked.length >= LEAST ? (found.data?.items ?? []) : []
  const current = Math.min(active, hits.length - 1)

  const open = (hit: SearchHit) => {
    onClose()
    void navigate(targetOf(hit))
  }
  const steer = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step && hits.length > 0) {
      event.preventDefault()
      setActive((current + step + hits.length) % hits.length)
    }
    const hit = hits[current]
    if (event.key === 'Enter' && hit) open(hit)
  }
  return (
    <Dialog onClose={onClose} bare size="wide" title={t`Поиск`}>
      <TextInput
        size="md"
        variant="unstyled"
        className={classes.field}
        placeholder={t`Школа, человек, вид дефицита, муниципалитет`}
        aria-label={t`Поиск`}
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="search-hits"
        aria-activedescendant={hits[current] ? `hit-${hits[current].id}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={steer}
      />
      <div id="search-hits" role="listbox" aria-label={t`Найденное`} className={classes.hits}>
        {hits.map((hit, index) => (
          // The field keeps the focus and the keys; a mouse may still choose a row.
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox above
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the combobox (aria-activedescendant)
          <div
            key={`${hit.kind}-${hit.id}`}
            id={`hit-${hit.id}`}
            role="option"
            aria-selected={index === current}
            className={classes.hit}
            onClick={() => open(hit)}
            onMouseMove={() => setActive(index)}
          >
            <span className={classes.title}>{hit.title}</span>
            <span className={classes.kind}>{label(hitKinds, hit.kind)}</span>
            {hit.subtitle && <span className={classes.subtitle}>{hit.subtitle}</span>}
          </div>
        ))}
      </div>
      <div className={classes.hint} role="status">
        {asked.length < LEAST ? (
          <Trans>Введите две буквы или больше. Опечатки не помешают.</Trans>
        ) : found.isError ? (
          <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
        ) : hits.length === 0 && !found.isFetching ? (
          <Trans>По запросу «{asked}» ничего не найдено в доступном вам.</Trans>
        ) : (
          <Trans>Стрелки выбирают, Enter открывает, Esc закрывает.</Trans>
        )}
      </div>
    </Dialog>
  )
}
