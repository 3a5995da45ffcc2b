import { TIMERS_RENAMED } from './case-migration.js';
import type { RowWriter } from './effects.js';
import { keysOf, OF_INSTANCES } from './step-statement.js';

/** The timers of a case that is suspended stand still, those that a worker has just claimed, too. */
const TIMERS_HELD: RowWriter = {
  name: 'timers_held',
  columns: { instance_id: 'uuid' },
  statement: (from, written) => `
    UPDATE timers t SET held = true, fence = t.fence + 1, lease_until = NULL FROM ${from('r')}
    WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.instance_id = r.instance_id`,
};

/** Those of a case that goes on run again, each to its new moment. */
const TIMERS_FREED: RowWriter = {
  name: 'timers_freed',
  columns: { instance_id: 'uuid', timer_id: 'uuid', due_at: 'timestamptz' },
  statement: (from, written) => `
    UPDATE timers t SET held = false, due_at = r.due_at FROM ${from('r')}
    WHERE ${written('r')} AND t.timer_id = ${keysOf(from, 'timer_id')} AND t.timer_id = r.timer_id`,
};

/** Every timer of a case that is ended from outside. */
const TIMERS_ENDED: RowWriter = {
  name: 'timers_ended',
  columns: { instance_id: 'uuid' },
  statement: (from, written) => `
    DELETE FROM timers t USING ${from('r')}
    WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.instance_id = r.instance_id`,
};

export const operationWriters = [TIMERS_HELD, TIMERS_FREED, TIMERS_ENDED, TIMERS_RENAMED];
