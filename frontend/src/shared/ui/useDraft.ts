import { type UseFormInput, type UseFormReturnType, useForm } from '@mantine/form'
import { useState } from 'react'
import { fieldErrors } from '@/shared/api/problem'
import { dropDraft, readDraft, writeDraft } from './drafts'

export type DraftForm<T> = UseFormReturnType<T> & {
  /** The text of an earlier visit is on screen. */
  restored: boolean
  startOver: () => void
  /** Sent or given up: the stored text goes. */
  discard: () => void
  /** Puts the server's refusals beside their fields. */
  showProblem: (error: unknown) => void
}

/** A form whose text survives a reload, a time-out of the session and a lost network. */
export function useDraftForm<T extends Record<string, unknown>>(
  name: string,
  options: UseFormInput<T> & { initialValues: T },
): DraftForm<T> {
  const [draft, setDraft] = useState(() => readDraft<Partial<T>>(name))
  const form = useForm<T>({
    ...options,
    initialValues: { ...options.initialValues, ...draft },
    onValuesChange: (values) => writeDraft(name, values),
  })
  return {
    ...form,
    restored: draft !== null,
    startOver: () => {
      form.setValues(options.initialValues)
      dropDraft(name)
      setDraft(null)
    },
    discard: () => dropDraft(name),
    // The form's own fields stand without `payload`: so an error goes as soon as its field is changed.
    showProblem: (error) =>
      form.setErrors(
        Object.fromEntries(
          Object.entries(fieldErrors(error)).map(([field, detail]) => [
            field.replace(/^payload\./, ''),
            detail,
          ]),
        ),
      ),
  }
}
