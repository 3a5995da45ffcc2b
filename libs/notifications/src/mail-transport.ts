import { createTransport } from 'nodemailer';
import type { MailSettings } from './mail-settings.js';

/** The way to the mail server: a pool of connections, each of which ends sooner than the outbox gives up a message. */
export function mailTransport({
  smtpUrl,
  smtpTls,
}: Pick<MailSettings, 'smtpUrl' | 'smtpTls'>): ReturnType<typeof createTransport> {
  const { isDemanded, authorities } = smtpTls;
  return createTransport({
    pool: true,
    url: smtpUrl,
    // Together shorter than the outbox waits for one delivery: a mail that it gives up must not leave after all.
    connectionTimeout: 8_000,
    greetingTimeout: 8_000,
    socketTimeout: 8_000,
    // Not even where the server, or somebody before it, offers no STARTTLS.
    ...(isDemanded && {
      requireTLS: true,
      tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(authorities !== null && { ca: authorities }) },
    }),
  });
}
