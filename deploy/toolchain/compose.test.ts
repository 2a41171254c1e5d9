import { describe, expect, test } from 'vitest'
import { type ComposeFiles, faultsOfCompose, readComposeFiles } from './compose.ts'

const files = readComposeFiles()

describe('deploy/compose against the services', () => {
  test('what is committed fits', () => {
    expect(faultsOfCompose(files)).toEqual([])
  })

  test.each<[string, keyof ComposeFiles, string | RegExp, string, string]>([
    ['a service without a container', 'compose', '  mobility:\n    <<: *hub', '  mobility-one:\n    <<: *hub', 'compose.yaml has no container for mobility'],
    ['a name that the hub does not know', 'compose', 'HUB_KAFKA_BROKERS:', 'HUB_KAFKA_BROKER:', 'registry: HUB_KAFKA_BROKER is not a name the hub knows'],
    ['a required name that is gone', 'compose', '  HUB_KEYS_DIR: /keys\n', '', 'gateway: HUB_KEYS_DIR is missing'],
    [
      'a name that this process does not read',
      'compose',
      '      HUB_SESSION_SECRET:',
      '      HUB_SEED: none\n      HUB_SESSION_SECRET:',
      'gateway: it does not read HUB_SEED',
    ],
    ['a value that its schema refuses', 'compose', 'HUB_EVENT_LOG: kafka', 'HUB_EVENT_LOG: rabbit', 'exchange: HUB_EVENT_LOG'],
    ['a peer that nobody named', 'compose', ',analytics=http://analytics:8080', '', 'gateway: HUB_PEERS has analytics at no address'],
    [
      'a peer at another port',
      'compose',
      'registry=http://registry:8080',
      'registry=http://registry:8081',
      'catalogue: HUB_PEERS has registry at http://registry:8081',
    ],
    ['a broker that is not there', 'compose', 'kafka:9092\n  HUB_STANDARDS', 'broker:9092\n  HUB_STANDARDS', 'recognition: there is no container broker'],
    ['the wrong bundle', 'compose', '[bin/analytics.mjs]', '[bin/registry.mjs]', 'analytics: its command is bin/registry.mjs'],
    ['an image without a version', 'compose', 'postgres:18.1', 'postgres:latest', 'postgres: the image postgres:latest is not pinned'],
    ['a base image of any version', 'dockerfile', 'FROM node:22.20.0-bookworm-slim\n', 'FROM node:22\n', 'Dockerfile: the image node:22 is not pinned'],
    ['a secret that is too short', 'variables', /^REGISTRY_SECRET=.*$/m, 'REGISTRY_SECRET=short', 'registry: HUB_SERVICE_SECRET'],
    ['a variable that env.example forgot', 'variables', /^PUBLIC_URL=.*$/m, '', 'compose.yaml uses ${PUBLIC_URL}, which env.example does not name'],
    [
      'a variable that nothing uses',
      'variables',
      /^LOG_LEVEL=.*$/m,
      'LOG_LEVEL=info\nLOG_COLOUR=red',
      'env.example names LOG_COLOUR, which compose.yaml does not use',
    ],
  ])('%s is found', (_what, name, from, to, words) => {
    const changed = files[name].replace(from, to)
    expect(changed, 'the test changes nothing').not.toBe(files[name])
    expect(faultsOfCompose({ ...files, [name]: changed })).toContainEqual(expect.stringContaining(words))
  })
})
