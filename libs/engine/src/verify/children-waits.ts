import type { Sql } from '#platform';
import { CHILD_ENDED, neededOf, START_CHILDREN } from '../children.js';
import type { StoredCase } from './case-page.js';
import type { Folded } from './folded.js';
import { violation } from './stored-case.js';
import type { Violation } from './violation.js';

interface Run {
  instance_id: string;
  state: string;
  born: number;
  ended: number;
  /** Whether a message that would go on with the wait is on its way. */
  starting: boolean;
  telling: boolean;
}

const RUNS = `
  SELECT i.instance_id, run.key AS state,
    (SELECT count(*)::int FROM instances c WHERE c.parent_id = i.instance_id AND c.parent_state = run.key AND c.parent_entry = (run.value ->> 'entry')::int) AS born,
    (SELECT count(*)::int FROM instances c WHERE c.parent_id = i.instance_id AND c.parent_state = run.key AND c.parent_entry = (run.value ->> 'entry')::int
      AND c.status = 'done') AS ended,
    EXISTS (SELECT FROM messages m WHERE m.instance_id = i.instance_id AND m.event = '${START_CHILDREN}') AS starting,
    EXISTS (SELECT FROM messages m WHERE m.instance_id = i.instance_id AND m.event = '${CHILD_ENDED}') AS telling
  FROM instances i CROSS JOIN LATERAL jsonb_each(i.children) run
  WHERE i.instance_id = ANY($1::uuid[])`;

/** Waits for children that nothing will ever end, and children that were lost. */
export async function brokenWaits(sql: Sql, cases: { stored: StoredCase; folded: Folded }[]): Promise<Violation[]> {
  const waiting = new Map(
    cases
      .filter(({ stored }) => stored.status !== 'done' && Object.keys(stored.children).length > 0)
      .map((one) => [one.stored.instance_id, one]),
  );
  if (waiting.size === 0) return [];
  const runs = await sql.query<Run>(RUNS, [[...waiting.keys()]]);
  return runs.flatMap((run) => {
    const one = waiting.get(run.instance_id);
    return one ? waitFlaws(one.stored, one.folded, run) : [];
  });
}

function waitFlaws(stored: StoredCase, folded: Folded, run: Run): Violation[] {
  const started = stored.children[run.state]?.started ?? null;
  const spec = stored.charts.get(stored.version)?.states.get(run.state)?.meta.children;
  if (started === null) {
    if (run.starting) return [];
    return [
      lost(
        stored,
        `环节 ${run.state} 的下级事项尚未启动，启动消息也不在了`,
        `${run.state} waits for children, but the message that starts them is gone`,
      ),
    ];
  }
  if (run.born !== started)
    return [
      lost(
        stored,
        `环节 ${run.state} 记有 ${started} 件下级事项，实有 ${run.born} 件`,
        `${run.state} counts ${started} children, but there are ${run.born}`,
      ),
    ];
  const isOver = spec !== undefined && run.ended >= neededOf(spec, started);
  if (!isOver || run.telling || folded.children.get(run.state)?.over === true) return [];
  return [
    lost(
      stored,
      `环节 ${run.state} 的下级事项已办结 ${run.ended} 件，上级却没有得到消息`,
      `${run.ended} children of ${run.state} have ended, but no message tells their parent`,
    ),
  ];
}

function lost(stored: StoredCase, zh: string, en: string): Violation {
  return violation(
    stored,
    'I5',
    { zh: `${zh}，会一直等下去。`, en: `${en}: the wait would never end.` },
    {
      zh: '请由管理员把事项改到同一环节，使它重新开始等待。',
      en: 'An administrator moves the case into the same state, so that the wait begins anew.',
    },
  );
}
