import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { certificates } from '../../../test/harness/certificates.js';
import { mailTransport } from './mail-transport.js';

const UNKNOWN = /self-signed certificate|unable to (get|verify)/;
const OTHER_NAME = /Hostname\/IP does not match/;

describe('mail under a demand for TLS', () => {
  const opened: SMTPServer[] = [];
  afterAll(() => {
    for (const server of opened) server.close(() => undefined);
  });

  /** A mail server; answers its address, and whether each of its mails came by TLS. */
  async function mailServer(options: object): Promise<{ url: string; came: boolean[] }> {
    const came: boolean[] = [];
    const server = new SMTPServer({
      authOptional: true,
      ...options,
      onData: (stream, session, done) => {
        came.push(session.secure);
        stream.resume();
        stream.on('end', () => done());
      },
    });
    opened.push(server);
    // A client that does not believe it hangs up in the middle of the handshake.
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, came };
  }

  async function send(smtpUrl: string, authority: string | null): Promise<void> {
    const smtpTls = { isDemanded: authority !== null, authorities: authority };
    const transport = mailTransport({ smtpUrl, smtpTls });
    try {
      await transport.sendMail({
        from: 'kaoping@example.test',
        to: 'somebody@example.test',
        subject: '催办',
        text: '。',
      });
    } finally {
      transport.close();
    }
  }

  const { cert, key } = certificates;
  const authority = readFileSync(certificates.authority, 'utf8');
  const stranger = readFileSync(certificates.stranger, 'utf8');

  test('hands mail over by STARTTLS, to a server of the named authority', async () => {
    const { url, came } = await mailServer({ cert, key });
    await send(url, authority);
    expect(came).toEqual([true]);
  });

  test('refuses a certificate of another authority, or for another host', async () => {
    const { url, came } = await mailServer({ cert, key });
    await expect(send(url, stranger)).rejects.toThrow(UNKNOWN);
    const other = url.replace('127.0.0.1', 'localhost');
    await expect(send(other, authority)).rejects.toThrow(OTHER_NAME);
    expect(came).toEqual([]);
  });

  test('hands nothing over where no STARTTLS is offered; without it, mail goes in the open', async () => {
    const { url, came } = await mailServer({ disabledCommands: ['STARTTLS'] });
    await expect(send(url, authority)).rejects.toThrow(/STARTTLS/);
    expect(came).toEqual([]);
    await send(url, null);
    expect(came).toEqual([false]);
  });

  test('takes smtps as well', async () => {
    const { url, came } = await mailServer({ cert, key, secure: true });
    const sure = url.replace('smtp:', 'smtps:');
    await expect(send(sure, stranger)).rejects.toThrow(UNKNOWN);
    await send(sure, authority);
    expect(came).toEqual([true]);
  });
});
