import type { Provider } from '@nestjs/common';
import {
  AuditSettings,
  ChainState,
  ChainVerifier,
  Checkpoints,
  OperationHistory,
  operationSource,
  Purge,
  Resumption,
  Sealer,
} from '#audit';
import { journalSource } from '#engine';
import { Clock, Database, Foreground } from '#platform';
import { Settings } from './settings.js';

/** Everything that is sealed, in the order of its entries within a transaction. */
export const auditSources = [journalSource, operationSource];

/** What seals the audit trail, proves it, and lets go what is old. */
export const auditTrail: Provider[] = [
  { provide: AuditSettings, inject: [Settings], useFactory: ({ config }: Settings) => config.audit },
  ChainState,
  Checkpoints,
  OperationHistory,
  Purge,
  Resumption,
  {
    provide: Sealer,
    inject: [Database, AuditSettings, Checkpoints, Foreground],
    useFactory: (database: Database, settings: AuditSettings, checkpoints: Checkpoints, foreground: Foreground) =>
      new Sealer(database, auditSources, settings, checkpoints, foreground),
  },
  {
    provide: ChainVerifier,
    inject: [Database, Checkpoints, Clock],
    useFactory: (database: Database, checkpoints: Checkpoints, clock: Clock) =>
      new ChainVerifier(database, auditSources, checkpoints, clock),
  },
];
