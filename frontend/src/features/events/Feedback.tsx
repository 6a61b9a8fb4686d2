import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { apiQuery } from '@/shared/api/query'
import type { EventDetail } from '@/shared/api/types'
import { useFormat } from '@/shared/i18n/format'
import { useLabel } from '@/shared/i18n/labels'
import { Loaded } from '@/shared/ui/Loaded'
import { Section } from '@/shared/ui/Page'
import { RowsSkeleton } from '@/shared/ui/skeletons'
import classes from './events.module.css'
import { audiences } from './words'

/** What participants thought: figures and words without names, from five answers on. */
export function Feedback({ event }: { event: EventDetail }) {
  const { t } = useLingui()
  const label = useLabel()
  const format = useFormat()
  const feedback = useQuery({
    ...apiQuery('/api/v1/events/{event_id}/feedback', { path: { event_id: event.id } }),
    retry: false,
  })
  if (feedback.isError) return null // a teacher reads of the own events only
  return (
    <Section title={t`Отзывы`} count={feedback.data?.answers ?? undefined}>
      <Loaded query={feedback} skeleton={<RowsSkeleton rows={3} />}>
        {(data) =>
          data.is_hidden ? (
            <p className={classes.detail}>
              <Trans>Отзывы показываются, когда их не меньше пяти: так никого не узнать.</Trans>
            </p>
          ) : (
            <>
              {data.mean !== null && (
                <p>
                  <Trans>Средняя оценка — {format.number(data.mean)} из 5.</Trans>
                </p>
              )}
              <ul className={`${classes.plain} ${classes.bars}`} aria-label={t`Сколько каких оценок`}>
                {data.distribution.map((count, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place is the rating
                  <li key={index}>
                    <span className="figures">{index + 1}</span>
                    <span className={classes.track} aria-hidden="true">
                      <span style={{ width: `${(count / Math.max(1, data.answers ?? 1)) * 100}%` }} />
                    </span>
                    <span className="figures">{count}</span>
                  </li>
                ))}
              </ul>
              {data.by_audience.length > 1 && (
                <ul className={classes.plain}>
                  {data.by_audience.map((row) => (
                    <li key={row.audience}>
                      {label(audiences, row.audience)}: {format.number(row.mean)} (
                      <Plural
                        value={row.answers}
                        one="# ответ"
                        few="# ответа"
                        many="# ответов"
                        other="# ответа"
                      />
                      )
                    </li>
                  ))}
                </ul>
              )}
              <ul className={classes.rows}>
                {data.comments.map((comment) => (
                  <li key={comment}>
                    <span className={classes.text}>{comment}</span>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
