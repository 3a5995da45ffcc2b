import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import type { Text } from '#contracts';
import { Database, DomainError, type Sql } from '#platform';
import { Bell } from './bell.js';
import type { LoadedInstance, Plan } from './commands.js';
import type { Actor } from './effects.js';
import { ClaimGone, Engine } from './engine.js';
import { once, type CommandKey } from './idempotency.js';

/** What was given up: a deadline that could not fire, a letter that could not leave, an event that its case did not survive. */
export type IncidentKind = 'timer' | 'outbox' | 'message';

export interface Incident {
  kind: IncidentKind;
  id: string;
  /** The timer, the kind of letter or the event, as the definition names it. */
  name: string;
  /** The state whose deadline it is; null where it is none. */
  state: string | null;
  instanceId: string | null;
  title: Text | null;
  workflow: string | null;
  version: number | null;
  /** When it fell due, or was made. */
  since: Date;
  /** Its place in the list, as text. */
  sortAt: string;
  attempts: number;
  lastError: string | null;
}

/** A hand on one incident. */
export interface IncidentCommand {
  tenantId: string;
  kind: IncidentKind;
  id: string;
  actor: Actor;
  key: CommandKey;
}

interface Row extends Omit<Incident, 'title'> {
  titleZh: string | null;
  titleEn: string | null;
}

const ALL = `
  SELECT 'timer' AS kind, timer_id AS id, tenant_id, instance_id, coalesce(payload ->> 'timer', name) AS name, payload ->> 'state' AS state, due_at AS since, attempts, last_error
  FROM timers WHERE dead
  UNION ALL
  SELECT 'outbox', message_id, tenant_id, instance_id, kind, NULL, made_at, attempts, last_error FROM outbox WHERE status = 'dead'
  UNION ALL
  SELECT 'message', message_id, tenant_id, instance_id, event, NULL, made_at, attempts, last_error FROM messages WHERE dead`;

const RETRIED: Record<IncidentKind, string> = {
  timer: `UPDATE timers SET attempts = 0, dead = false, lease_until = NULL WHERE tenant_id = $1 AND timer_id = $2 AND dead RETURNING timer_id`,
  outbox: `UPDATE outbox SET attempts = 0, status = 'ready', lease_until = NULL, run_at = now()
    WHERE tenant_id = $1 AND message_id = $2 AND status = 'dead' RETURNING message_id`,
  message: `UPDATE messages SET attempts = 0, dead = false, ready = true, lease_until = NULL
    WHERE tenant_id = $1 AND message_id = $2 AND dead RETURNING message_id`,
};

/** The case has ended: nothing is left that history could tell of. */
class CaseOver extends Error {}

/** What the engine gave up after its last attempt, until an administrator decides. */
@Injectable()
export class Incidents {
  constructor(
    private readonly database: Database,
    private readonly engine: Engine,
    private readonly bell: Bell,
    private readonly operations: OperationLog,
  ) {}

  /** The newest first, those after a place in the list. */
  async list(tenantId: string, after: { at: string; id: string } | null, limit: number): Promise<Incident[]> {
    const rows = await this.database.query<Row>(
      `SELECT a.kind, a.id, a.name, a.state, a.instance_id AS "instanceId", i.title_zh AS "titleZh", i.title_en AS "titleEn", i.workflow, i.version, a.since,
         a.since::text AS "sortAt", a.attempts, a.last_error AS "lastError"
       FROM (${ALL}) a LEFT JOIN instances i USING (instance_id)
       WHERE a.tenant_id = $1 AND ($2::timestamptz IS NULL OR (a.since, a.id) < ($2, $3::uuid)) ORDER BY a.since DESC, a.id DESC LIMIT $4`,
      [tenantId, after?.at ?? null, after?.id ?? null, limit],
    );
    return rows.map(({ titleZh, titleEn, ...row }) => ({
      ...row,
      title: titleZh === null ? null : { zh: titleZh, en: titleEn ?? titleZh },
    }));
  }

  /** Lets it be tried again, with all its attempts; refused with `incident.missing` where it is settled already. */
  async retry({ tenantId, kind, id, key }: IncidentCommand): Promise<{ id: string }> {
    const answer = await once(this.database, tenantId, key, async (sql) => {
      const retried = await sql.query(RETRIED[kind], [tenantId, id]);
      if (retried.length === 0) throw missing();
      await this.operations.note(sql, { tenantId, action: 'incident.retried', object: { kind, id } });
      return { id };
    });
    this.bell.ring();
    return answer;
  }

  /** Lets it be, for a reason that the history of its case keeps; refused with `incident.missing` where it is settled already. */
  giveUp(command: IncidentCommand & { reason: string }): Promise<{ id: string }> {
    const { tenantId, kind, id, key } = command;
    return once(this.database, tenantId, key, async (sql) => {
      await (kind === 'outbox' ? drop(sql, command) : this.#consume(kind, command));
      const { reason } = command;
      await this.operations.note(sql, {
        tenantId,
        action: 'incident.given-up',
        object: { kind, id },
        details: { reason },
      });
      return { id };
    });
  }

  /** As a step of the case that consumes it: while another worker has it, one of the two counts. */
  async #consume(
    kind: 'timer' | 'message',
    { tenantId, id, actor, reason }: IncidentCommand & { reason: string },
  ): Promise<void> {
    const [table, column] = kind === 'timer' ? ['timers', 'timer_id'] : ['messages', 'message_id'];
    const [dead] = await this.database.query<{ instance_id: string; fence: number }>(
      `SELECT instance_id, fence FROM ${table} WHERE tenant_id = $1 AND ${column} = $2 AND dead`,
      [tenantId, id],
    );
    if (!dead) throw missing();
    const claim = { id, fence: dead.fence };
    const plan = (instance: LoadedInstance): Promise<Plan> => {
      if (instance.status === 'done') throw new CaseOver();
      const given: Plan = { event: null, name: `${kind}.given-up`, kind: 'modify', actor, reason };
      return Promise.resolve(kind === 'timer' ? { ...given, timer: claim } : { ...given, message: claim });
    };
    try {
      await this.engine.run({ tenantId, instanceId: dead.instance_id, whileSuspended: true, plan });
    } catch (error) {
      if (error instanceof ClaimGone) throw missing();
      if (!(error instanceof CaseOver)) throw error;
      await this.database.query(`DELETE FROM ${table} WHERE ${column} = $1 AND fence = $2`, [id, dead.fence]);
    }
  }
}

async function drop(sql: Sql, { tenantId, id, actor, reason }: IncidentCommand & { reason: string }): Promise<void> {
  const dropped = await sql.query(
    `UPDATE outbox SET status = 'dropped', lease_until = NULL, dropped_because = $3, dropped_by = $4
     WHERE tenant_id = $1 AND message_id = $2 AND status = 'dead' RETURNING message_id`,
    [tenantId, id, reason, actor.accountId],
  );
  if (dropped.length === 0) throw missing();
}

function missing(): DomainError {
  return new DomainError('missing', 'incident.missing', {
    zh: '这项异常已经处理，或已不存在。请刷新异常列表。',
    en: 'This incident is settled already, or gone. Refresh the list of incidents.',
  });
}
