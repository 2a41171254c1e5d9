import { expect, test } from 'vitest'
import { isPublicAddress, isSendableUrl, publicLookup } from './guard-address.ts'

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd12::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'localhost',
])('%s is closed', (address) => expect(isPublicAddress(address)).toBe(false))
test.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '193.99.144.80', '2a00:1450:4001::1', '::ffff:8.8.8.8'])('%s is public', (address) =>
  expect(isPublicAddress(address)).toBe(true),
)
test.each([
  'http://partner.example/h',
  'https://localhost/h',
  'https://127.0.0.1/h',
  'https://[::1]/h',
  'https://0x7f000001/h',
  'https://2130706433/h',
  'https://user:pass@partner.example/h',
  'https://printer.local/h',
  'https://partner/h',
  'file:///etc/passwd',
  'https://10.0.0.1:8443/h',
  'not a url',
])('%s is refused', (url) => expect(isSendableUrl(url)).toBe(false))
test('a public https address is taken', () => expect(isSendableUrl('https://hooks.partner.example:8443/h?x=1')).toBe(true))
test('a name that leads to this machine is refused when it is looked up', async () => {
  const error = await new Promise<Error | null>((resolve) => publicLookup('localhost', {}, (fault) => resolve(fault)))
  expect(error?.name).toBe('AddressRefused')
})
