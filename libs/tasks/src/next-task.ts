import { Injectable } from '@nestjs/common';
import { Database, MicroBatch } from '#platform';
import { desksOf, type Reader } from './reader.js';

interface Asked {
  tenant_id: string;
  desks: string[];
  but: string;
}

/** The most urgent open task on the desks of `q` (tenant_id, desks) but one, as an item of a lateral join. */
export const nextOf = (but: string): string => `(
    SELECT mine.task_id FROM unnest(q.desks) AS d(desk) CROSS JOIN LATERAL (
      SELECT task_id, due_at FROM tasks
      WHERE tenant_id = q.tenant_id AND desk = d.desk AND status = 'open' AND task_id <> ${but}
      ORDER BY due_at, task_id LIMIT 1) mine
    ORDER BY mine.due_at, mine.task_id LIMIT 1)`;

const MANY = `
  SELECT q.no, page.task_id
  FROM json_to_recordset($1::json) AS q(no integer, tenant_id uuid, desks text[], but uuid)
  CROSS JOIN LATERAL ${nextOf('q.but')} page`;

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
    const rows = await this.database.prepared<{ no: number; task_id: string }>(MANY, [
      JSON.stringify(asked.map((one, no) => ({ ...one, no }))),
    ]);
    const found = new Map(rows.map((row) => [row.no, row.task_id]));
    return asked.map((_, no) => found.get(no) ?? null);
  }
}
