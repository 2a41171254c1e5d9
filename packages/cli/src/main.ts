import { Command, CommanderError } from 'commander'
import { credentialCommands } from './commands/credential.ts'
import { deskCommands } from './commands/desk.ts'
import { hubCommands } from './commands/hub.ts'
import { importCommands } from './commands/imports.ts'
import { exitCodes, explain } from './outcome.ts'
import { say } from './output.ts'

/** Runs one command. Resolves with the exit code: 0 ok, 1 failure, 2 usage, 3 rejected rows, 4 unauthorised, 5 unreachable. */
export async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('hub')
    .description('The Collegium hub from the command line. stdout is data, stderr is for people.')
    .showHelpAfterError()
    .exitOverride()
  hubCommands(program)
  importCommands(program)
  credentialCommands(program)
  deskCommands(program)
  try {
    await program.parseAsync([...argv])
    return exitCodes.ok
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    const { code, text } = explain(error)
    say(text)
    return code
  }
}
