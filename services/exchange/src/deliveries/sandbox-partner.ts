import { createHmac } from 'node:crypto'
import { insertRows, type Transaction } from '@collegium/database'
import type { Dependencies } from '@collegium/service-kit'
import { v7 as newId } from 'uuid'
import { webhookEndpoints } from '../tables.ts'
import { deliverableTypes } from './create-deliveries.ts'
import { sealSecret } from './endpoint-secret.ts'

/** A name that leads nowhere: only a hub with the demo data knows that its own sandbox partner is meant. */
const sandboxUrl = 'https://sandbox-partner.example/webhooks'

/** What the sandbox partner verifies signatures with. The single node, which brings the partner along, asks for it with this service's secret. */
export const sandboxSecret = (serviceSecret: Uint8Array): Buffer => createHmac('sha256', serviceSecret).update('sandbox-partner').digest()

/** Where the sandbox listens; undefined for every other URL and outside the demo, so that nothing else gets past the guard. */
export const sandboxAddress = ({ demo, publicUrl }: Dependencies['settings'], url: string): string | undefined => (demo && url === sandboxUrl ? `${publicUrl}/sandbox-partner/webhooks` : undefined)

/** Each institution of the demo alliance is told at the sandbox. */
export async function addSandboxEndpoints(tx: Transaction, { settings, clock }: Dependencies, institutions: readonly string[]): Promise<void> {
  const secret = `whsec_${sandboxSecret(settings.secret).toString('base64')}`
  const rows = [...new Set(institutions)].map((institution) => {
    const id = newId()
    return { id, institution, url: sandboxUrl, events: [...deliverableTypes], secret: sealSecret(settings.secret, id, secret), active: true, createdAt: clock().toISOString() }
  })
  await insertRows(tx.sql, webhookEndpoints, rows, { skipExisting: true })
}
