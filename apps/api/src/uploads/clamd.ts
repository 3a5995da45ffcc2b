import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** Why no verdict was reached: never a reason to let a file in. */
export class ScanFailed extends Error {}

export interface Verdict {
  /** What was found; null where the file is harmless. */
  finding: string | null;
}

/** From connecting to the verdict. */
const TIMEOUT_MS = 60_000;
const MOST_OF_A_REPLY = 4_096;

/** Asks clamd what it finds in a stream, by the INSTREAM command of its protocol. */
export async function scan(address: string, content: Readable, timeoutMs = TIMEOUT_MS): Promise<Verdict> {
  const socket = connect(placeOf(address));
  // A pause counts as well as a trickle: the whole of it has an end.
  const timer = setTimeout(() => socket.destroy(new Error('no verdict in time')), timeoutMs);
  try {
    // Whichever ends first: clamd breaks off while it is still being told where a file is too large for it.
    const reply = replyOf(socket);
    const [text] = await Promise.all([reply, Promise.race([tell(socket, content), reply])]);
    return verdictOf(text);
  } catch (error) {
    throw new ScanFailed(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
    content.destroy();
    socket.destroy();
  }
}

/** `host:port`, or the path of a socket of this machine. */
function placeOf(address: string): { host: string; port: number } | { path: string } {
  if (address.startsWith('/')) return { path: address };
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

async function tell(socket: Socket, content: Readable): Promise<void> {
  await once(socket, 'connect');
  socket.write('zINSTREAM\0');
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    socket.write(length);
    if (!socket.write(chunk)) await once(socket, 'drain');
  }
  socket.write(Buffer.alloc(4));
}

async function replyOf(socket: Socket): Promise<string> {
  let reply = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    reply += chunk.toString('latin1');
    if (reply.length > MOST_OF_A_REPLY) throw new Error('the reply does not end');
    if (reply.includes('\0')) return reply.slice(0, reply.indexOf('\0'));
  }
  throw new Error('broken off before the verdict');
}

function verdictOf(reply: string): Verdict {
  if (reply === 'stream: OK') return { finding: null };
  const found = /^stream: (.+) FOUND$/.exec(reply)?.[1];
  if (found !== undefined) return { finding: found.replace(/[^\x21-\x7e]+/g, ' ').slice(0, 100) };
  throw new Error(`clamd answered: ${reply.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200)}`);
}
