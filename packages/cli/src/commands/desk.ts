import type { Command } from 'commander'
import { exitCodes, Stopped } from '../outcome.ts'
import { data, readInput, say, table } from '../output.ts'
import { as, ask, demoToken } from '../session.ts'

interface Case {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly reason: string | null
  readonly earnedEcts: number
  readonly enrolment: { readonly participantName: string | null } | null
  readonly decision: { readonly outcome: string; readonly credits: number; readonly agreementTitle: string | null } | null
}
interface Delivery {
  readonly id: string
  readonly state: string
  readonly eventType: string
  readonly attempts: number
  readonly remoteState: string | null
}

/** What the desks of the offices do: cases, deliveries, questions, tokens. */
export function deskCommands(program: Command): void {
  program
    .command('token')
    .description('a token for a demo person (single node only)\n\n  hub token --as office@uni-birke.example')
    .requiredOption('--as <person>')
    .action(async (options: { as: string }) => data(await demoToken(options.as)))

  program
    .command('query <file>')
    .description(
      'ask the graph; - reads standard input\n\n  hub query question.graphql --as office@uni-birke.example\n  echo "{ institutions { name } }" | hub query -',
    )
    .option('--variables <json>', 'as JSON', '{}')
    .option('--as <person>')
    .option('--json', 'the same: the answer is JSON')
    .action(async (file: string, options: { variables: string; as?: string }) => {
      const answer = await as(options.as).graph((await readInput(file)).toString('utf8'), JSON.parse(options.variables) as object)
      data(JSON.stringify(answer, null, 2))
      if (answer.errors) throw new Stopped(exitCodes.failure, `The answer has ${answer.errors.length} error(s).`)
    })

  const cases = program.command('cases').description('recognition cases: list, show, decide')
  cases
    .command('list')
    .option('--state <state>', 'submitted, referred, decided, reopened')
    .option('--as <person>', 'default recognition@uni-birke.example where the demo is', 'recognition@uni-birke.example')
    .option('--json')
    .action(async (options: { state?: string; as: string; json?: boolean }) => {
      const answer = await ask<{ recognitionCases: { totalCount: number; edges: { node: Case }[] } }>(
        as(options.as),
        'query Cases($state: String) { recognitionCases(first: 100, state: $state) { totalCount edges { node { id version state reason earnedEcts enrolment { participantName } decision { outcome credits agreementTitle } } } } }',
        { state: options.state ?? null },
      )
      say(`${answer.recognitionCases.edges.length} of ${answer.recognitionCases.totalCount}`)
      table(
        answer.recognitionCases.edges.map(({ node }) => ({
          id: node.id,
          version: node.version,
          state: node.state,
          why: node.reason,
          earned: node.earnedEcts,
          outcome: node.decision?.outcome,
          credits: node.decision?.credits,
          under: node.decision?.agreementTitle,
          participant: node.enrolment?.participantName,
        })),
        options.json,
      )
    })
  cases
    .command('show <id>')
    .option('--as <person>', '', 'recognition@uni-birke.example')
    .action(async (id: string, options: { as: string }) => {
      const { recognitionCase } = await ask<{ recognitionCase: object | null }>(
        as(options.as),
        'query Case($id: ID!) { recognitionCase(id: $id) { id version state reason explanation earnedEcts submittedAt changedAt decision { outcome credits route reasons text by agreementId agreementTitle agreementVersion clauseId } enrolment { participantName } credential { id state } history { version at move state by reason eventId } } }',
        { id },
      )
      if (!recognitionCase) throw new Stopped(exitCodes.failure, 'There is no such case that you can see.')
      data(JSON.stringify(recognitionCase, null, 2))
    })
  cases
    .command('decide <id>')
    .description(
      'decide a case that a person is asked about\n\n  hub cases decide ID --outcome full --credits 5 --expected-version 2\n  hub cases decide ID --outcome partial --credits 3 --reasons learning-outcomes --text "Two of five outcomes are covered" --expected-version 2',
    )
    .requiredOption('--outcome <outcome>', 'full, partial, alternative or refused')
    .requiredOption('--credits <ects>')
    .requiredOption('--expected-version <n>', 'the version that you read')
    .option('--reasons <criteria>', 'level, workload, quality, profile, learning-outcomes; separated by commas')
    .option('--text <text>')
    .option('--dry-run', 'say what would be decided')
    .option('--as <person>', '', 'recognition@uni-birke.example')
    .action(
      async (
        id: string,
        options: { outcome: string; credits: string; expectedVersion: string; reasons?: string; text?: string; dryRun?: boolean; as: string },
      ) => {
        const variables = {
          id,
          outcome: options.outcome,
          credits: Number(options.credits),
          expectedVersion: Number(options.expectedVersion),
          reasons: options.reasons?.split(',') ?? [],
          text: options.text ?? '',
        }
        if (options.dryRun) return data(JSON.stringify(variables, null, 2))
        const { decideCase } = await ask<{ decideCase: { __typename: string; code?: string; details?: unknown } }>(
          as(options.as),
          'mutation Decide($id: ID!, $outcome: RecognitionOutcome!, $credits: Float!, $reasons: [String!], $text: String, $expectedVersion: Int!) { decideCase(id: $id, outcome: $outcome, credits: $credits, reasons: $reasons, text: $text, expectedVersion: $expectedVersion) { __typename ... on RecognitionCase { id version state decision { outcome credits } } ... on Problem { code details } } }',
          variables,
        )
        data(JSON.stringify(decideCase, null, 2))
        if (decideCase.__typename === 'Problem') throw new Stopped(exitCodes.failure, `Refused: ${decideCase.code}. See /docs/errors/${decideCase.code}`)
      },
    )

  const deliveries = program.command('deliveries').description('messages to partner systems: list, resend')
  deliveries
    .command('list')
    .option('--state <state>', 'pending, acknowledged or parked')
    .option('--as <person>')
    .option('--json')
    .action(async (options: { state?: string; as?: string; json?: boolean }) => {
      const answer = await ask<{ deliveries: { totalCount: number; edges: { node: Delivery }[] } }>(
        as(options.as),
        'query Deliveries($state: String) { deliveries(first: 100, state: $state) { totalCount edges { node { id state eventType attempts remoteState } } } }',
        { state: options.state ?? null },
      )
      say(`${answer.deliveries.edges.length} of ${answer.deliveries.totalCount}`)
      table(
        answer.deliveries.edges.map(({ node }) => ({ ...node })),
        options.json,
      )
    })
  deliveries
    .command('resend <id>')
    .option('--dry-run')
    .option('--as <person>')
    .action(async (id: string, options: { dryRun?: boolean; as?: string }) => {
      if (options.dryRun) return say(`This would send delivery ${id} again.`)
      const { resendDelivery } = await ask<{ resendDelivery: { __typename: string; code?: string } }>(
        as(options.as),
        'mutation Resend($id: ID!) { resendDelivery(id: $id) { __typename ... on Delivery { id state } ... on Problem { code } } }',
        { id },
      )
      data(JSON.stringify(resendDelivery, null, 2))
      if (resendDelivery.code) throw new Stopped(exitCodes.failure, `Refused: ${resendDelivery.code}. See /docs/errors/${resendDelivery.code}`)
    })
}
