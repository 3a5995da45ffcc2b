import { Injectable } from '@nestjs/common';
import { Database } from '#platform';

/** Which entries are asked for; what is null does not matter. */
export interface OperationFilter {
  /** From this instant on, and before that one. */
  from: Date | null;
  to: Date | null;
  /** A part of the account's name. */
  actor: string | null;
  action: string | null;
  /** The kind of the object, or a part of its id. */
  object: string | null;
  outcome: 'done' | 'refused' | null;
}

/** An entry of the operation log. */
export interface NotedOperation {
  entryId: string;
  at: Date;
  /** Its place in the list, as text. */
  sortAt: string;
  actorId: string | null;
  account: string | null;
  actorPost: string | null;
  action: string;
  outcome: 'done' | 'refused';
  objectKind: string | null;
  objectId: string | null;
  address: string | null;
  device: string;
  correlationId: string | null;
  details: Record<string, unknown>;
}

/** Reads the operation log. */
@Injectable()
export class OperationHistory {
  constructor(private readonly database: Database) {}

  /** The newest first, those after a place in the list. */
  page(
    tenantId: string,
    { from, to, actor, action, object, outcome }: OperationFilter,
    after: { at: string; id: string } | null,
    limit: number,
  ): Promise<NotedOperation[]> {
    return this.database.query<NotedOperation>(
      `select entry_id as "entryId", at, at::text as "sortAt", actor_id as "actorId", actor as account, actor_post as "actorPost", action, outcome,
              object_kind as "objectKind", object_id as "objectId", address, device, correlation_id as "correlationId", details
         from operation_log
        where tenant_id = $1 and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at < $3)
          and ($4::text is null or strpos(actor, lower($4)) > 0) and ($5::text is null or action = $5)
          and ($6::text is null or object_kind = $6 or strpos(object_id, $6) > 0) and ($7::text is null or outcome = $7)
          and ($8::timestamptz is null or (at, entry_id) < ($8, $9::uuid))
        order by at desc, entry_id desc limit $10`,
      [tenantId, from, to, actor, action, object, outcome, after?.at ?? null, after?.id ?? null, limit],
    );
  }
}
