import { Injectable, Logger } from '@nestjs/common';
import { Clock, Database } from '#platform';
import { Effects, SYSTEM, type DueTimer, type TimerKind } from './effects.js';
import { Engine } from './engine.js';

/** How many timers fired, by what they were. */
export interface Fired {
  transitions: number;
  reminders: number;
  escalations: number;
}

const LEASE_SECONDS = 30;
const MAX_ATTEMPTS = 8;
const BATCH = 100;

/**
 * Fires what is due. A timer is claimed under a lease first (attempts counted then, so that one which kills the
 * process ends as dead), and fires in the one transaction that also removes it: exactly once.
 */
@Injectable()
export class Timers implements TimerKind {
  readonly kind = 'after';
  readonly #log = new Logger(Timers.name);
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly effects: Effects,
    private readonly engine: Engine,
  ) {
    effects.timerKind(this);
  }

  /** Fires everything due by now, until nothing is left; within one process one after the other. */
  fireDue(): Promise<Fired> {
    const fired = this.#turn.then(() => this.#fireAll());
    this.#turn = fired.catch(() => undefined);
    return fired;
  }

  async #fireAll(): Promise<Fired> {
    const fired: Fired = { transitions: 0, reminders: 0, escalations: 0 };
    for (let due = await this.#claim(); due.length > 0; due = await this.#claim()) {
      for (const timer of due) {
        const what = await this.#fireOne(timer);
        if (what) fired[`${what}s`] += 1;
      }
    }
    return fired;
  }

  /** When the next timer is due that was not tried yet, and for which case; null when none waits. */
  async next(tenantId: string): Promise<{ dueAt: Date; title: { zh: string; en: string } } | null> {
    const [row] = await this.database.query<{ due_at: Date; title_zh: string; title_en: string }>(
      `SELECT t.due_at, i.title_zh, i.title_en FROM timers t JOIN instances i USING (instance_id)
       WHERE t.tenant_id = $1 AND NOT t.dead AND t.attempts = 0 ORDER BY t.due_at LIMIT 1`,
      [tenantId],
    );
    return row ? { dueAt: row.due_at, title: { zh: row.title_zh, en: row.title_en } } : null;
  }

  /** A delay of the chart is over: its event is sent. */
  async fire(timer: DueTimer): Promise<'transition'> {
    await this.engine.run({
      tenantId: timer.tenantId,
      instanceId: timer.instanceId,
      plan: async (_, sql) => {
        await consume(timer, (statement, parameters) => sql.query(statement, parameters));
        return { event: timer.name, name: String(timer.payload['timer']), kind: 'timer', actor: SYSTEM };
      },
    });
    return 'transition';
  }

  /** Of what is due at one instant, ladders come before the chart: a deadline is told before its silence counts. */
  async #claim(): Promise<(DueTimer & { kind: string })[]> {
    const rows = await this.database.query<{
      timer_id: string;
      tenant_id: string;
      instance_id: string;
      kind: string;
      name: string;
      task_id: string | null;
      payload: Record<string, unknown>;
      due_at: Date;
      fence: number;
    }>(
      `UPDATE timers SET lease_until = now() + make_interval(secs => $2), fence = fence + 1, attempts = attempts + 1, dead = attempts + 1 >= $3
       WHERE timer_id IN (
         SELECT timer_id FROM timers WHERE NOT dead AND due_at <= $1 AND (lease_until IS NULL OR lease_until < now())
         ORDER BY due_at, kind DESC LIMIT $4 FOR UPDATE SKIP LOCKED)
       RETURNING timer_id, tenant_id, instance_id, kind, name, task_id, payload, due_at, fence`,
      [this.clock.now(), LEASE_SECONDS, MAX_ATTEMPTS, BATCH],
    );
    return rows
      .map((row) => ({
        timerId: row.timer_id,
        tenantId: row.tenant_id,
        instanceId: row.instance_id,
        kind: row.kind,
        name: row.name,
        taskId: row.task_id,
        payload: row.payload,
        dueAt: row.due_at,
        fence: row.fence,
      }))
      .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime() || other.kind.localeCompare(one.kind));
  }

  async #fireOne(timer: DueTimer & { kind: string }): Promise<'transition' | 'reminder' | 'escalation' | null> {
    const kind = this.effects.kindOf(timer.kind);
    try {
      if (!kind) throw new Error(`nothing fires timers of kind ${timer.kind}`);
      return await kind.fire(timer);
    } catch (error) {
      if (error instanceof TimerGone) return null;
      await this.#failed(timer, error);
      return null;
    }
  }

  /** The step was refused or failed: tried again after a pause that doubles, up to an hour, and dead after the last try. */
  async #failed(timer: DueTimer & { kind: string }, error: unknown): Promise<void> {
    const [kept] = await this.database.query<{ dead: boolean }>(
      `UPDATE timers SET last_error = $3, lease_until = now() + make_interval(secs => least(3600, $4 * 2 ^ attempts))
       WHERE timer_id = $1 AND fence = $2 RETURNING dead`,
      [timer.timerId, timer.fence, String(error), LEASE_SECONDS],
    );
    const what = `timer ${timer.name} of case ${timer.instanceId}`;
    if (kept?.dead) this.#log.error(`${what} is given up: ${String(error)}`);
    else this.#log.warn(`${what} failed and will be tried again: ${String(error)}`);
  }
}

/** The timer was cancelled, replaced or claimed by another worker meanwhile. */
export class TimerGone extends Error {}

/** Removes a claimed timer in the transaction that carries it out; throws `TimerGone` where it no longer counts. */
export async function consume(
  timer: DueTimer,
  query: (statement: string, parameters: unknown[]) => Promise<unknown[]>,
): Promise<void> {
  const gone = await query(`DELETE FROM timers WHERE timer_id = $1 AND fence = $2 RETURNING timer_id`, [
    timer.timerId,
    timer.fence,
  ]);
  if (gone.length === 0) throw new TimerGone();
}
