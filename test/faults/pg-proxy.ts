import { once } from 'node:events';
import net from 'node:net';

/** Where in a round trip something happens: before the server has it, before its answer is passed on, after that. */
export type Moment = 'before' | 'unacknowledged' | 'after';

const SYNC = 0x53;
const QUERY = 0x51;
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/**
 * Stands between the product and PostgreSQL. Every statement, and every COMMIT, is one round trip; at the n-th of them
 * something can be made to happen.
 */
export class PgProxy {
  readonly #sockets = new Set<net.Socket>();
  readonly #server: net.Server;
  #trips = 0;
  #at: { trip: number; moment: Moment; strike: () => void } | null = null;
  #chance: { share: number; random: () => number } | null = null;
  #delayMs = 0;

  private constructor(private target: URL) {
    this.#server = net.createServer((client) => this.#join(client));
  }

  static async open(databaseUrl: string): Promise<PgProxy> {
    const proxy = new PgProxy(new URL(databaseUrl));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The address of the database by way of the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as net.AddressInfo).port);
    return url.href;
  }

  /** New connections go elsewhere from now on; those there are break. */
  aimAt(databaseUrl: string): void {
    this.target = new URL(databaseUrl);
    this.cut();
  }

  /** Round trips begun since the last `strikeAt`. */
  get trips(): number {
    return this.#trips;
  }

  /** Counts from now on, and strikes once at the n-th round trip. */
  strikeAt(trip: number, moment: Moment, strike: () => void): void {
    this.#trips = 0;
    this.#at = { trip, moment, strike };
  }

  /** Resets that share of all round trips, at a random moment, until `calm`. */
  resetSome(share: number, random: () => number): void {
    this.#chance = { share, random };
  }

  /** Holds every packet up by so long. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Connections there are swallow everything from now on, and never say so. */
  swallow(): void {
    for (const socket of this.#sockets) socket.pause();
  }

  calm(): void {
    this.#at = null;
    this.#chance = null;
    this.#delayMs = 0;
  }

  /** Resets every connection there is. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: net.Socket): void {
    const server = net.connect({ host: this.target.hostname, port: Number(this.target.port) });
    let left: Buffer = Buffer.alloc(0);
    let isStarted = false;
    let onReady: (() => boolean) | null = null;
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      // What was cut off on one side is cut off on the other.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (chunk) => {
      const read = tripsIn(Buffer.concat([left, chunk]), isStarted);
      left = read.left;
      isStarted = true;
      for (let trip = 0; trip < read.trips; trip += 1) {
        const struck = this.#begin(client);
        if (struck === 'before') return;
        if (struck !== null) onReady = struck;
      }
      this.#pass(server, chunk);
    });
    server.on('data', (chunk) => {
      const isReady = chunk.length >= 6 && chunk.subarray(chunk.length - 6, chunk.length - 1).equals(READY);
      if (isReady && onReady) {
        const mayPass = onReady();
        onReady = null;
        if (mayPass) this.#pass(client, chunk);
        return;
      }
      this.#pass(client, chunk);
    });
  }

  #begin(client: net.Socket): 'before' | (() => boolean) | null {
    this.#trips += 1;
    const at = this.#at;
    if (at?.trip === this.#trips) {
      this.#at = null;
      if (at.moment === 'before') {
        at.strike();
        return 'before';
      }
      return () => {
        if (at.moment === 'after') {
          setImmediate(at.strike);
          return true;
        }
        at.strike();
        return false;
      };
    }
    if (!this.#chance || this.#chance.random() >= this.#chance.share) return null;
    if (this.#chance.random() < 0.5) {
      client.resetAndDestroy();
      return 'before';
    }
    return () => {
      client.resetAndDestroy();
      return false;
    };
  }

  #pass(to: net.Socket, chunk: Buffer): void {
    if (this.#delayMs === 0) to.write(chunk);
    else setTimeout(() => to.write(chunk), this.#delayMs);
  }
}

/** How many round trips the messages of a client ask for, and what is left of the last. */
function tripsIn(bytes: Buffer, isStarted: boolean): { trips: number; left: Buffer } {
  let at = 0;
  let trips = 0;
  if (!isStarted) at = bytes.readUInt32BE(0);
  while (at + 5 <= bytes.length) {
    const length = bytes.readUInt32BE(at + 1) + 1;
    if (at + length > bytes.length) break;
    const type = bytes[at];
    if (type === SYNC || type === QUERY) trips += 1;
    at += length;
  }
  return { trips, left: Buffer.from(bytes.subarray(Math.min(at, bytes.length))) };
}
