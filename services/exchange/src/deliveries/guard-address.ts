import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Networks into which no message from outside may lead: this machine, its neighbours, the cloud's metadata, what is reserved. */
const closed = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(net, bits, 'ipv6')

/** Whether an address lies on the public internet. IPv4 inside IPv6 is judged as what it is. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1]) return isPublicAddress(mapped[1])
  const family = isIP(address)
  if (family === 0 || /^::ffff:/i.test(address)) return false
  return !closed.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

/** Whether messages may be sent to a URL, as far as the URL itself tells: https, no credentials, no closed address. Names are judged when they are looked up. */
export function isSendableUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false
  if (isIP(host) !== 0) return isPublicAddress(host)
  return host.includes('.') && !/(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/i.test(host)
}

export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

/** Looks a name up and hands out public addresses only. The connection is made to what was judged here, so a name cannot change in between. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    const closedOne = addresses.find((a) => !isPublicAddress(a.address))
    const [first] = addresses
    if (closedOne || !first) return callback(new AddressRefused(`${hostname} leads into a network that messages are not sent to`), '')
    if (options.all) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}
