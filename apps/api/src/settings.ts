import { MailSettings } from '#notifications';
import { readFileSync } from 'node:fs';
import type { Config } from './config.js';

/** The settings that were read at boot, with what only the running process knows. */
export class Settings extends MailSettings {
  #smtpUrl: string | null;
  #publicUrl: string;

  constructor(readonly config: Readonly<Config>) {
    super();
    this.#smtpUrl = config.smtpUrl;
    this.#publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  }

  get smtpUrl(): string {
    if (this.#smtpUrl === null) throw new Error('the built-in mailbox is not open yet');
    return this.#smtpUrl;
  }

  get smtpTls(): { isDemanded: boolean; authorities: string | null } {
    const { ofMail, authorities } = this.config.tls;
    return { isDemanded: ofMail, authorities: authorities === null ? null : readFileSync(authorities, 'utf8') };
  }

  get from(): string {
    return `考评 Kaoping <no-reply@${new URL(this.#publicUrl).hostname}>`;
  }

  get publicUrl(): string {
    return this.#publicUrl;
  }

  /** Whether people reach the product by https, so that cookies may demand it. */
  get isSecure(): boolean {
    return this.#publicUrl.startsWith('https:');
  }

  /** Mail goes to the built-in mailbox, which listens here. */
  useMailbox(url: string): void {
    this.#smtpUrl = url;
  }

  /** The port was given by the system. */
  listensOn(port: number): void {
    if (this.config.publicUrl === null) this.#publicUrl = `http://${this.config.host}:${port}`;
  }
}
