/** The way out to receivers; the composition root provides it. */
export abstract class WebhookGate {
  /** Whom the operator of the machine allows to be told, as `host` or `host:port`; nobody: web hooks are off. */
  abstract readonly hosts: readonly string[];

  /** Refused with `webhook.off`, `webhook.address` or `webhook.host` where nothing may ever go to the address. */
  abstract check(address: string): void;

  /** The HTTP status that was answered; throws an error that names the host where none was, or the answer led elsewhere. */
  abstract post(address: string, headers: Record<string, string>, body: string): Promise<number>;
}
