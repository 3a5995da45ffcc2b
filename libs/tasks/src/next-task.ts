import { Injectable } from '@nestjs/common';
import type { WrittenStep } from '#engine';
import { Database, MicroBatch, Recent } from '#platform';
import { desksOf, type Reader } from './reader.js';
import { openedBy } from './task-opener.js';

/** Desks of which the front is remembered, and cases of which it is that they moved. */
const MOST = 10_000;
/** How long a desk is read from where it was seen to begin: what another process puts before that shows so much later. */
const BEGINNING_MS = 250;
/** How long the front of a desk is taken as it was read: what another process ends meanwhile is not seen to end. */
const FRONT_MS = 50;
/** Tasks of a front at most. */
const MOST_READ = 64;

interface Asked {
  tenant_id: string;
  desks: string[];
  but: string;
}

/** A task at the front of its desk. */
interface Waiting {
  no: number;
  task_id: string;
  instance_id: string;
  due_at: string;
  /** In milliseconds. */
  due: number;
}

/** The most urgent tasks of a desk, as they were read. */
interface Front {
  tasks: readonly Waiting[];
  /** How many of them need not be looked at again: their cases have moved. */
  passed: number;
  /** Whether there were no more. */
  isWhole: boolean;
  /** Whether a task was put among them since. */
  isStale: boolean;
  /** When it began to be read; and when the desk was last read from its very beginning. */
  readAt: number;
  begunAt: number;
  /** How often it has answered. */
  uses: number;
}

/** A task to go on with. */
export interface NextWork {
  taskId: string;
  instanceId: string;
}

/**
 * The fronts of desks. Before them lie index entries of tasks just done, until the next vacuum: they are passed over from where the
 * desk began a moment ago.
 */
const FRONTS = `
  SELECT d.no::integer AS no, front.task_id, front.instance_id, front.due_at::text AS due_at,
    round(extract(epoch FROM front.due_at)::float8 * 1000) AS due
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::uuid[], $5::int[])
    WITH ORDINALITY AS d(tenant_id, desk, due_at, task_id, most, no)
  CROSS JOIN LATERAL (
    SELECT task_id, instance_id, due_at FROM tasks
    WHERE tenant_id = d.tenant_id AND desk = d.desk AND status = 'open' AND (due_at, task_id) >= (d.due_at, d.task_id)
    ORDER BY due_at, task_id LIMIT d.most) front
  ORDER BY d.no, front.due_at, front.task_id`;
/** Before all that a desk may hold. */
const NOWHERE = { due_at: '-infinity', task_id: '00000000-0000-0000-0000-000000000000' };

/**
 * Knows what a reader has to do next: from the front of each desk, read once for all who sit there. What it names was open a moment ago,
 * and this process has not moved its case since. A more urgent task that another process, or a transaction, has just opened may be missed
 * for a moment where there is another; one that a step in this process opened is not. Where it finds nothing, it has looked.
 */
@Injectable()
export class NextTask {
  readonly #batch = new MicroBatch<Asked, NextWork | null>((asked) => this.#find(asked), { lanes: 1, most: 256 });
  readonly #fronts = new Recent<Front>(MOST, () => 1);
  /** When a step of a case was last written here. */
  readonly #moved = new Recent<number>(MOST, () => 1);
  /** Steps that were written while desks are being read: what is read may not show what they opened. */
  #meanwhile: WrittenStep[] | null = null;

  constructor(private readonly database: Database) {}

  /** The reader's most urgent open task, other than the given one; null where the pile is done. */
  async after(reader: Reader, but: string): Promise<NextWork | null> {
    const asked = { tenant_id: reader.tenantId, desks: desksOf(reader), but };
    return this.#known(asked, performance.now() - FRONT_MS) ?? this.#batch.add(asked);
  }

  /** Minds what a step opened, and that its case is not where it was. */
  note(step: WrittenStep): void {
    this.#moved.set(step.instanceId, performance.now());
    if (openedBy(step).length === 0) return;
    this.#meanwhile?.push(step);
    this.#mind(step);
  }

