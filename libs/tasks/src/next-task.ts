import { Injectable } from '@nestjs/common';
import type { WrittenStep } from '#engine';
import { Database, MicroBatch, Recent } from '#platform';
import { desksOf, type Reader } from './reader.js';
import { openedBy } from './task-opener.js';

/** Desks whose beginning is remembered. */
const MOST = 10_000;
/** How long a desk is read from where it was seen to begin: what another process puts before that shows so much later. */
const BEGINNING_MS = 250;

interface Asked {
  tenant_id: string;
  desks: string[];
  but: string;
}

/** A task at the front of its desk, the most urgent of all that were read first. */
interface Front {
  no: number;
  task_id: string;
  due_at: string;
  /** In milliseconds. */
  due: number;
}

/** Where the open tasks of a desk were seen to begin. */
interface Beginning {
  /** As PostgreSQL writes it, and in milliseconds. */
  dueAt: string;
  due: number;
  taskId: string;
  seenAt: number;
}

const NOWHERE: Beginning = {
  dueAt: '-infinity',
  due: -Infinity,
  taskId: '00000000-0000-0000-0000-000000000000',
  seenAt: 0,
};

/**
 * The front of each desk, read once for all who sit there. Before it lie index entries of tasks just done, until the next vacuum: they
 * are passed over from where the desk began a moment ago. Two tasks each, for one may be the one that its reader is about to end.
 */
const FRONTS = `
  SELECT d.no::integer AS no, front.task_id, front.due_at::text AS due_at,
    extract(epoch FROM front.due_at)::float8 * 1000 AS due
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::uuid[]) WITH ORDINALITY AS d(tenant_id, desk, due_at, task_id, no)
  CROSS JOIN LATERAL (
    SELECT task_id, due_at FROM tasks
    WHERE tenant_id = d.tenant_id AND desk = d.desk AND status = 'open' AND (due_at, task_id) >= (d.due_at, d.task_id)
    ORDER BY due_at, task_id LIMIT 2) front
  ORDER BY d.no, front.due_at, front.task_id`;

/**
 * Knows what a reader has to do next; read for many readers together. What it names is open. A more urgent task that another process,
 * or a transaction, has just opened may be missed for a moment where there is another; one that a step in this process opened is not.
 */
@Injectable()
export class NextTask {
  readonly #batch = new MicroBatch<Asked, string | null>((asked) => this.#find(asked), { lanes: 1, most: 256 });
  readonly #beginnings = new Recent<Beginning>(MOST, () => 1);
  /** Steps that were written while desks are being read: what is read may not show them yet. */
  #meanwhile: WrittenStep[] | null = null;

  constructor(private readonly database: Database) {}

  /** The reader's most urgent open task, other than the given one; null where the pile is done. */
  after(reader: Reader, but: string): Promise<string | null> {
    return this.#batch.add({ tenant_id: reader.tenantId, desks: desksOf(reader), but });
  }

  /** A desk begins no later than with a task that is opened. */
  note(step: WrittenStep): void {
    if (openedBy(step).length === 0) return;
    this.#meanwhile?.push(step);
    this.#mind(step);
  }

  async #find(asked: Asked[]): Promise<(string | null)[]> {
    const beginLater = asked.map(({ tenant_id, desks }) =>
      desks.some((desk) => this.#beginnings.get(placeOf(tenant_id, desk)) !== undefined),
    );
    const found = await this.#read(asked, false);
    // Nothing from where the desks began a moment ago: before that, there may be something.
    const missed = asked.map((_, index) => found[index] === null && beginLater[index] === true);
    if (!missed.includes(true)) return found;
    const again = await this.#read(
      asked.filter((_, index) => missed[index]),
      true,
    );
    return found.map((taskId, index) => (missed[index] ? (again.shift() ?? null) : taskId));
  }

  async #read(asked: Asked[], fromTheBeginning: boolean): Promise<(string | null)[]> {
    const now = performance.now();
    const places = new Map<string, { tenant: string; desk: string; from: Beginning }>();
    for (const { tenant_id, desks } of asked) {
      for (const desk of desks) {
        const place = placeOf(tenant_id, desk);
        const seen = fromTheBeginning ? undefined : this.#beginnings.get(place);
        places.set(place, { tenant: tenant_id, desk, from: seen && seen.seenAt > now - BEGINNING_MS ? seen : NOWHERE });
      }
    }
    const all = [...places.values()];
    const meanwhile: WrittenStep[] = [];
    this.#meanwhile = meanwhile;
    const rows = await this.database
      .prepared<Front>(FRONTS, [
        all.map(({ tenant }) => tenant),
        all.map(({ desk }) => desk),
        all.map(({ from }) => from.dueAt),
        all.map(({ from }) => from.taskId),
      ])
      .finally(() => (this.#meanwhile = null));
    const fronts = new Map<number, Front[]>();
    for (const row of rows) fronts.set(row.no, [...(fronts.get(row.no) ?? []), row]);
    const numbers = new Map<string, number>();
    for (const [place, { from }] of places) {
      numbers.set(place, numbers.size + 1);
      this.#begin(place, from === NOWHERE ? now : from.seenAt, fronts.get(numbers.size)?.[0]);
    }
    for (const step of meanwhile) this.#mind(step);
    return asked.map(({ tenant_id, desks, but }) => {
      const mine = desks.flatMap((desk) => fronts.get(numbers.get(placeOf(tenant_id, desk)) ?? 0) ?? []);
      return mine.filter(({ task_id }) => task_id !== but).sort(byUrgency)[0]?.task_id ?? null;
    });
  }

  /** Where a desk was just seen to begin; known no longer than since it was last read from its very beginning. */
  #begin(place: string, seenAt: number, first: Front | undefined): void {
    if (first) this.#beginnings.set(place, { dueAt: first.due_at, due: first.due, taskId: first.task_id, seenAt });
    else this.#beginnings.delete(place);
  }

  #mind(step: WrittenStep): void {
    for (const { desk, due_at, task_id } of openedBy(step)) {
      const place = placeOf(step.tenantId, desk);
      const beginning = this.#beginnings.get(place);
      if (beginning && isBefore(due_at, task_id, beginning)) this.#beginnings.delete(place);
    }
  }
}

function placeOf(tenantId: string, desk: string): string {
  return `${tenantId} ${desk}`;
}

/** In the order of a desk: by deadline, then by id. */
function byUrgency(one: Front, other: Front): number {
  if (one.due !== other.due) return one.due < other.due ? -1 : 1;
  return one.task_id < other.task_id ? -1 : 1;
}

/** Whether a task lies before the beginning of its desk. */
function isBefore(dueAt: Date | 'infinity', taskId: string, beginning: Beginning): boolean {
  const due = dueAt === 'infinity' ? Infinity : dueAt.getTime();
  return due < beginning.due || (due === beginning.due && taskId < beginning.taskId);
}
