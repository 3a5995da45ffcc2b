import { Injectable, Logger } from '@nestjs/common';
import { Clock, Database, DomainError, MicroBatch, newId, withinTenants } from '#platform';
import { Effects, SYSTEM, type DueTimer, type NewMessage, type NewTimer } from './effects.js';
import { ClaimGone, Engine } from './engine.js';

/** How many timers fired, by what they were. */
export interface Fired {
  transitions: number;
  reminders: number;
  escalations: number;
}

type Claim = DueTimer & { kind: string };

/** A timer of a task's ladder that is due, with what it leads to. */
interface Rung {
  timer: DueTimer;
  messages: NewMessage[];
  timers: NewTimer[];
}

const LEASE_SECONDS = 30;
const MAX_ATTEMPTS = 8;
const CLAIM = 500;

const RUNGS = `
  WITH gone AS (
    DELETE FROM timers t USING jsonb_to_recordset($1::jsonb) AS d(timer_id uuid, fence integer)
    WHERE t.timer_id = ANY (ARRAY(SELECT (k ->> 'timer_id')::uuid FROM jsonb_array_elements($1::jsonb) AS k)) AND t.timer_id = d.timer_id AND t.fence = d.fence RETURNING t.timer_id),
  outbox_added AS (
    INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at)
    SELECT r.message_id, r.tenant_id, r.instance_id, r.kind, r.payload, r.made_at
    FROM jsonb_to_recordset($2::jsonb) AS r(timer_id uuid, message_id uuid, tenant_id uuid, instance_id uuid, kind text, payload jsonb,
      made_at timestamptz) WHERE (r.timer_id IN (SELECT timer_id FROM gone)) IS TRUE),
  timers_set AS (
    INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, task_id, payload, due_at)
    SELECT r.new_id, r.tenant_id, r.instance_id, r.kind, r.name, r.task_id, r.payload, r.due_at
    FROM jsonb_to_recordset($3::jsonb) AS r(timer_id uuid, new_id uuid, tenant_id uuid, instance_id uuid, kind text, name text, task_id uuid,
      payload jsonb, due_at timestamptz) WHERE (r.timer_id IN (SELECT timer_id FROM gone)) IS TRUE)
  SELECT timer_id FROM gone`;

/**
 * Fires what is due. A timer is claimed under a lease first (attempts counted then, so that one which kills the
 * process ends as dead), and fires in the statement that also removes it: exactly once.
 */
