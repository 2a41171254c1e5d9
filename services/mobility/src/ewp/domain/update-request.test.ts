import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { missing, note, published, faultsOf } from '../published-schemas.fixture.ts'
import { getResponse, updateRequest } from './namespaces.ts'
import { readUpdateRequest, writeUpdateResponse } from './update-request.ts'

const signature = `<u:signature><g:signer-name>Ada Demo</g:signer-name><g:signer-position>Coordinator</g:signer-position>
  <g:signer-email>ada@office.example</g:signer-email><g:timestamp>2026-11-14T08:18:19+02:00</g:timestamp></u:signature>`
const approval = (given = signature, id = 'M-1') =>
  `<u:approve-proposal-v1><u:omobility-id>${id}</u:omobility-id><u:changes-proposal-id>hash</u:changes-proposal-id>${given}</u:approve-proposal-v1>`
const request = (acts: string) =>
  `<u:omobility-las-update-request xmlns:u="${updateRequest}" xmlns:g="${getResponse}"><u:sending-hei-id>uni-birke.example</u:sending-hei-id>${acts}</u:omobility-las-update-request>`
const signer = { name: 'Ada Demo', position: 'Coordinator', email: 'ada@office.example' }

test('(R14) an approval is read, whatever else stands in it', () => {
  const read = {
    verb: 'approve',
    sending: 'uni-birke.example',
    mobilityId: 'M-1',
    proposalId: 'hash',
    comment: '',
    signer,
    signedAt: '2026-11-14T08:18:19+02:00',
  }
  expect(readUpdateRequest(request(approval()))).toEqual(read)
  // Extensions in namespaces of their own, or new elements of EWP's, are passed over.
  const extended = request(`<x:note xmlns:x="urn:x"><x:omobility-id>other</x:omobility-id></x:note>${approval(`<u:new-in-1-3/>${signature}`)}`)
  expect(readUpdateRequest(extended)).toEqual(read)
})

test('a signature whose parts stand in the wrong namespace is none', () => {
  const wrong = signature.replaceAll('<g:', '<u:').replaceAll('</g:', '</u:')
  expect(readUpdateRequest(request(approval(wrong)))).toMatchObject({
    refused: 'ewp-signature-missing',
    detail: { missing: expect.arrayContaining(['signer-name', 'timestamp']) },
  })
  expect(readUpdateRequest(request(approval('')))).toMatchObject({ refused: 'ewp-signature-missing' })
})

test.each([
  ['no XML at all', '{}', 'not-well-formed, line 1'],
  ['nothing', '', 'not-well-formed, line 1'],
  ['a document type, and with it entities', `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${request(approval('&e;'))}`, 'document-type'],
  ['an entity that nobody declared', request(approval('&e;')), 'not-well-formed, line 1'],
  ['more than a megabyte', request(approval(signature, 'x'.repeat(1_000_001))), 'too-large'],
  ['elements within elements within elements', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, 'too-deep'],
  ['another document', `<omobility-las-update-request/>`, 'other-document'],
  ['no verb', request(''), 'one-of'],
  ['two verbs', request(approval() + approval()), 'one-of'],
  ['no mobility', request(approval(signature, ' ')), 'missing'],
])('%s is refused', (_what, xml, fault) => {
  expect(readUpdateRequest(xml)).toMatchObject({ refused: 'ewp-malformed', detail: { fault } })
})

describe.skipIf(missing)(`the published messages${note}`, () => {
  test('both requests are read, the answer is valid', async () => {
    const folder = join(published, 'ewp-specs-api-omobility-las/examples/update-request-examples')
    const requests = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    expect(await faultsOf('update-request', [...requests, request(approval())])).toEqual([])
    expect(requests.map(readUpdateRequest)).toMatchObject([
      { verb: 'approve', sending: 'uw.edu.pl', signer: { name: 'Paweł Tomasz Kowalski' } },
      { verb: 'comment', comment: expect.stringContaining('Introductory calculus') },
    ])
    expect(await faultsOf('update-response', [writeUpdateResponse([{ language: 'en', text: 'Thank you & goodbye.' }]), writeUpdateResponse([])])).toEqual([])
  })
})
