import '@mantine/core/styles.css'
import './frame/console.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { readableVariables, theme } from './frame/theme.ts'
import { Fault } from './hub/fault.ts'
import { router } from './routes.tsx'
import { WordsProvider } from './words/words.tsx'

/** Only what may be better a moment later is asked again; a refusal stays one. */
const passing = new Set(['hub-unreachable', 'part-away', 'internal'])
const queries = new QueryClient({
  defaultOptions: { queries: { retry: (count, error) => count < 2 && error instanceof Fault && passing.has(error.code), refetchOnWindowFocus: true } },
})

const place = document.getElementById('console')
if (!place) throw new Error('index.html has no element #console to put the console into')
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={readableVariables} defaultColorScheme="auto">
      <WordsProvider>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </WordsProvider>
    </MantineProvider>
  </StrictMode>,
)