@Injectable()
export class Timers {
  readonly #log = new Logger(Timers.name);
  readonly #rungs = new MicroBatch<Rung, boolean>((rungs) => this.#writeRungs(rungs), { lanes: 1, most: CLAIM });
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly effects: Effects,
    private readonly engine: Engine,
  ) {}

  /** Fires everything due by now, until nothing is left; within one process one after the other. */
  fireDue(): Promise<Fired> {
    const fired = this.#turn.then(() => this.#fireAll());
    this.#turn = fired.catch(() => undefined);
    return fired;
  }

  /** When the next timer is due that was not tried yet, and for which case; null when none waits. */
  async next(tenantId: string): Promise<{ dueAt: Date; title: { zh: string; en: string } } | null> {
    const [row] = await this.database.query<{ due_at: Date; title_zh: string; title_en: string }>(
      `SELECT t.due_at, i.title_zh, i.title_en FROM timers t JOIN instances i USING (instance_id)
       WHERE t.tenant_id = $1 AND NOT t.dead AND NOT t.held AND t.attempts = 0 ORDER BY t.due_at LIMIT 1`,
      [tenantId],
    );
    return row ? { dueAt: row.due_at, title: { zh: row.title_zh, en: row.title_en } } : null;
  }

  async #fireAll(): Promise<Fired> {
    const fired: Fired = { transitions: 0, reminders: 0, escalations: 0 };
    let due = await this.#claimNext();
    while (due.length > 0) {
      // In a storm the next are claimed while these fire.
      const ahead = due.length === CLAIM ? this.#claim('fresh', CLAIM) : null;
      const ofCases = Map.groupBy(due, (timer) => timer.instanceId);
      const [next] = await Promise.all([
        ahead,
        ...[...ofCases.values()].map((timers) => this.#fireInOrder(timers, fired)),
      ]);
      due = next?.length ? next : await this.#claimNext();
    }
    return fired;
  }

  /** Of one case, what was due first fires first: it may take away what was due after it. */
  async #fireInOrder(timers: Claim[], fired: Fired): Promise<void> {
    for (const timer of timers) {
      const what = await withinTenants([timer.tenantId], () => this.#fireOne(timer));
      if (what) fired[`${what}s`] += 1;
    }
  }

  /** What was tried before is taken up alone: one that kills the process takes nothing else with it twice. */
  async #claimNext(): Promise<Claim[]> {
    const fresh = await this.#claim('fresh', CLAIM);
    return fresh.length > 0 ? fresh : this.#claim('tried', 1);
  }

  /** Of what is due at one instant, ladders come before the chart: a deadline is told before its silence counts. */
  async #claim(which: 'fresh' | 'tried', most: number): Promise<Claim[]> {
    const rows = await this.database.prepared<{
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
      `UPDATE timers t SET lease_until = now() + make_interval(secs => $2), fence = t.fence + 1, attempts = t.attempts + 1, dead = t.attempts + 1 >= $3
       WHERE t.timer_id = ANY (ARRAY(
         SELECT timer_id FROM timers WHERE NOT dead AND NOT held AND due_at <= $1 AND (lease_until IS NULL OR lease_until < now())
           AND (attempts > 0) = $5
         ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED))
       RETURNING t.timer_id, t.tenant_id, t.instance_id, t.kind, t.name, t.task_id, t.payload, t.due_at, t.fence`,
      [this.clock.now(), LEASE_SECONDS, MAX_ATTEMPTS, most, which === 'tried'],
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

  async #fireOne(timer: Claim): Promise<'transition' | 'reminder' | 'escalation' | null> {
    try {
      return timer.kind === 'after' ? await this.#sendEvent(timer) : await this.#fireRung(timer);
    } catch (error) {
      if (error instanceof ClaimGone || isSuspended(error)) return null;
      await this.#failed(timer, error);
      return null;
    }
  }

  /** A delay of the chart is over: its event is sent. */
  async #sendEvent(timer: Claim): Promise<'transition'> {
    await this.engine.run({
      tenantId: timer.tenantId,
      instanceId: timer.instanceId,
      isBackground: true,
      plan: () =>
        Promise.resolve({
          event: timer.name,
          name: String(timer.payload['timer']),
          kind: 'timer',
          actor: SYSTEM,
          timer: { id: timer.timerId, fence: timer.fence },
        }),
    });
    return 'transition';
  }

  async #fireRung(timer: Claim): Promise<'reminder' | 'escalation' | null> {
    const kind = this.effects.kindOf(timer.kind);
    if (!kind) throw new Error(`nothing fires timers of kind ${timer.kind}`);
    const { counts, messages, timers } = kind.fire(timer);
    return (await this.#rungs.add({ timer, messages, timers })) ? counts : null;
  }

  async #writeRungs(rungs: Rung[]): Promise<boolean[]> {
    const at = this.clock.now();
    const gone = await this.database.prepared<{ timer_id: string }>(RUNGS, [
      JSON.stringify(rungs.map(({ timer }) => ({ timer_id: timer.timerId, fence: timer.fence }))),
      JSON.stringify(
        rungs.flatMap(({ timer, messages }) =>
          messages.map(({ kind, payload }) => ({ ...keys(timer), message_id: newId(), kind, payload, made_at: at })),
        ),
      ),
      JSON.stringify(
        rungs.flatMap(({ timer, timers }) =>
          timers.map((next) => ({
            ...keys(timer),
            new_id: newId(),
            kind: next.kind,
            name: next.name,
            task_id: next.taskId,
            payload: next.payload,
            due_at: next.dueAt,
          })),
        ),
      ),
    ]);
    const fired = new Set(gone.map((row) => row.timer_id));
    return rungs.map(({ timer }) => fired.has(timer.timerId));
  }

  /** The step was refused or failed: tried again after a pause that doubles, up to an hour, and dead after the last try. */
  async #failed(timer: Claim, error: unknown): Promise<void> {
    const [kept] = await this.database.query<{ dead: boolean }>(
      `UPDATE timers SET last_error = $3, lease_until = now() + make_interval(secs => least(3600, $4 * 2 ^ attempts) * (0.8 + 0.4 * random()))
       WHERE timer_id = $1 AND fence = $2 RETURNING dead`,
      [timer.timerId, timer.fence, String(error), LEASE_SECONDS],
    );
    const what = `timer ${timer.name} of case ${timer.instanceId}`;
    if (kept?.dead) this.#log.error(`${what} is given up: ${String(error)}`);
    else this.#log.warn(`${what} failed and will be tried again: ${String(error)}`);
  }
}

function keys(timer: DueTimer): { timer_id: string; tenant_id: string; instance_id: string } {
  return { timer_id: timer.timerId, tenant_id: timer.tenantId, instance_id: timer.instanceId };
}

/** The case was suspended after the timer was claimed: its clock stands still, and no attempt was lost. */
function isSuspended(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'case.suspended';
}
