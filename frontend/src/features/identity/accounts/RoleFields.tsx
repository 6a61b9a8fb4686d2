import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { SchoolField } from '@/features/territory/SchoolField'
import { useMunicipalityOptions } from '@/features/territory/useMunicipalities'
import { roles, useLabel } from '@/shared/i18n/labels'
import { useMe } from '../session'

export interface RoleValues extends Record<string, unknown> {
  role: string
  municipality_id: string
  school_id: string
}

const OF_A_SCHOOL = ['school_head', 'school_curator', 'teacher']
const OF_A_MUNICIPALITY = ['municipal_coordinator', 'methodologist']
const ANYWHERE = ['observer', 'expert']

/** A role that one may grant, and whom it is for. */
export function RoleFields({ form }: { form: UseFormReturnType<RoleValues> }) {
  const { t } = useLingui()
  const label = useLabel()
  const { assignment, grants } = useMe()
  const municipalities = useMunicipalityOptions()
  const { role, municipality_id, school_id } = form.values
  const forSchool = OF_A_SCHOOL.includes(role)
  const forMunicipality = OF_A_MUNICIPALITY.includes(role) || ANYWHERE.includes(role)
  return (
    <>
      <NativeSelect
        label={t`Роль`}
        data={grants.map((value) => ({ value, label: label(roles, value) }))}
        {...form.getInputProps('role')}
      />
      {forMunicipality && !assignment.municipality_id && (
        <NativeSelect
          label={t`Муниципалитет`}
          data={[
            { value: '', label: ANYWHERE.includes(role) ? t`Вся область` : t`Выберите` },
            ...municipalities,
          ]}
          {...form.getInputProps('municipality_id')}
        />
      )}
      {forSchool && !assignment.school_id && (
        <SchoolField
          municipalityId={municipality_id || (assignment.municipality_id ?? undefined)}
          error={form.errors.school_id}
          value={school_id}
          onChange={(next) => form.setFieldValue('school_id', next)}
        />
      )}
    </>
  )
}

export const emptyRole = (grants: string[]): RoleValues => ({
  role: grants[0] ?? '',
  municipality_id: '',
  school_id: '',
})

export const roleBody = (values: RoleValues) => ({
  role: values.role,
  municipality_id: values.municipality_id || null,
  school_id: values.school_id || null,
})
