import http from 'node:http';
import type { Sent } from './requests.js';

/** What came back. */
export interface Got {
  status: number;
  type: string;
  text: string;
}

const PASSWORD = 'kaoping-2017';

/** Kept connections to the server, with the session of everybody who asks. */
export class Line {
  readonly #agent: http.Agent;
  readonly #cookies = new Map<string, string>();

  constructor(
    private readonly address: string,
    atOnce: number,
  ) {
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: atOnce });
  }

  /** Rejects where there is no answer. */
  send(sent: Sent, account: string | null): Promise<Got> {
    const { method, path, headers, body } = sent;
    const { hostname, port } = new URL(this.address);
    const cookie = this.#cookies.get(account ?? '');
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const all = { ...headers, ...length, ...(cookie && { cookie }) };
    return new Promise((resolve, reject) => {
      const request = http.request(
        { agent: this.#agent, hostname, port, method, path, headers: all, timeout: 20_000 },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0, headers: said } = response;
            this.#keepCookie(account, said['set-cookie']?.[0]);
            resolve({ status, type: said['content-type'] ?? '', text: Buffer.concat(parts).toString() });
          });
        },
      );
      request.on('timeout', () => request.destroy(new Error('no answer within 20 s')));
      request.on('error', (error) => {
        // The server had ended a kept connection just then; a browser asks again, too.
        if (request.reusedSocket && 'code' in error && error.code === 'ECONNRESET') resolve(this.send(sent, account));
        else reject(error);
      });
      request.end(body ?? undefined);
    });
  }

  /** What the server says to it; without a session where it refuses. */
  signIn(account: string): Promise<Got> {
    this.#cookies.delete(account);
    return this.send(plain('POST', '/api/session', { account, password: PASSWORD }), account);
  }

  #keepCookie(account: string | null, cookie: string | undefined): void {
    const pair = cookie?.split(';')[0];
    if (account && pair) this.#cookies.set(account, pair);
  }
}

/** A request as the web app sends it. */
export function plain(method: string, path: string, body?: unknown): Sent {
  const headers = {
    'content-type': 'application/json',
    'x-forwarded-for': '10.0.0.1',
    'idempotency-key': `fuzz-${method}-${path.slice(0, 40)}`,
  };
  return { route: '', method, path, headers, body: body === undefined ? null : JSON.stringify(body) };
}
