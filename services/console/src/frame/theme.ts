import { Anchor, createTheme, type CSSVariablesResolver } from '@mantine/core'

export const theme = createTheme({
  fontFamily: 'system-ui, "Segoe UI", "Noto Sans", sans-serif',
  primaryColor: 'blue',
  // Shade 9 on white is 6:1; the usual shade 6 would be 3.6:1, below WCAG AA.
  primaryShade: { light: 9, dark: 9 },
  headings: { sizes: { h1: { fontSize: 'clamp(1.5rem, 5vw, 2.125rem)' } } },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  // A link inside a sentence must not be known by its colour alone.
  components: { Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }) },
})

/** Mantine's secondary text does not reach 4.5:1 on its own backgrounds. */
export const readableVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#4a5058',
    '--mantine-color-anchor': '#0b4f8a',
    '--mantine-color-error': '#a3120a',
    '--mantine-color-placeholder': '#5c636b',
  },
  dark: {
    '--mantine-color-dimmed': '#b9c0c9',
    '--mantine-color-anchor': '#9ccbf5',
    '--mantine-color-error': '#ffb4ab',
    '--mantine-color-placeholder': '#a5adb7',
  },
})
