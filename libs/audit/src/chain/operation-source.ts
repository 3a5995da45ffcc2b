import type { AuditSource } from './source.js';

/** The operation log, as it is sealed. */
export const operationSource: AuditSource = {
  name: 'operation',
  table: 'operation_log',
  key: [{ column: 'entry_id', type: 'uuid' }],
  sealed: [
    'entry_id',
    'tenant_id',
    'at',
    'actor_id',
    'actor',
    'actor_post',
    'actor_unit',
    'action',
    'outcome',
    'object_kind',
    'object_id',
    'address',
    'device',
    'correlation_id',
    'details',
    'xact',
  ],
  keptUntil: null,
};
