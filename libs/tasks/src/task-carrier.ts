import { OF_INSTANCES, type Carried, type RowWriter, type StepRows } from '#engine';
import { reminds, RUNG } from './ladder.js';

/** The open tasks of a state go on with it under another version, each with its deadline. */
const TASKS_CARRIED: RowWriter = {
  name: 'tasks_carried',
  columns: { instance_id: 'uuid', from_state: 'text', to_state: 'text', version: 'integer' },
  statement: (from, written) => `
    UPDATE tasks t SET state = r.to_state, version = r.version
    FROM ${from('r')}
    WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.instance_id = r.instance_id AND t.state = r.from_state
      AND t.status = 'open'`,
};

const RUNGS_CARRIED: RowWriter = {
  name: 'rungs_carried',
  columns: { instance_id: 'uuid', from_state: 'text', to_state: 'text' },
  statement: (from, written) => `
    UPDATE timers t SET payload = t.payload || jsonb_build_object('state', r.to_state)
    FROM ${from('r')}
    WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.instance_id = r.instance_id AND t.kind = '${RUNG}'
      AND t.payload ->> 'state' = r.from_state`,
};

/** Whoever acted in a state that is called otherwise now may still not act where the newer version forbids it. */
const HANDS_CARRIED: RowWriter = {
  name: 'hands_carried',
  columns: { instance_id: 'uuid', tenant_id: 'uuid', from_state: 'text', to_state: 'text' },
  statement: (from, written) => `
    INSERT INTO task_hands (task_id, account_id, tenant_id, instance_id, state)
    SELECT gen_random_uuid(), h.account_id, r.tenant_id, r.instance_id, r.to_state
    FROM ${from('r')}
    CROSS JOIN LATERAL (
      SELECT j.actor_id AS account_id FROM journal j
      WHERE j.instance_id = r.instance_id AND r.from_state = ANY (j.from_states) AND j.actor_id IS NOT NULL
      UNION SELECT o.account_id FROM task_hands o WHERE o.instance_id = r.instance_id AND o.state = r.from_state) h
    WHERE ${written('r')}`,
};

export const carryWriters = [TASKS_CARRIED, RUNGS_CARRIED, HANDS_CARRIED];

/**
 * How tasks go on under another version. Reminders go with a state that is asked anew, and with one that reminds of nothing
 * there. This is a pure function.
 */
export function carriedRows({ states, left, renamed, to }: Carried): StepRows {
  const rows = states.map(({ from, to: after }) => ({
    from_state: from,
    to_state: after,
    version: to.definition.version,
  }));
  return {
    rows: {
      tasks_carried: rows,
      rungs_carried: rows.filter(({ from_state, to_state }) => from_state !== to_state && reminds(to, to_state)),
      hands_carried: Object.entries(renamed).map(([from, after]) => ({ from_state: from, to_state: after })),
    },
    timersGone: [...left, ...states.filter((state) => !reminds(to, state.to)).map(({ from }) => from)].map((state) => ({
      kind: RUNG,
      state,
    })),
  };
}
