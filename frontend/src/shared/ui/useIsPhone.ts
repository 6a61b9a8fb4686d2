import { useMediaQuery } from '@mantine/hooks'

/** The one border between the two layouts; the same as in the style sheets. */
export const useIsPhone = () =>
  useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
