import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '@collegium/database'
import { escaped, pageOf, type SignedIn } from '@collegium/gateway'
import { appointStaff, verifyInstitution } from '@collegium/registry/commands'
import { Problem } from '@collegium/service-kit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { v7 as newId } from 'uuid'

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
const fields = { name: 'Name of the institution', country: 'Country (two letters)', city: 'City', legalIdentifier: 'Legal identifier' } as const

/**
 * A hub without demo data knows nobody. The link that it prints once makes whoever opens it, signed in, the administrator
 * of their institution; only its hash is kept, and it is gone after use.
 */
export function firstAdministrator(options: { dataDir: string; publicUrl: string; registry: Database }) {
  const file = join(options.dataDir, 'first-administrator.sha256')
  return {
    /** The link, for an empty registry; null where somebody is in it. Calling it again makes the earlier link worthless. */
    async link(): Promise<string | null> {
      const [known] = await options.registry.unowned`select 1 from public_institutions limit 1`
      if (known) return null
      const token = randomBytes(24).toString('base64url')
      writeFileSync(file, hashOf(token).toString('hex'), { mode: 0o600 })
      return `${options.publicUrl}/first-administrator?token=${token}`
    },
    mount(app: FastifyInstance, signedIn: (request: FastifyRequest) => Promise<SignedIn | undefined>): void {
      const check = (token: string | undefined): void => {
        if (!token || !existsSync(file) || !timingSafeEqual(hashOf(token), Buffer.from(readFileSync(file, 'utf8'), 'hex'))) throw new Problem('not-found')
      }
      app.get<{ Querystring: { token?: string } }>('/first-administrator', async (request, reply) => {
        check(request.query.token)
        const who = await signedIn(request)
        if (!who) return reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`)
        const inputs = Object.entries(fields).map(
          ([name, label]) => `<p><label for="${name}">${label}</label><br><input id="${name}" name="${name}" required></p>`,
        )
        const form = `<p>You are signed in as ${escaped(who.displayName)} of <strong>${escaped(who.institution)}</strong>. You become its administrator.</p><form id="form">${inputs.join('')}<button>Become administrator</button></form><p id="answer" role="status"></p>`
        const script = `<script>document.getElementById('form').addEventListener('submit', async (event) => { event.preventDefault(); const response = await fetch(location.href, { method: 'POST', headers: { 'content-type': 'application/json', 'x-hub-request': '1' }, body: JSON.stringify(Object.fromEntries(new FormData(event.target))) }); if (response.ok) location.href = '/'; else document.getElementById('answer').textContent = (await response.json()).detail })</script>`
        return reply.type('text/html; charset=utf-8').send(pageOf('The first administrator', form, script))
      })
      app.post<{ Querystring: { token?: string }; Body: Record<string, string> }>('/first-administrator', async (request) => {
        check(request.query.token)
        const who = await signedIn(request)
        if (!who) throw new Problem('unauthenticated')
        const missing = Object.keys(fields).filter((name) => !request.body?.[name]?.trim())
        const country = request.body?.country?.trim().toUpperCase() ?? ''
        if (missing.length > 0 || !/^[A-Z]{2}$/.test(country))
          throw new Problem('invalid-request', { missing: missing.length > 0 ? missing : ['country: two letters'] })
        const { name = '', city = '', legalIdentifier = '' } = request.body
        await options.registry.write({ tenants: [who.institution] }, { correlationId: request.id }, async (tx) => {
          await verifyInstitution(tx, {
            schacId: who.institution,
            name: { en: name.trim() },
            country,
            city: city.trim(),
            legalIdentifier: legalIdentifier.trim(),
            accreditation: null,
          })
          await appointStaff(
            tx,
            {
              institution: who.institution,
              subject: who.subject,
              displayName: who.displayName,
              unit: null,
              roles: [{ role: 'institution-administrator', unit: null, level: 'manager' }],
            },
            () => newId(),
          )
        })
        rmSync(file, { force: true })
        return { institution: who.institution }
      })
    },
  }
}
