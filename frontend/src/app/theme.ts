import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const ink: MantineColorsTuple = [
  '#eef0fa',
  '#dadef2',
  '#b7bee4',
  '#929dd7',
  '#7480cb',
  '#5a68bd',
  '#4a58ae',
  '#38478f',
  '#2d3a78',
  '#212b5c',
]

const graphite: MantineColorsTuple = [
  '#e4e4e1',
  '#c9c8c4',
  '#a9a8a3',
  '#83827d',
  '#55554f',
  '#3b3b38',
  '#2c2c2a',
  '#222221',
  '#1a1a19',
  '#121211',
]

export const theme = createTheme({
  primaryColor: 'ink',
  colors: { ink, dark: graphite },
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.22,
  fontFamily: "'Golos Text Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  headings: { fontWeight: '600' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
})

/** Mantine's own tokens follow ours (tokens.css), so that a component looks the same as plain HTML. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-error': 'var(--state-attention)',
  },
  light: { '--mantine-color-text': 'var(--text)', '--mantine-color-body': 'var(--paper)' },
  dark: { '--mantine-color-text': 'var(--text)', '--mantine-color-body': 'var(--paper)' },
})
