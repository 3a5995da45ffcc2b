import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver was sent. */
export interface Received {
  headers: IncomingHttpHeaders;
  /** As it came. */
  text: string;
  body: { type: string; timestamp: string; data: Record<string, unknown> };
}

/** Another system, that answers as it is told. */
export class Receiver {
  readonly received: Received[] = [];
  /** What it answers from now on. */
  answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 204 };
  /** Called before it answers. */
  onReceived: (() => Promise<unknown>) | null = null;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on('request', (request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => {
        this.received.push({ headers: request.headers, text, body: JSON.parse(text) as Received['body'] });
        const answer = (): unknown =>
          response.writeHead(this.answer.status, this.answer.headers ?? {}).end(this.answer.body ?? '');
        void (this.onReceived?.() ?? Promise.resolve()).then(answer);
      });
    });
  }

  static async open(): Promise<Receiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Receiver(server, (server.address() as AddressInfo).port);
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}/kaoping?key=of-the-receiver`;
  }

  /** What came since it was last asked. */
  taken(): Received[] {
    return this.received.splice(0);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
