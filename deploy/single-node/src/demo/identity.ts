import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tokenAudience } from '@collegium/gateway'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { exportJWK, type JWK, SignJWT } from 'jose'
import { identityStore } from './identity-store.ts'
import { demoPeople, demoPerson } from './people.ts'

export const identityClient = { clientId: 'collegium-hub', clientSecret: randomBytes(24).toString('base64url') }

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** The built-in OpenID provider of a single node: the demo people, picked without a password. It never serves anything but loopback. */
export async function builtInIdentity(options: {
  issuer: string
  publicUrl: string
  dataDir: string
  databaseUrl: string
}): Promise<(app: FastifyInstance) => void> {
  const { hostname } = new URL(options.publicUrl)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Error(
      `The built-in identity provider serves loopback only, not ${hostname}. Set HUB_OIDC_ISSUER, HUB_OIDC_CLIENT_ID and HUB_OIDC_CLIENT_SECRET to your own.`,
    )
  const key = await signingKey(options.dataDir)
  // Loaded here: only a hub with the demo people needs it, and it has something to say about Node at its first line.
  const { default: Provider } = await import('oidc-provider')
  const store = await identityStore(options.databaseUrl)
  const provider = new Provider(options.issuer, {
    adapter: store.adapter,
    jwks: { keys: [key] },
    clients: [
      {
        client_id: identityClient.clientId,
        client_secret: identityClient.clientSecret,
        redirect_uris: [`${options.publicUrl}/sign-in/done`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    claims: { openid: ['sub'], email: ['email'], profile: ['name', 'institution', 'esi'] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    pkce: { required: () => true },
    ttl: { AuthorizationCode: 60, Interaction: 600, Session: 3600, Grant: 3600, IdToken: 600, AccessToken: 600 },
    interactions: { url: (_ctx, interaction) => `/identity/people/${interaction.uid}` },
    findAccount: async (_ctx, id) => ({ accountId: id, claims: async () => claimsOf(id) }),
    // First-party by construction: the one client is this hub, so nobody is asked to consent.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client?.clientId ?? '', accountId: ctx.oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const { kid, alg } = key
  const privateKey = createPrivateKey({ key: key as never, format: 'jwk' })

  return (app) => {
    app.addHook('onClose', () => store.close())
    void app.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
      scope.get<{ Params: { uid: string } }>('/identity/people/:uid', async (request, reply) => {
        const rows = demoPeople.map(
          (person) =>
            `<li><a href="/identity/people/${escaped(request.params.uid)}/${encodeURIComponent(person.email)}">${escaped(person.displayName)}</a> <small>${escaped(person.email)}</small></li>`,
        )
        return reply
          .type('text/html; charset=utf-8')
          .send(
            `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in · Collegium demo</title><style>body{font:16px/1.6 system-ui;max-width:42rem;margin:2rem auto;padding:0 1rem}li{margin:.4rem 0}a{color:#0b4f8a}small{color:#555}</style></head><body><main><h1>Who are you today?</h1><p>These people are invented. Pick one; there is no password.</p><ul>${rows.join('')}</ul></main></body></html>`,
          )
      })
      scope.get<{ Params: { uid: string; email: string } }>('/identity/people/:uid/:email', async (request, reply) => {
        const person = demoPerson(request.params.email)
        if (!person) return reply.code(404).send('There is nobody of that name.')
        reply.hijack()
        await provider.interactionFinished(request.raw, reply.raw, { login: { accountId: person.email } }, { mergeWithLastSubmission: false })
      })
      scope.post('/identity/tokens', async (request, reply) => {
        const person = demoPerson(String((JSON.parse(await textOf(request)) as { person?: unknown }).person ?? ''))
        if (!person)
          return reply.code(404).send({ code: 'not-found', title: 'There is no demo person of that name.', people: demoPeople.map((one) => one.email) })
        const accessToken = await new SignJWT(claimsOf(person.email))
          .setProtectedHeader({ alg: alg ?? 'ES256', kid: kid ?? '' })
          .setIssuer(options.issuer)
          .setAudience(tokenAudience)
          .setSubject(person.email)
          .setIssuedAt()
          .setExpirationTime('8h')
          .sign(privateKey)
        return { accessToken, expiresInSeconds: 8 * 3600 }
      })
      const callback = provider.callback()
      const hand = async (request: FastifyRequest, reply: FastifyReply) => {
        reply.hijack()
        // The provider mounts at the root of its issuer.
        Object.assign(request.raw, { originalUrl: request.raw.url })
        request.raw.url = request.raw.url?.replace(/^\/identity/, '') || '/'
        await callback(request.raw, reply.raw)
      }
      scope.all('/identity', hand)
      scope.all('/identity/*', hand)
    })
  }
}

function claimsOf(email: string): { sub: string; email: string; name: string; institution: string; esi?: string } {
  const person = demoPerson(email)
  return { sub: email, email, name: person?.displayName ?? email, institution: person?.institution ?? '', ...(person?.esi && { esi: person.esi }) }
}

async function textOf(request: FastifyRequest): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request.body as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8') || '{}'
}

/** Kept with the data, so that tokens outlive a restart. */
async function signingKey(dataDir: string): Promise<JWK> {
  const file = join(dataDir, 'keys', 'identity.jwk.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as JWK
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = { ...(await exportJWK(privateKey)), kid: randomBytes(8).toString('hex'), alg: 'ES256', use: 'sig' }
  writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 })
  return jwk
}