  /** From fronts that were read since; null where they do not say. */
  #known({ tenant_id, desks, but }: Asked, since: number): NextWork | null {
    const firsts: Waiting[] = [];
    for (const desk of desks) {
      const front = this.#fronts.get(placeOf(tenant_id, desk));
      if (!front || front.isStale || front.readAt < since) return null;
      const first = this.#firstOf(front, but);
      if (first) firsts.push(first);
      else if (!front.isWhole) return null;
      front.uses += 1;
    }
    return workOf(firsts);
  }

  /** The most urgent task of a front whose case has not moved since it was read. */
  #firstOf(front: Front, but: string): Waiting | undefined {
    const hasMoved = ({ instance_id }: Waiting): boolean => (this.#moved.get(instance_id) ?? -Infinity) >= front.readAt;
    const isPast = (task: Waiting | undefined): boolean => task !== undefined && hasMoved(task);
    while (isPast(front.tasks[front.passed])) front.passed += 1;
    return front.tasks.find((task, at) => at >= front.passed && task.task_id !== but && !hasMoved(task));
  }

  async #find(asked: Asked[]): Promise<(NextWork | null)[]> {
    const found = await this.#read(asked, false);
    const unsure = asked.filter((_, index) => found[index] === undefined);
    const sure = unsure.length === 0 ? [] : await this.#read(unsure, true);
    return found.map((work) => (work === undefined ? sure.shift() : work) ?? null);
  }

  /**
   * Reads the fronts of all who ask; undefined where nothing was found, but something may lie before or behind what was read, or is of a
   * case that has moved meanwhile. From the beginning of the desks, there is nothing to be unsure of: what was read was open then.
   */
  async #read(asked: Asked[], fromTheBeginning: boolean): Promise<(NextWork | null | undefined)[]> {
    const now = performance.now();
    const places = new Map<string, { tenant: string; desk: string; asking: number; front: Front | undefined }>();
    for (const { tenant_id, desks } of asked) {
      for (const desk of desks) {
        const place = placeOf(tenant_id, desk);
        const known = places.get(place);
        if (known) known.asking += 1;
        else places.set(place, { tenant: tenant_id, desk, asking: 1, front: this.#fronts.get(place) });
      }
    }
    const all = [...places].map(([place, { front, asking, ...of }]) => {
      const [first] = front?.tasks ?? [];
      const isNew = first !== undefined && front !== undefined && front.begunAt > now - BEGINNING_MS;
      const uses = front && front.readAt > now - BEGINNING_MS ? front.uses : 0;
      return {
        ...of,
        place,
        from: isNew && !fromTheBeginning ? first : NOWHERE,
        begunAt: isNew && !fromTheBeginning ? front.begunAt : now,
        // Two at least: one may be the one that its reader is about to end.
        most: fromTheBeginning ? MOST_READ : Math.min(2 * (uses + asking), MOST_READ),
      };
    });
    const meanwhile: WrittenStep[] = [];
    let rows: Waiting[];
    try {
      this.#meanwhile = meanwhile;
      rows = await this.database.prepared<Waiting>(FRONTS, [
        all.map(({ tenant }) => tenant),
        all.map(({ desk }) => desk),
        all.map(({ from }) => from.due_at),
        all.map(({ from }) => from.task_id),
        all.map(({ most }) => most),
      ]);
    } finally {
      this.#meanwhile = null;
    }
    const read = all.map((): Waiting[] => []);
    for (const row of rows) read[row.no - 1]?.push(row);
    const fronts = new Map<string, Front>();
    for (const [index, { place, begunAt, most }] of all.entries()) {
      const tasks = read[index] ?? [];
      const front = { tasks, passed: 0, isWhole: tasks.length < most, isStale: false, readAt: now, begunAt, uses: 0 };
      fronts.set(place, front);
      if (tasks.length > 0) this.#fronts.set(place, front);
      else this.#fronts.delete(place);
    }
    for (const step of meanwhile) this.#mind(step);
    return asked.map(({ tenant_id, desks, but }) => {
      const mine = desks.flatMap((desk) => fronts.get(placeOf(tenant_id, desk)) ?? []);
      const first = workOf(mine.flatMap((front) => this.#firstOf(front, but) ?? []));
      if (first) return first;
      const hidden = workOf(mine.flatMap(({ tasks }) => tasks.filter(({ task_id }) => task_id !== but)));
      if (fromTheBeginning) return hidden;
      return !hidden && mine.every(({ isWhole, begunAt }) => isWhole && begunAt === now) ? null : undefined;
    });
  }

  /** A front into which a task was put is read again; from the beginning of its desk, if it was put before all others. */
  #mind(step: WrittenStep): void {
    for (const { desk, due_at, task_id } of openedBy(step)) {
      const place = placeOf(step.tenantId, desk);
      const front = this.#fronts.get(place);
      const first = front?.tasks[0];
      const last = front?.tasks.at(-1);
      if (!front || !first || !last) continue;
      const put = { due: due_at === 'infinity' ? Infinity : due_at.getTime(), task_id };
      if (byUrgency(put, first) < 0) this.#fronts.delete(place);
      else if (front.isWhole || byUrgency(put, last) < 0) front.isStale = true;
    }
  }
}

function placeOf(tenantId: string, desk: string): string {
  return `${tenantId} ${desk}`;
}

/** The most urgent of some tasks. */
function workOf(tasks: Waiting[]): NextWork | null {
  const [first] = tasks.sort(byUrgency);
  return first ? { taskId: first.task_id, instanceId: first.instance_id } : null;
}

/** In the order of a desk: by deadline, then by id. */
function byUrgency(one: Pick<Waiting, 'due' | 'task_id'>, other: Pick<Waiting, 'due' | 'task_id'>): number {
  if (one.due !== other.due) return one.due < other.due ? -1 : 1;
  return one.task_id < other.task_id ? -1 : 1;
}
