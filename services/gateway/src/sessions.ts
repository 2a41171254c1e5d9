import { EncryptJWT, jwtDecrypt } from 'jose'

/** Who signed in, as the identity provider vouched for them. What they may do is asked of the registry, again and again. */
export interface SignedIn {
  readonly subject: string
  readonly institution: string
  readonly displayName: string
  readonly esi: string | null
}

export const sessionCookie = 'hub_session'
const hours = 9

/** The session lives in the cookie itself, sealed: the gateway keeps no table of who is signed in. */
export function sessionSeal(secret: Uint8Array, clock: () => Date) {
  return {
    async seal(who: SignedIn): Promise<string> {
      const now = Math.floor(clock().getTime() / 1000)
      return new EncryptJWT({ ...who })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setIssuedAt(now)
        .setExpirationTime(now + hours * 3600)
        .setAudience('session')
        .encrypt(secret)
    },
    /** Undefined for a cookie that is missing, changed, expired or sealed with another secret. */
    async open(cookie: string | undefined): Promise<SignedIn | undefined> {
      if (!cookie) return undefined
      try {
        const { payload } = await jwtDecrypt(cookie, secret, { audience: 'session', currentDate: clock() })
        return {
          subject: String(payload.subject),
          institution: String(payload.institution),
          displayName: String(payload.displayName),
          esi: typeof payload.esi === 'string' ? payload.esi : null,
        }
      } catch {
        return undefined
      }
    },
  }
}
export type SessionSeal = ReturnType<typeof sessionSeal>
export const sessionSeconds = hours * 3600
