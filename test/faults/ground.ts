import { WorkingCalendar } from '#calendar';
import { DefinitionLibrary, Effects, Verifier, type Violation } from '#engine';
import { Database, newId, SystemClock } from '#platform';
import { Client } from 'pg';
import { createDataSource } from '../../apps/api/src/database.js';
import { engineParts } from '../harness/engine-parts.js';
import { errand, tour } from '../harness/errand.js';
import { Workers } from './worker.js';

/** What all faults stand on: a database with two small workflows, a world outside, and worker processes. */
export class Ground {
  readonly tenantId = newId();
  readonly workers = new Workers(this.tenantId);

  private constructor(
    readonly url: string,
    readonly database: Database,
    private readonly destroy: () => Promise<void>,
  ) {}

  static async open(url: string): Promise<Ground> {
    const source = await createDataSource(url).initialize();
    const database = new Database(source);
    const ground = new Ground(url, database, () => source.destroy());
    await ground.asOwner(
      `CREATE TABLE IF NOT EXISTS world (message_id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now())`,
    );
    const clock = new SystemClock();
    const calendar = new WorkingCalendar({ exceptions: [], publishedYears: [2017] });
    const { definitions } = engineParts(database, new Effects(), { of: () => Promise.resolve(calendar) }, clock);
    for (const definition of [errand, tour])
      await definitions.publish(database, ground.tenantId, definition, clock.now());
    return ground;
  }

  /** Runs a statement as the owner of the tables: only that one changes the schema, and sees what other sessions do. */
  async asOwner<Row extends object>(statement: string): Promise<Row[]> {
    const owner = new Client({ connectionString: this.url });
    await owner.connect();
    try {
      return (await owner.query<Row>(statement)).rows;
    } finally {
      await owner.end();
    }
  }

  async close(): Promise<void> {
    await this.workers.close();
    await this.database.onApplicationShutdown();
    await this.destroy();
  }

  async one<Row>(statement: string, ...parameters: unknown[]): Promise<Row> {
    const [row] = await this.database.query<Row>(statement, parameters);
    if (!row) throw new Error(`no row: ${statement}`);
    return row;
  }

  /** What `verify` finds in all of the database. */
  async violations(): Promise<Violation[]> {
    const effects = new Effects();
    effects.register({ name: 'errand.stamp', run: () => Promise.resolve() });
    const found: Violation[] = [];
    const { database } = this;
    const verifier = new Verifier({
      database,
      definitions: new DefinitionLibrary(database),
      effects,
      clock: new SystemClock(),
    });
    await verifier.verify(
      { tenantId: null, instanceId: null },
      { progress: () => undefined, found: (one) => found.push(one) },
    );
    return found;
  }
}

/** A generator of numbers that gives the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
