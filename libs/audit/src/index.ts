import { OperationLog1700000022000 } from './migrations/1700000022000-operation-log.js';
import { OperationEntity } from './operation.entity.js';

export const entities = [OperationEntity];
export const migrations = [OperationLog1700000022000];

export { OperationLog, type Operation } from './operation-log.js';
export { originNow, withinOrigin, type OperationActor, type RequestOrigin } from './origin.js';
