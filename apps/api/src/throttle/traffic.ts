import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '#platform';
import { Settings } from '../settings.js';
import { addressKey } from './address-key.js';
import { drainOf, tooMuchTraffic, type Allowance } from './allowance.js';
import { keyHash } from './throttle.js';

const SETTLED_EVERY_MS = 1_000;
/** Whoever has used less of an allowance than this share is nobody that other processes must hear of. */
const WORTH_TELLING = 0.1;
/** Many people may sit behind one address. */
const PEOPLE_BEHIND_AN_ADDRESS = 10;

/** Seconds that a bucket takes to drain, as it was at a moment of the process's own clock. */
interface Bucket {
  kind: 'session' | 'address';
  key: string;
  debt: number;
  at: number;
  /** The part of the debt that PostgreSQL has not heard of. */
  untold: number;
}

const TOLD = `
  INSERT INTO throttle_buckets AS b (kind, key_hash, empty_at)
  SELECT kind, key_hash, now() + make_interval(secs => debt)
    FROM unnest($1::text[], $2::bytea[], $3::float8[]) AS q(kind, key_hash, debt) ORDER BY kind, key_hash
  ON CONFLICT (kind, key_hash) DO UPDATE SET empty_at = greatest(b.empty_at, now()) + (excluded.empty_at - now())
  RETURNING kind, key_hash AS hash, extract(epoch FROM empty_at - now())::float8 AS debt`;

/**
 * Bounds all requests of a session and of an address. A request is counted in the process alone; once a second the processes tell
 * PostgreSQL of those who ask much, in one statement, and hear what they asked of the others. Who asks little costs no statement at all.
 */
@Injectable()
export class Traffic implements OnApplicationShutdown {
  readonly #buckets = new Map<string, Bucket>();
  readonly #allowed: Record<Bucket['kind'], Allowance>;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    settings: Settings,
  ) {
    const most = settings.config.requestsPerMinute;
    this.#allowed = {
      session: { most, withinSeconds: 60 },
      address: { most: most * PEOPLE_BEHIND_AN_ADDRESS, withinSeconds: 60 },
    };
  }

  /** Counts one request; refused with `request.too-many` where its address or its session has asked too much. */
  admit(address: string, session: string | undefined): void {
    this.#count('address', addressKey(address));
    if (session !== undefined) this.#count('session', session);
    this.#timer ??= setTimeout(() => void this.settle(), SETTLED_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #count(kind: Bucket['kind'], key: string): void {
    const { withinSeconds } = this.#allowed[kind];
    const drain = drainOf(this.#allowed[kind]);
    const name = `${kind} ${key}`;
    const bucket = this.#buckets.get(name) ?? { kind, key, debt: 0, at: performance.now(), untold: 0 };
    this.#buckets.set(name, bucket);
    drained(bucket);
    if (bucket.debt + drain > withinSeconds) throw tooMuchTraffic(bucket.debt + drain - withinSeconds);
    bucket.debt += drain;
    bucket.untold += drain;
  }

  /** Tells PostgreSQL of those who ask much, and forgets those whose requests have drained. */
  async settle(): Promise<void> {
    for (const [name, bucket] of this.#buckets) if (drained(bucket).debt === 0) this.#buckets.delete(name);
    const busy = [...this.#buckets.values()].filter(
      ({ kind, debt, untold }) => untold > 0 && debt > this.#allowed[kind].withinSeconds * WORTH_TELLING,
    );
    if (busy.length > 0) await this.#tell(busy);
    this.#timer = this.#buckets.size > 0 ? setTimeout(() => void this.settle(), SETTLED_EVERY_MS).unref() : null;
  }

  async #tell(busy: Bucket[]): Promise<void> {
    const told = busy.map((bucket) => ({ bucket, hash: keyHash(bucket.key), debt: bucket.untold }));
    for (const { bucket } of told) bucket.untold = 0;
    try {
      const rows = await this.database.query<{ kind: string; hash: Buffer; debt: number }>(TOLD, [
        told.map(({ bucket }) => bucket.kind),
        told.map(({ hash }) => hash),
        told.map(({ debt }) => debt),
      ]);
      const shared = new Map(rows.map(({ kind, hash, debt }) => [`${kind} ${hash.toString('hex')}`, debt]));
      for (const { bucket, hash } of told) {
        const debt = shared.get(`${bucket.kind} ${hash.toString('hex')}`) ?? 0;
        bucket.debt = Math.max(drained(bucket).debt, debt + bucket.untold);
      }
    } catch {
      // PostgreSQL is away: the process goes on counting alone, and tells it later.
      for (const { bucket, debt } of told) bucket.untold += debt;
    }
  }
}

/** The bucket as it stands now. */
function drained(bucket: Bucket): Bucket {
  const now = performance.now();
  bucket.debt = Math.max(0, bucket.debt - (now - bucket.at) / 1000);
  bucket.at = now;
  return bucket;
}
