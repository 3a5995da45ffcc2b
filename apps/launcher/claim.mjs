import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { pause } from './processes.mjs';

const connectTimeoutMs = 1000;
const settleMs = 50;

/**
 * Claims what the file stands for, for as long as this process lives: the file names a loopback port on which the
 * holder answers with its token. So a file left by a killed holder never counts, whatever process has its id now.
 * Resolves to `{ tell, release }`, or to `{ holder }` with the facts of whoever holds it.
 */
export async function claim(file, facts) {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o711 });
  for (;;) {
    const holder = await holderOf(file);
    if (holder) return { holder };
    const claimed = await tryToClaim(file, facts);
    if (claimed) return claimed;
  }
}

/** The facts of the living holder, or undefined. */
async function holderOf(file) {
  const facts = await factsIn(file);
  if (!facts) return undefined;
  const socket = await greet(facts);
  socket?.destroy();
  return socket ? facts : undefined;
}

/** Resolves when whoever holds it has let go. */
export async function released(file) {
  for (;;) {
    const facts = await factsIn(file);
    const socket = facts && (await greet(facts));
    if (!socket) return;
    await new Promise((resolve) => socket.on('close', resolve));
  }
}

async function tryToClaim(file, facts) {
  const token = randomUUID();
  const server = net.createServer((socket) => {
    // A caller that goes away early is no concern of the holder.
    socket.on('error', () => socket.destroy());
    socket.write(token);
  });
  const callers = new Set();
  server.on('connection', (socket) => {
    callers.add(socket);
    socket.on('close', () => callers.delete(socket));
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  server.unref();
  const release = async () => {
    if ((await factsIn(file))?.token === token) await rm(file, { force: true });
    server.close();
    for (const socket of callers) socket.destroy();
  };
  const own = { token, port: server.address().port, pid: process.pid };
  await replace(file, { ...facts, ...own });
  await pause(settleMs);
  // Two claims at one time both see a dead holder; the one that wrote last keeps it.
  if ((await factsIn(file))?.token !== token) return void (await release());
  return { tell: (more) => replace(file, { ...facts, ...more, ...own }), release };
}

async function factsIn(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // No file, or half of one: nobody holds it.
    return undefined;
  }
}

async function replace(file, facts) {
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(facts), { mode: 0o600 });
  await rename(fresh, file);
}

function greet({ port, token }) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const giveUp = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(connectTimeoutMs, giveUp);
    socket.on('error', giveUp);
    socket.once('data', (answer) => {
      if (String(answer) !== token) return giveUp();
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}
