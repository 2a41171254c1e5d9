import { createTransport } from 'nodemailer'
import type { Attempt } from './domain/mail.ts'
import type { Outgoing } from './write-mails.ts'

/** Where mails go out. */
export interface MailServer {
  send(mail: Outgoing): Promise<Attempt>
  close(): void
}

const seconds = 1000
/** 4xx: not now; 5xx: not at all (RFC 5321). Before an answer there is no code. */
const codeOf = (error: unknown): number | undefined => (error as { responseCode?: number }).responseCode

/** A mail server by its address, smtp://user:password@host:port or smtps://…; TLS is taken where it is offered. */
export function smtpServer(url: string): MailServer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10 * seconds,
    greetingTimeout: 10 * seconds,
    socketTimeout: 20 * seconds,
    // Nothing in a mail is ever fetched from the network or the disk.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ messageId, from, to, subject, text, html }) {
      try {
        await transport.sendMail({
          messageId,
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // A digest is answered by no vacation notice (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        return { done: 'sent' }
      } catch (error) {
        const code = codeOf(error)
        return { failed: code === undefined ? 'unreachable' : code >= 500 ? 'refused-for-good' : 'refused' }
      }
    },
    close: () => transport.close(),
  }
}
