import { HubProblem } from '@collegium/sdk'
import { expect, test } from 'vitest'
import { exitCodes, explain, Stopped } from './outcome.ts'

test.each([
  ['a refusal for want of rights', new HubProblem(403, { title: 'Your role does not allow this.', code: 'forbidden' }), exitCodes.unauthorised],
  ['a missing sign-in', new HubProblem(401, {}), exitCodes.unauthorised],
  ['a part that is away', new HubProblem(503, { title: 'A part of the hub is not reachable.' }), exitCodes.unreachable],
  ['any other refusal', new HubProblem(409, { title: 'Somebody changed this.' }), exitCodes.failure],
  ['a hub that does not answer', Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }), exitCodes.unreachable],
  ['rejected rows', new Stopped(exitCodes.rejectedRows, '27 row(s) were refused.'), exitCodes.rejectedRows],
  ['a fault of ours', new Error('Something else'), exitCodes.failure],
])('%s has its own exit code', (_what, error, code) => {
  expect(explain(error).code).toBe(code)
})

test('the request id is shown, so that it can be quoted', () => {
  expect(explain(new HubProblem(500, { title: 'The hub made a mistake.', requestId: 'r-12345678' })).text).toContain('Request id: r-12345678')
})
