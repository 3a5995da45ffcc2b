import { Injectable } from '@nestjs/common';
import { newId, type Sql } from '#platform';
import { originNow, type OperationActor } from './origin.js';

/** What was done, or refused. */
export interface Operation {
  tenantId: string;
  /** `noun.verb`; for those in `OPERATION_ACTIONS` the page has words. */
  action: string;
  /** `done` where it is left out. */
  outcome?: 'done' | 'refused';
  /** What it was done to. */
  object?: { kind: string; id: string };
  /** Facts, never secrets. */
  details?: Record<string, unknown>;
  /** Who did it; whoever is signed in at the request where it is left out. */
  actor?: OperationActor;
}

const DEVICE_LENGTH = 300;
const SPARING_MS = 60_000;
const REMEMBERED = 10_000;

/** Notes what was done beside the journal of cases. */
@Injectable()
export class OperationLog {
  readonly #lately = new Map<string, { since: number; times: number }>();

  /**
   * Adds entries in the transaction (or as the statement) of `sql`, which must be that of the act itself: no entry, no act. A
   * refusal is noted by the database itself, so that it stays noted when the refusal is thrown.
   */
  async note(sql: Sql, operations: Operation | readonly Operation[]): Promise<void> {
    const rows = [operations].flat().map(rowOf);
    if (rows.length === 0) return;
    await sql.query(
      `insert into operation_log (entry_id, tenant_id, actor_id, actor, actor_post, actor_unit, action, outcome, object_kind, object_id,
         address, device, correlation_id, details)
       select entry_id, tenant_id, actor_id, actor, actor_post, actor_unit, action, outcome, object_kind, object_id, address, device, correlation_id, details
         from jsonb_to_recordset($1::jsonb) as r (entry_id uuid, tenant_id uuid, actor_id uuid, actor text, actor_post text, actor_unit uuid,
           action text, outcome text, object_kind text, object_id text, address text, device text, correlation_id text, details jsonb)`,
      [JSON.stringify(rows)],
    );
  }

  /**
   * Notes what may come in floods, as refusals and readings do: the first at once, those of the next minute of the same action,
   * object and `whose` not one by one; the entry after that says in `details.unnoted` how many there were.
   */
  async noteSparingly(sql: Sql, operation: Operation, whose: string): Promise<void> {
    const key = [operation.tenantId, operation.action, operation.object?.id, operation.details?.['code'], whose].join(
      ' ',
    );
    const last = this.#lately.get(key);
    const now = performance.now();
    if (last && now - last.since < SPARING_MS) {
      last.times += 1;
      return;
    }
    if (this.#lately.size >= REMEMBERED) this.#lately.clear();
    this.#lately.set(key, { since: now, times: 0 });
    const unnoted = last && last.times > 0 ? { unnoted: last.times } : {};
    await this.note(sql, { ...operation, details: { ...operation.details, ...unnoted } });
  }
}

function rowOf({ tenantId, action, outcome = 'done', object, details = {}, actor }: Operation): object {
  const origin = originNow();
  const who = actor ?? origin?.actor;
  return {
    entry_id: newId(),
    tenant_id: tenantId,
    actor_id: who?.accountId ?? null,
    actor: who?.account ?? null,
    actor_post: who?.post ?? null,
    actor_unit: who?.unitId ?? null,
    action,
    outcome,
    object_kind: object?.kind ?? null,
    object_id: object?.id ?? null,
    address: origin?.address ?? null,
    device: origin?.device.slice(0, DEVICE_LENGTH) ?? '',
    correlation_id: origin?.correlationId ?? null,
    details,
  };
}
