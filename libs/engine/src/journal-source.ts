import type { AuditSource } from '#audit';

/** The journal of all cases, as it is sealed. The month until which an entry is kept may change, and is not. */
export const journalSource: AuditSource = {
  name: 'journal',
  table: 'journal',
  key: [
    { column: 'instance_id', type: 'uuid' },
    { column: 'seq', type: 'integer' },
  ],
  sealed: [
    'instance_id',
    'seq',
    'tenant_id',
    'at',
    'kind',
    'event',
    'sent',
    'version',
    'from_states',
    'to_states',
    'actor_id',
    'actor_post',
    'actor_unit',
    'on_behalf_of',
    'task_id',
    'opinion',
    'reason',
    'given',
    'changed',
    'xact',
  ],
  keptUntil: `to_char(keep_until, 'YYYY-MM')`,
};
