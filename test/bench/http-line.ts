import net from 'node:net';

export interface Reply {
  status: number;
  /** As the server wrote them. */
  rawHeaders: string;
  body: string;
}

/**
 * One kept connection to a server, one request at a time: the least that a client can cost the machine on which the server
 * runs too.
 */
export class HttpLine {
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | null = null;

  private constructor(
    private readonly socket: net.Socket,
    private readonly host: string,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static async open(address: string): Promise<HttpLine> {
    const { hostname, port, host } = new URL(address);
    const socket = net.connect({ host: hostname, port: Number(port) });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new HttpLine(socket, host);
  }

  /** Sends a request; `headers` is whole header lines, in ASCII. A body that is sent often is encoded once, as bytes. */
  send(method: string, path: string, headers: string, body: string | Buffer = ''): Promise<Reply> {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const length = bytes.length > 0 || method === 'POST' ? `content-length: ${bytes.length}\r\n` : '';
    const type = bytes.length > 0 ? 'content-type: application/json\r\n' : '';
    const head = `${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\n${headers}${type}${length}\r\n`;
    const request = Buffer.allocUnsafe(head.length + bytes.length);
    bytes.copy(request, request.write(head, 'latin1'));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  /** Whether it still stands: servers close lines that fell silent. */
  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.writable;
  }

  close(): void {
    this.socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const rawHeaders = this.#received.toString('latin1', 0, end);
    const body = bodyOf(rawHeaders, this.#received.subarray(end + 4));
    if (body === null) return;
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status: Number(rawHeaders.slice(9, 12)), rawHeaders, body });
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

/** The body once all of it is there, or null. */
function bodyOf(headers: string, received: Buffer): string | null {
  const length = /\r\ncontent-length: *(\d+)/i.exec(headers)?.[1];
  if (length !== undefined) return received.length < Number(length) ? null : received.toString('utf8');
  if (!/\r\ntransfer-encoding: *chunked/i.test(headers)) return '';
  return received.toString('latin1').endsWith('0\r\n\r\n') ? unchunked(received) : null;
}

function unchunked(received: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = received.indexOf('\r\n', at);
    const size = parseInt(received.toString('latin1', at, line), 16);
    if (!size) return Buffer.concat(parts).toString('utf8');
    parts.push(received.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}
