import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parts, verifyCredential, emptyTrustList, readStandards, noStandards, overall } from '@collegium/credential-formats'
import type { Command } from 'commander'
import { exitCodes, Stopped } from '../outcome.ts'
import { data, readInput, say, table } from '../output.ts'
import { as, ask } from '../session.ts'

const listQuery = `query Credentials($first: Int!, $after: String) { credentials(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { id state issuedAt attempt issuer { schacId } home { schacId } instance { code } enrolment { participantName } } } } }`
const showQuery = `query Credential($id: ID!) { credential(id: $id) { id awardId state reason issuedAt sha256 size keyId attempt resultVersion issuer { schacId name } home { schacId } instance { code opportunity { title } } enrolment { participantName outcome { outcome credits } } supersedes { id } verdicts { check verdict reason } case { id state decision { outcome credits agreementTitle agreementVersion clauseId } } } }`

interface Listed {
  readonly id: string
  readonly state: string
  readonly issuedAt: string
  readonly attempt: number
  readonly issuer: { readonly schacId: string } | null
  readonly home: { readonly schacId: string } | null
  readonly instance: { readonly code: string } | null
  readonly enrolment: { readonly participantName: string | null } | null
}

interface Page {
  readonly credentials: {
    readonly totalCount: number
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    readonly edges: readonly { readonly node: Listed }[]
  }
}

export function credentialCommands(program: Command): void {
  const credential = program.command('credential').description('sealed credentials: list, show, export, verify')

  credential
    .command('list')
    .description('credentials that you may see, newest first\n\n  hub credential list --as office@uni-birke.example\n  hub credential list --limit 100 --json')
    .option('--limit <n>', 'at most so many', '25')
    .option('--as <person>')
    .option('--json')
    .action(async (options: { limit: string; as?: string; json?: boolean }) => {
      const hub = as(options.as)
      const rows: Listed[] = []
      for (let after: string | null = null, total = 0; ; ) {
        const { credentials }: Page = await ask<Page>(hub, listQuery, { first: Math.min(100, Number(options.limit) - rows.length), after })
        total = credentials.totalCount
        rows.push(...credentials.edges.map((edge) => edge.node))
        after = credentials.pageInfo.endCursor
        if (!credentials.pageInfo.hasNextPage || rows.length >= Number(options.limit)) {
          say(`${rows.length} of ${total}`)
          break
        }
      }
      table(
        rows.map((row) => ({
          id: row.id,
          state: row.state,
          issued: row.issuedAt,
          course: row.instance?.code,
          issuer: row.issuer?.schacId,
          home: row.home?.schacId,
          participant: row.enrolment?.participantName,
        })),
        options.json,
      )
    })

  credential
    .command('show <id>')
    .description('one credential with its verdicts and its case')
    .option('--as <person>')
    .action(async (id: string, options: { as?: string }) => {
      const answer = await ask<{ credential: object | null }>(as(options.as), showQuery, { id })
      if (!answer.credential) throw new Stopped(exitCodes.failure, 'There is no such credential that you can see.')
      data(JSON.stringify(answer.credential, null, 2))
    })

  credential
    .command('export <id>')
    .description(
      'the sealed bytes as they were sealed\n\n  hub credential export ID > credential.json\n  hub credential export ID --parts parts/    # for openssl',
    )
    .option('--parts <dir>', 'also write signing input, DER signature and certificate')
    .option('--as <person>', 'default office@uni-birke.example where the demo is')
    .action(async (id: string, options: { parts?: string; as?: string }) => {
      const bytes = await as(options.as ?? 'office@uni-birke.example').bytes(`/api/credentials/${id}`)
      if (options.parts) {
        const split = parts(bytes)
        if ('fault' in split) throw new Stopped(exitCodes.failure, split.fault)
        await mkdir(options.parts, { recursive: true })
        await Promise.all([
          writeFile(join(options.parts, 'signing-input.bin'), split.signingInput),
          writeFile(join(options.parts, 'signature.der'), split.signature),
          writeFile(join(options.parts, 'certificate.pem'), split.certificatePem),
        ])
        say(
          `Wrote signing-input.bin, signature.der and certificate.pem to ${options.parts}. The openssl commands stand in packages/credential-formats/README.md.`,
        )
      }
      process.stdout.write(bytes)
    })

  credential
    .command('verify <file>')
    .description(
      'seven checks, without a network: what needs the hub (status list, trust list) is skipped unless --online\n\n  hub credential verify credential.json\n  hub credential verify credential.json --online',
    )
    .option('--online', 'ask the hub, which has the trust list and the status lists')
    .option('--json')
    .action(async (file: string, options: { online?: boolean; json?: boolean }) => {
      const bytes = await readInput(file)
      const verdicts = options.online
        ? await online(bytes)
        : await verifyCredential(bytes, { at: new Date(), trustList: emptyTrustList, standards: await standards() })
      table(
        verdicts.map(({ check, verdict, reason }) => ({ check, verdict, reason })),
        options.json,
      )
      const word = overall(verdicts)
      say(
        word === 'ok'
          ? 'The credential holds.'
          : word === 'error'
            ? 'The credential does not hold.'
            : 'Nothing speaks against the credential; what could not be checked is marked "skipped".',
      )
      if (word === 'error') throw new Stopped(exitCodes.failure, 'At least one check failed.')
    })
}

async function online(bytes: Buffer) {
  const { hubUrl } = await import('../session.ts')
  const response = await fetch(new URL('/api/verify', hubUrl()), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-request': '1' },
    body: new Uint8Array(bytes),
  })
  const body = (await response.json()) as { verdicts?: Awaited<ReturnType<typeof verifyCredential>>; title?: string; detail?: string }
  if (!body.verdicts) throw new Stopped(exitCodes.failure, `${body.title ?? 'The file could not be checked.'} ${body.detail ?? ''}`)
  return body.verdicts
}

async function standards() {
  const directory = process.env.HUB_STANDARDS_DIR ?? ['../shared/standards'].find((path) => existsSync(path))
  return directory ? readStandards(directory) : noStandards
}
