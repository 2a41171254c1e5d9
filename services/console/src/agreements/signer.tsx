import { Group, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSignedIn } from '../hub/session.ts'
import { useWords } from '../words/words.tsx'
import type { Signer } from './agreement-acts.ts'

/** Who signs, typed once per visit: kept in memory only, since a name and an address do not belong into a browser's storage. */
export function useSigner(): readonly [Signer, (signer: Signer) => void] {
  const { displayName } = useSignedIn()
  const queries = useQueryClient()
  const key = ['signer']
  const { data } = useQuery<Signer>({ queryKey: key, queryFn: () => ({ name: displayName, position: '', email: '' }), staleTime: Infinity, gcTime: Infinity })
  return [data ?? { name: displayName, position: '', email: '' }, (signer) => queries.setQueryData(key, signer)]
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
