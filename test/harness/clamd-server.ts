import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** The harmless file that every scanner must find; in two parts, so that none finds it in here. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD', '-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** How a scanner answers: as it should, not at all, without an end, in other words, or by hanging up. */
export type Manner = 'honest' | 'silent' | 'endless' | 'strange' | 'broken' | 'full';

/** Speaks the INSTREAM command of clamd's protocol as its manual describes it, and finds the EICAR test file. */
export class ClamdServer {
  manner: Manner = 'honest';
  /** The streams that it was told, whole. */
  readonly scanned: Buffer[] = [];
  readonly #server = createServer((socket) => void this.#serve(socket).catch(() => socket.destroy()));
  readonly #sockets = new Set<Socket>();

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    if (this.#server.listening) await once(this.#server, 'close');
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    let told = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      told = Buffer.concat([told, chunk]);
      if (this.manner === 'broken') socket.destroy();
      if (this.manner === 'full') socket.end('INSTREAM size limit exceeded. ERROR\0');
      const content = streamIn(told);
      if (content === null) continue;
      this.scanned.push(content);
      this.#answer(socket, content);
    }
  }

  #answer(socket: Socket, content: Buffer): void {
    if (this.manner === 'silent') return;
    if (this.manner === 'endless') socket.write('x'.repeat(10_000));
    else if (this.manner === 'strange') socket.end('stream: OK or so\0');
    else socket.end(content.includes(EICAR) ? 'stream: Win.Test.EICAR_HDB-1 FOUND\0' : 'stream: OK\0');
  }
}

/** What was told after the command, once its last chunk, which is empty, has come. */
function streamIn(told: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  if (told.toString('latin1', 0, command.length) !== command) return null;
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= told.length;) {
    const length = told.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > told.length) return null;
    chunks.push(told.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
