import pino, { type DestinationStream, type Logger } from 'pino'

/** Names of fields that could hold a person; a log line that carries one by mistake shows that it did, not what it was. */
const personal = ['givenNames', 'familyName', 'name', 'email', 'birthDate', 'esi', 'authorization', 'cookie', 'token', 'password']

export function buildLogger(options: { level?: string; destination?: DestinationStream } = {}): Logger {
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: personal.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[personal]' },
    },
    ...(options.destination ? [options.destination] : []),
  )
}
