import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ProblemNote } from './ProblemNote'

/** What is on screen, as a file for a spreadsheet. */
export function CsvButton({ download }: { download: () => Promise<void> }) {
  const saving = useMutation({ mutationFn: download })
  return (
    <>
      <Button variant="default" loading={saving.isPending} onClick={() => saving.mutate()}>
        <Trans>Скачать CSV</Trans>
      </Button>
      <ProblemNote error={saving.error} />
    </>
  )
}
