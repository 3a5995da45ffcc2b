import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Visitor } from './visitor.js';

/** Answers imports in the office's stead: with lines of the test's choice, when the test wants them. */
export class SlowImport {
  #answer: ServerResponse | null = null;

  private constructor(private readonly server: Server) {}

  static async open(visitor: Visitor): Promise<SlowImport> {
    const server = createServer();
    const slow = new SlowImport(server);
    server.on('request', (request, answer: ServerResponse) => {
      request.resume();
      answer.writeHead(200, { 'content-type': 'application/x-ndjson' });
      answer.flushHeaders();
      slow.#answer = answer;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await visitor.page.route('**/api/imports', (route) =>
      route.continue({ url: `http://127.0.0.1:${port}/api/imports` }),
    );
    return slow;
  }

  tell(...lines: unknown[]): void {
    for (const line of lines) this.#answer?.write(`${JSON.stringify(line)}\n`);
  }

  /** As an office whose server ends the answer too soon. */
  stop(): void {
    this.#answer?.end();
  }

  /** As a cable that is pulled out. */
  cut(): void {
    this.#answer?.destroy();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
