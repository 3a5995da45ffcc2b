import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { ALLOWANCES, drainOf, tooMany, type Throttled } from './allowance.js';

/** Cleared away at each turn, so that there are hardly more buckets than hold something. */
const CLEARED = 20;

const TAKEN = `
  WITH cleared AS (
    DELETE FROM throttle_buckets WHERE (kind, key_hash) IN (
      SELECT kind, key_hash FROM throttle_buckets WHERE empty_at < now() AND (kind, key_hash) <> ($1, $2)
       ORDER BY empty_at LIMIT ${CLEARED} FOR UPDATE SKIP LOCKED))
  INSERT INTO throttle_buckets AS b (kind, key_hash, empty_at) VALUES ($1, $2, now() + make_interval(secs => $3))
  ON CONFLICT (kind, key_hash) DO UPDATE SET empty_at = greatest(b.empty_at, now()) + make_interval(secs => $3)
    WHERE greatest(b.empty_at, now()) + make_interval(secs => $3) <= now() + make_interval(secs => $4)
  RETURNING 1`;

const WAIT = `
  SELECT greatest(0, extract(epoch FROM empty_at - now())::float8 + $3::float8 - $4::float8) AS wait
    FROM throttle_buckets WHERE kind = $1 AND key_hash = $2`;

/** Counts in PostgreSQL what has an allowance of its own: all processes count together, and a restart forgets nothing. */
@Injectable()
export class Throttle {
  constructor(private readonly database: Database) {}

  /** Counts one request of an account or address; refused with `<kind>.too-many` where that is more than allowed. */
  async take(kind: Throttled, key: string): Promise<void> {
    const allowance = ALLOWANCES[kind];
    const asked = [kind, keyHash(key), drainOf(allowance), allowance.withinSeconds];
    if ((await this.database.query(TAKEN, asked)).length > 0) return;
    const [found] = await this.database.query<{ wait: number }>(WAIT, asked);
    throw tooMany(kind, found?.wait ?? 0);
  }
}

/** Of whom a bucket is, without saying it. */
export function keyHash(key: string): Buffer {
  return createHash('sha256').update(key).digest().subarray(0, 16);
}
