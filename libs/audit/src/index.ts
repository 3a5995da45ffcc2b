import { AuditBlockEntity } from './chain/block.entity.js';
import { AuditBlocks1700000024000 } from './migrations/1700000024000-audit-blocks.js';
import { OperationLog1700000022000 } from './migrations/1700000022000-operation-log.js';
import { OperationEntity } from './operation.entity.js';

export const entities = [OperationEntity, AuditBlockEntity];
export const migrations = [OperationLog1700000022000, AuditBlocks1700000024000];

export { AuditSettings } from './audit-settings.js';
export { HASH_ALGORITHMS, type HashAlgorithm } from './chain/link.js';
export { ChainState } from './chain/chain-state.js';
export { operationSource } from './chain/operation-source.js';
export { readAlongIndexes, type AuditSource } from './chain/source.js';
export type { Checkpoint } from './checkpoints/checkpoint.js';
export { Checkpoints } from './checkpoints/checkpoints.js';
export { keepPace } from './keeping/keep-pace.js';
export { Purge, type PurgedAway } from './keeping/purge.js';
export { Resumption } from './keeping/resumption.js';
export { OperationHistory, type NotedOperation, type OperationFilter } from './operation-history.js';
export { OperationLog, type Operation } from './operation-log.js';
export { originNow, withinOrigin, type OperationActor, type RequestOrigin } from './origin.js';
export { Sealer } from './sealing/sealer.js';
export { ChainVerifier, type Verdict } from './verifying/chain-verifier.js';
export type { Fault, FaultKind } from './verifying/fault.js';
