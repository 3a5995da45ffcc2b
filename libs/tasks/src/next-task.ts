import { Injectable } from '@nestjs/common';
import { Database, MicroBatch } from '#platform';
import { desksOf, type Reader } from './reader.js';

interface Asked {
  tenant_id: string;
  desks: string[];
  but: string;
}

/** A task at the front of its desk, the most urgent of all that were read first. */
interface Front {
  no: number;
  task_id: string;
}

/**
 * The front of each desk, read once for all who sit there: before it lie index entries of tasks just done, until the next vacuum.
 * Two tasks each, for one may be the one that its reader is about to end.
 */
const FRONTS = `
  SELECT d.no::integer AS no, front.task_id
  FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS d(tenant_id, desk, no)
  CROSS JOIN LATERAL (
    SELECT task_id, due_at FROM tasks
    WHERE tenant_id = d.tenant_id AND desk = d.desk AND status = 'open'
    ORDER BY due_at, task_id LIMIT 2) front
  ORDER BY front.due_at, front.task_id`;

/** Knows what a reader has to do next; read for many readers together. */
@Injectable()
export class NextTask {
  readonly #batch = new MicroBatch<Asked, string | null>((asked) => this.#read(asked), { lanes: 1, most: 256 });

  constructor(private readonly database: Database) {}

  /** The reader's most urgent open task, other than the given one; null where the pile is done. */
  after(reader: Reader, but: string): Promise<string | null> {
    return this.#batch.add({ tenant_id: reader.tenantId, desks: desksOf(reader), but });
  }

  async #read(asked: Asked[]): Promise<(string | null)[]> {
    const places = new Map<string, { tenant: string; desk: string }>();
    for (const { tenant_id, desks } of asked) {
      for (const desk of desks) places.set(`${tenant_id} ${desk}`, { tenant: tenant_id, desk });
    }
    const rows = await this.database.prepared<Front>(FRONTS, [
      [...places.values()].map(({ tenant }) => tenant),
      [...places.values()].map(({ desk }) => desk),
    ]);
    const numbers = new Map([...places.keys()].map((place, index) => [place, index + 1]));
    return asked.map(({ tenant_id, desks, but }) => {
      const mine = new Set(desks.map((desk) => numbers.get(`${tenant_id} ${desk}`)));
      return rows.find((row) => row.task_id !== but && mine.has(row.no))?.task_id ?? null;
    });
  }
}
