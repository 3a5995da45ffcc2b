import { Rectification1700000007000 } from './migrations/1700000007000-rectification.js';
import { OpinionEntity } from './opinion.entity.js';

export * from './opinion-table.js';
export * from './rectification.module.js';

export const entities = [OpinionEntity];
export const migrations = [Rectification1700000007000];
