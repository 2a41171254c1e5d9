import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CallerName, Role, ServiceName } from '@collegium/contracts'
import { jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'

/** On whose behalf a request comes, as the gateway vouched for it. */
export interface Session {
  /** `person:<subject>`, `system:<client>`, or `service:<name>` for a claim check. */
  readonly subject: string
  readonly kind: 'person' | 'learner' | 'system' | 'service'
  /** The tenant: whose rows are seen. */
  readonly institution: string
  readonly roles: readonly Role[]
  /** Units of the institution; empty means all of it. */
  readonly units: readonly string[]
  /** A learner's own id at mobility, once resolved from the verified ESI. */
  readonly learner?: string
  readonly esi?: string
}

/** How long an internal token is good, in seconds (design 3.4). */
export const tokenSeconds = 60

/** Private key of this process, public keys of all that may call. */
export interface Keys {
  readonly own: KeyObject
  readonly of: (caller: CallerName) => KeyObject | undefined
}

/** Reads `<name>.private.pem` and `*.public.pem` of a folder. */
export function readKeys(folder: string, own: CallerName): Keys {
  const known = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.public.pem'))
      .map((file) => [file.replace('.public.pem', ''), createPublicKey(readFileSync(join(folder, file)))]),
  )
  return { own: createPrivateKey(readFileSync(join(folder, `${own}.private.pem`))), of: (caller) => known.get(caller) }
}

/** Makes the pairs that are missing, one per caller; private ones readable by their user alone. */
export function makeKeys(folder: string, callers: readonly CallerName[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const caller of callers) {
    if (existsSync(join(folder, `${caller}.private.pem`))) continue
    const pair = generateKeyPairSync('ed25519')
    writeFileSync(join(folder, `${caller}.public.pem`), pair.publicKey.export({ type: 'spki', format: 'pem' }))
    writeFileSync(join(folder, `${caller}.private.pem`), pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  }
}

export interface TokenMint {
  /** A token of this process for `audience`, on behalf of `session`. Cached per subject and audience. */
  mint(audience: ServiceName, session: Session): Promise<string>
}

export function tokenMint(caller: CallerName, keys: Keys, clock: () => Date): TokenMint {
  const cache = new LRUCache<string, string>({ max: 5_000, ttl: (tokenSeconds / 2) * 1000 })
  return {
    async mint(audience, session) {
      const key = JSON.stringify([audience, session])
      const cached = cache.get(key)
      if (cached) return cached
      const now = Math.floor(clock().getTime() / 1000)
      const { subject, ...claims } = session
      const token = await new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid: caller })
        .setSubject(subject)
        .setIssuer(caller)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + tokenSeconds)
        .sign(keys.own)
      cache.set(key, token)
      return token
    },
  }
}

export interface TokenVerifier {
  /** The session behind a token, or undefined when it is missing, forged, expired or meant for somebody else. */
  verify(token: string | undefined, from: readonly CallerName[]): Promise<{ session: Session; caller: CallerName } | undefined>
}

export function tokenVerifier(audience: ServiceName, keys: Keys, clock: () => Date): TokenVerifier {
  const verified = new LRUCache<string, { session: Session; caller: CallerName; expires: number }>({ max: 5_000 })
  return {
    async verify(token, from) {
      if (!token) return undefined
      const known = verified.get(token)
      if (known) return known.expires > clock().getTime() && from.includes(known.caller) ? known : undefined
      try {
        const { payload, protectedHeader } = await jwtVerify(
          token,
          (header) => {
            const key = keys.of(header.kid as CallerName)
            if (!key) throw new Error('unknown caller')
            return key
          },
          { audience, algorithms: ['EdDSA'], currentDate: clock(), requiredClaims: ['sub', 'exp', 'iss'] },
        )
        if (payload.iss !== protectedHeader.kid || !from.includes(payload.iss as CallerName)) return undefined
        const { sub, iss, aud: _aud, iat: _iat, exp, ...claims } = payload
        // Only the gateway and the services hold keys, and each mints from a typed session.
        const entry = { session: { subject: sub ?? '', ...claims } as unknown as Session, caller: iss as CallerName, expires: (exp ?? 0) * 1000 }
        verified.set(token, entry)
        return entry
      } catch {
        return undefined
      }
    },
  }
}
