import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { request } from 'node:http'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Hub, type TestHub } from '../hub.ts'

/** A browser as far as sign-in needs one: cookies by name, redirects by hand. */
class Browser {
  readonly #url: string
  readonly #cookies = new Map<string, string>()
  constructor(url: string) {
    this.#url = url
  }
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
  async go(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(new URL(path, this.#url), { ...init, redirect: 'manual', headers: { cookie: this.cookie, ...init.headers } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (!name || value === undefined) continue
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return answer
  }
  /** Follows redirects to the page at their end. */
  async follow(path: string): Promise<Response> {
    for (let next = path, hops = 0; hops < 12; hops++) {
      const answer = await this.go(next)
      const to = answer.headers.get('location')
      if (!to) return answer
      next = to
    }
    throw new Error(`More than twelve redirects from ${path}`)
  }
}

describe('the one door', { timeout: 60_000 }, () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await Hub.start()
  }, 300_000)
  afterAll(() => hub?.stop())

  const signedInAs = async (person: string): Promise<Browser> => {
    const browser = new Browser(hub.url)
    const people = await browser.follow('/sign-in?to=/verify')
    const link = [.../href="([^"]+)"/g[Symbol.matchAll](await people.text())]
      .map(([, href]) => href ?? '')
      .find((href) => decodeURIComponent(href).endsWith(person))
    if (!link) throw new Error(`${person} is not offered at sign-in`)
    const done = await browser.follow(link)
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('url=/verify')])
    return browser
  }
  const query = (headers: Record<string, string> = {}): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ __typename }"}',
  })

  test('lets somebody in by OpenID Connect, and out again', async () => {
    const browser = await signedInAs('office@uni-birke.example')
    expect(await (await browser.go('/session')).json()).toMatchObject({
      signedIn: true,
      institution: 'uni-birke.example',
      kind: 'person',
      roles: expect.arrayContaining(['international-office']),
    })
    expect((await browser.go('/sign-out', { method: 'POST', headers: { 'x-hub-request': '1' } })).status).toBe(204)
    expect(await (await browser.go('/session')).json()).toEqual({ signedIn: false })
  })

  test('takes a cookie only with the header that no foreign page can send', async () => {
    const browser = await signedInAs('office@uni-birke.example')
    const without = await browser.go('/graphql', query())
    expect([without.status, ((await without.json()) as { code: string }).code]).toEqual([403, 'header-missing'])
    const form = await browser.go('/api/imports', { method: 'POST', body: new FormData() })
    expect([form.status, ((await form.json()) as { code: string }).code]).toEqual([403, 'header-missing'])
    expect(await (await browser.go('/graphql', query({ 'x-hub-request': '1' }))).json()).toEqual({ data: { __typename: 'Query' } })
  })

  test('a session cookie that was changed, or made up, is none', async () => {
    const browser = await signedInAs('office@uni-birke.example')
    const cookies = browser.cookie
    const session = /hub_session=([^;]+)/.exec(cookies)?.[1] ?? ''
    const changed = session.slice(0, 60) + (session[60] === 'A' ? 'B' : 'A') + session.slice(61)
    expect((await fetch(`${hub.url}/graphql`, query({ cookie: `hub_session=${session}`, 'x-hub-request': '1' }))).status).toBe(200)
    for (const cookie of [`hub_session=${changed}`, 'hub_session=x', 'hub_session=', '__proto__=x'])
      expect((await fetch(`${hub.url}/graphql`, query({ cookie, 'x-hub-request': '1' }))).status).toBe(401)
  })

  test('does not answer under a foreign name', async () => {
    const port = Number(new URL(hub.url).port)
    const asked = (host: string, path: string): Promise<number> =>
      new Promise((resolve, reject) =>
        request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => resolve(answer.resume().statusCode ?? 0))
          .on('error', reject)
          .end(),
      )
    for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`, '127.0.0.1:1', `127.0.0.1:${port}@evil.example`])
      for (const path of ['/verify', '/session', '/api/verify', '/healthz', '/identity/tokens'])
        expect([host, path, await asked(host, path)]).toEqual([host, path, 421])
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) expect(await asked(host, '/verify')).toBe(200)
  })

  test('sends nobody to another site after sign-in', async () => {
    for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/"><script>']) {
      const browser = new Browser(hub.url)
      const people = await browser.follow(`/sign-in?to=${encodeURIComponent(to)}`)
      const link = /href="([^"]+)"/.exec(await people.text())?.[1] ?? ''
      const page = await (await browser.follow(link)).text()
      expect([to, page.includes('evil'), page.includes('script'), page.includes('url=/"')]).toEqual([to, false, false, true])
    }
  })

  test('refuses a sign-in that was begun elsewhere', async () => {
    const browser = new Browser(hub.url)
    expect((await browser.go('/sign-in/done?code=x&state=y')).status).toBe(401)
    await browser.go('/sign-in')
    expect((await browser.go('/sign-in/done?code=x&state=y')).status).toBe(401)
    for (const kept of ['not-json', 'null', '{}', '%7B%22verifier%22%3A1%7D'])
      expect([kept, (await fetch(`${hub.url}/sign-in/done?code=x&state=y`, { headers: { cookie: `hub_sign_in=${kept}` } })).status]).toEqual([kept, 401])
  })

  test('refuses bearer tokens that are forged, expired, or meant for others', async () => {
    const { token } = await hub.as('office@uni-birke.example')
    const [head, body] = token.split('.').map((part) => part)
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString('utf8')) as Record<string, unknown>
    const { kid, alg } = JSON.parse(Buffer.from(head ?? '', 'base64url').toString('utf8')) as { kid: string; alg: string }
    const foreign: KeyObject = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const forged = await new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(foreign)
    const unsigned = `${Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')}.${body}.`
    const raised = `${head}.${Buffer.from(JSON.stringify({ ...claims, institution: 'uni-alder.example' })).toString('base64url')}.${token.split('.')[2]}`
    for (const bearer of [forged, unsigned, raised, 'x', ''])
      expect([bearer.slice(0, 12), (await fetch(`${hub.url}/graphql`, query({ authorization: `Bearer ${bearer}` }))).status]).toEqual([
        bearer.slice(0, 12),
        401,
      ])
    expect((await fetch(`${hub.url}/graphql`, query({ authorization: `Bearer ${token}` }))).status).toBe(200)
  })

  test('keeps the address of the services and what they said to itself when it refuses', async () => {
    const { ask } = await hub.as('office@uni-birke.example')
    const { errors } = await ask('{ learnerByEsi(esi: "x") }')
    expect(errors[0]).toMatchObject({ extensions: { code: 'forbidden' } })
    expect(JSON.stringify(errors)).not.toMatch(/internal\/|stack|node_modules|\.ts|postgres/)
  })
})
