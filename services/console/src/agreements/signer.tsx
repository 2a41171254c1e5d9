import { Group, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSignedIn } from '../hub/session.ts'
import { useWords } from '../words/words.tsx'
import type { Signer } from './agreement-acts.ts'

const key = ['signer']

/**
 * Who signs, typed once per visit: kept in memory only, since a name and an address do not belong into a browser's storage. What is being typed is state of the
 * form itself: read back from the cache, which tells of changes later, a slow machine would lose keys.
 */
export function useSigner(): readonly [Signer, (signer: Signer) => void] {
  const { displayName } = useSignedIn()
  const queries = useQueryClient()
  const [signer, setSigner] = useState<Signer>(() => queries.getQueryData<Signer>(key) ?? { name: displayName, position: '', email: '' })
  const change = (changed: Signer) => {
    setSigner(changed)
    queries.setQueryDefaults(key, { gcTime: Number.POSITIVE_INFINITY })
    queries.setQueryData(key, changed)
  }
  return [signer, change]
}

export function SignerFields({ signer, onChange }: { readonly signer: Signer; readonly onChange: (signer: Signer) => void }) {
  const { t } = useWords()
  return (
    <Group align="flex-start" grow preventGrowOverflow={false}>
      <TextInput
        required
        label={t('signer.name')}
        autoComplete="name"
        value={signer.name}
        onChange={(event) => onChange({ ...signer, name: event.currentTarget.value })}
      />
      <TextInput
        required
        label={t('signer.position')}
        autoComplete="organization-title"
        value={signer.position}
        onChange={(event) => onChange({ ...signer, position: event.currentTarget.value })}
      />
      <TextInput
        required
        type="email"
        label={t('signer.email')}
        autoComplete="email"
        value={signer.email}
        onChange={(event) => onChange({ ...signer, email: event.currentTarget.value })}
      />
    </Group>
  )
}
