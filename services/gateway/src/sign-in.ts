import { Problem } from '@collegium/service-kit'
import type { FastifyInstance } from 'fastify'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oidc from 'openid-client'
import { claimProfiles, type ClaimProfileName, signedInAs } from './claims.ts'
import { sessionCookie, sessionSeconds, type SessionSeal, type SignedIn } from './sessions.ts'

export interface SignInOptions {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly claims: ClaimProfileName
  readonly publicUrl: string
}

const stateCookie = 'hub_sign_in'
/** Audience of access tokens for systems and the hub command. */
export const tokenAudience = 'urn:collegium:hub'

/** Sign-in by OpenID Connect (code flow, PKCE), sign-out, and who is signed in. Returns how bearer tokens are checked. */
export function signIn(app: FastifyInstance, options: SignInOptions, seal: SessionSeal) {
  const secure = options.publicUrl.startsWith('https:')
  const redirectUri = `${options.publicUrl}/sign-in/done`
  let discovered: Promise<oidc.Configuration> | undefined
  const configuration = () => {
    discovered ??= oidc
      .discovery(new URL(options.issuer), options.clientId, options.clientSecret, undefined, secure ? {} : { execute: [oidc.allowInsecureRequests] })
      .catch((error: unknown) => {
        discovered = undefined
        app.log.warn({ issuer: options.issuer, message: error instanceof Error ? error.message : String(error) }, 'the identity provider does not answer')
        throw new Problem('part-away', { part: 'identity provider' })
      })
    return discovered
  }

  app.get<{ Querystring: { to?: string } }>('/sign-in', async (request, reply) => {
    const config = await configuration()
    const verifier = oidc.randomPKCECodeVerifier()
    const state = oidc.randomState()
    const nonce = oidc.randomNonce()
    const to = request.query.to
    // Lax: this one has to come back with the redirect from the provider; it opens nothing.
    reply.setCookie(stateCookie, JSON.stringify({ verifier, state, nonce, to }), {
      path: '/sign-in',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: 600,
      signed: false,
    })
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: claimProfiles[options.claims].scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    return reply.redirect(url.href)
  })

  app.get('/sign-in/done', async (request, reply) => {
    const kept = beganWith(request.cookies[stateCookie])
    if (!kept) throw new Problem('unauthenticated', { message: 'The sign-in was begun in another browser, or longer than ten minutes ago.' })
    const { verifier, state, nonce } = kept
    // Read only here: the cookie is not signed, and a neighbouring site may have set it.
    const to = localPath(kept.to)
    const tokens = await oidc
      .authorizationCodeGrant(await configuration(), new URL(request.url, options.publicUrl), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
      })
      .catch((error: unknown) => {
        request.log.warn({ message: error instanceof Error ? error.message : String(error) }, 'sign-in refused')
        throw new Problem('unauthenticated')
      })
    const claims = { ...tokens.claims() }
    if (tokens.access_token && claims.sub) Object.assign(claims, await oidc.fetchUserInfo(await configuration(), tokens.access_token, claims.sub))
    const who = signedInAs(options.claims, claims)
    if ('missing' in who) throw new Problem('forbidden', { missingClaim: who.missing })
    reply.clearCookie(stateCookie, { path: '/sign-in' })
    reply.setCookie(sessionCookie, await seal.seal(who), { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: sessionSeconds })
    // A redirect would still count as coming from the provider's site, and the strict cookie would stay at home.
    return reply
      .type('text/html; charset=utf-8')
      .send(`<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${to}"><title>Signed in</title><p><a href="${to}">Go on</a></p>`)
  })

  app.post('/sign-out', async (_request, reply) => reply.clearCookie(sessionCookie, { path: '/' }).code(204).send())

  let keySet: ReturnType<typeof createRemoteJWKSet> | undefined
  const keys = async () => (keySet ??= createRemoteJWKSet(new URL((await configuration()).serverMetadata().jwks_uri ?? `${options.issuer}/jwks`)))
  /** Who a bearer token of the issuer stands for; undefined when it is forged, expired or meant for others. */
  return async (token: string): Promise<SignedIn | undefined> => {
    const known = await keys()
    try {
      const { payload } = await jwtVerify(token, known, { issuer: options.issuer, audience: tokenAudience })
      const who = signedInAs(options.claims, payload)
      return 'missing' in who ? undefined : who
    } catch {
      return undefined
    }
  }
}

interface Began {
  readonly verifier: string
  readonly state: string
  readonly nonce: string
  readonly to?: string
}

/** What the cookie says of the sign-in that was begun; undefined where it is missing or not ours. */
function beganWith(cookie: string | undefined): Began | undefined {
  try {
    const kept = JSON.parse(cookie ?? 'null') as Partial<Record<keyof Began, unknown>> | null
    if (typeof kept?.verifier !== 'string' || typeof kept.state !== 'string' || typeof kept.nonce !== 'string') return undefined
    return { verifier: kept.verifier, state: kept.state, nonce: kept.nonce, ...(typeof kept.to === 'string' && { to: kept.to }) }
  } catch {
    return undefined
  }
}

/** Only a path of this origin: an address in `to` would make us a redirector for anybody. */
export function localPath(to: string | undefined): string {
  return to && /^\/(?![/\\])[\w\-./?=&%]*$/.test(to) ? to.replaceAll('&', '&amp;') : '/'
}
