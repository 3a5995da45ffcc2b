import type { Text } from '#contracts';
import type { Sql } from '#platform';
import type { Scope } from './case-page.js';
import type { Invariant, Violation } from './violation.js';

/** One question to the whole database: every row that it answers is a violation. */
export interface TableCheck {
  invariant: Invariant;
  what: Text;
  mend: Text;
  /** Answers `instance_id` and `name`, which takes the place of `{name}` in the words; $1 is the tenant or null. */
  statement: string;
}

/** Rows told of one check; more of the same kind say nothing new. */
const TOLD = 100;

const DELETE_ROW: Text = { zh: '核对后删除这一行即可。', en: 'Look at it and delete that row.' };
const RESTORE: Text = { zh: '请从备份恢复所缺的行。', en: 'Restore the missing row from a backup.' };

export const tableChecks: readonly TableCheck[] = [
  {
    invariant: 'I2',
    what: { zh: '办理记录第 {name} 步所属的事项不存在。', en: 'Step {name} of a history belongs to no case.' },
    mend: RESTORE,
    statement: `SELECT j.instance_id, j.seq::text AS name FROM journal j
      WHERE ($1::uuid IS NULL OR j.tenant_id = $1) AND NOT EXISTS (SELECT FROM instances i WHERE i.instance_id = j.instance_id)`,
  },
  {
    invariant: 'I2',
    what: { zh: '办理记录第 {name} 步有两行。', en: 'Step {name} stands twice in the history.' },
    mend: DELETE_ROW,
    statement: `SELECT instance_id, seq::text AS name FROM journal WHERE $1::uuid IS NULL OR tenant_id = $1 GROUP BY instance_id, seq HAVING count(*) > 1`,
  },
  {
    invariant: 'I3',
    what: {
      zh: '键 {name} 的应答所指的那一步不在办理记录中。',
      en: 'The answer under the key {name} tells of a step that is not in the history.',
    },
    mend: RESTORE,
    statement: `SELECT (c.answer ->> 'instanceId')::uuid AS instance_id, c.key AS name FROM commands c
      WHERE ($1::uuid IS NULL OR c.tenant_id = $1) AND c.answer ->> 'instanceId' IS NOT NULL AND c.answer ->> 'revision' IS NOT NULL
        AND NOT EXISTS (SELECT FROM instances i WHERE i.instance_id = (c.answer ->> 'instanceId')::uuid AND i.revision >= (c.answer ->> 'revision')::int)`,
  },
  {
    invariant: 'I3',
    what: { zh: '两条指令得到同一步作为应答：{name}。', en: 'Two commands were answered with the same step: {name}.' },
    mend: DELETE_ROW,
    statement: `SELECT (c.answer ->> 'instanceId')::uuid AS instance_id, string_agg(c.key, ', ') AS name FROM commands c
      WHERE ($1::uuid IS NULL OR c.tenant_id = $1) AND c.answer ->> 'instanceId' IS NOT NULL AND c.answer ->> 'revision' IS NOT NULL
      GROUP BY c.answer ->> 'instanceId', c.answer ->> 'revision' HAVING count(*) > 1`,
  },
  {
    invariant: 'I5',
    what: { zh: '计时 {name} 所属的事项不存在或已办结。', en: 'The timer {name} belongs to no case that runs.' },
    mend: DELETE_ROW,
    statement: `SELECT t.instance_id, t.name FROM timers t LEFT JOIN instances i USING (instance_id)
      WHERE ($1::uuid IS NULL OR t.tenant_id = $1) AND (i.instance_id IS NULL OR i.status = 'done')`,
  },
  {
    invariant: 'I5',
    what: { zh: '上级事项 {name} 不存在。', en: 'Its parent {name} does not exist.' },
    mend: RESTORE,
    statement: `SELECT c.instance_id, c.parent_id::text AS name FROM instances c
      WHERE c.parent_id IS NOT NULL AND ($1::uuid IS NULL OR c.tenant_id = $1) AND NOT EXISTS (SELECT FROM instances p WHERE p.instance_id = c.parent_id)`,
  },
  {
    invariant: 'I5',
    what: {
      zh: '消息 {name} 所属的事项不存在。',
      en: 'The message {name} is addressed to a case that does not exist.',
    },
    mend: DELETE_ROW,
    statement: `SELECT m.instance_id, m.event AS name FROM messages m
      WHERE m.instance_id IS NOT NULL AND ($1::uuid IS NULL OR m.tenant_id = $1) AND NOT EXISTS (SELECT FROM instances i WHERE i.instance_id = m.instance_id)`,
  },
  {
    invariant: 'I6',
    what: {
      zh: '待发件 {name} 所属的事项不存在。',
      en: 'The outgoing message {name} names a case that does not exist.',
    },
    mend: DELETE_ROW,
    statement: `SELECT o.instance_id, o.message_id::text AS name FROM outbox o
      WHERE o.instance_id IS NOT NULL AND ($1::uuid IS NULL OR o.tenant_id = $1) AND NOT EXISTS (SELECT FROM instances i WHERE i.instance_id = o.instance_id)`,
  },
  {
    invariant: 'I6',
    what: {
      zh: '发件 {name} 的状态与发出时间不符。',
      en: 'The outgoing message {name} is sent without a time, or has one without being sent.',
    },
    mend: {
      zh: '请查看邮件服务器的日志，再把它改为已发或放弃。',
      en: 'Look into the log of the mail server, then set it to sent or dropped.',
    },
    statement: `SELECT instance_id, message_id::text AS name FROM outbox
      WHERE ($1::uuid IS NULL OR tenant_id = $1) AND (status = 'sent') <> (sent_at IS NOT NULL)`,
  },
  {
    invariant: 'I11',
    what: {
      zh: '批量任务 {name} 的条目数与总数不符，或结束后还有未办条目。',
      en: 'The batch {name} has not as many items as it says, or has ended with items that wait.',
    },
    mend: RESTORE,
    statement: `SELECT NULL::uuid AS instance_id, b.batch_id::text AS name FROM batches b LEFT JOIN batch_items i USING (batch_id)
      WHERE $1::uuid IS NULL OR b.tenant_id = $1 GROUP BY b.batch_id
      HAVING count(i.no) <> b.total OR (b.status IN ('done', 'cancelled') AND count(*) FILTER (WHERE i.status = 'waiting') > 0)`,
  },
  {
    invariant: 'I12',
    what: {
      zh: '已发布的流程 {name} 与其登记的名称或版本不符。',
      en: 'The published workflow {name} says another name or version of itself.',
    },
    mend: {
      zh: '请从备份恢复这一版流程；已发布的版本不能更改。',
      en: 'Restore that version from a backup: published versions never change.',
    },
    statement: `SELECT NULL::uuid AS instance_id, d.workflow || ' ' || d.version AS name FROM definitions d
      WHERE ($1::uuid IS NULL OR d.tenant_id = $1) AND (d.body ->> 'workflow' IS DISTINCT FROM d.workflow OR (d.body ->> 'version')::int IS DISTINCT FROM d.version)`,
  },
];

/** Asks one question; answers its first hundred violations. */
export async function tableViolations(sql: Sql, check: TableCheck, scope: Scope): Promise<Violation[]> {
  const rows = await sql.query<{ instance_id: string | null; name: string }>(
    `SELECT * FROM (${check.statement}) found WHERE $2::uuid IS NULL OR instance_id = $2 LIMIT ${TOLD}`,
    [scope.tenantId, scope.instanceId],
  );
  return rows.map(({ instance_id: instanceId, name }) => ({
    invariant: check.invariant,
    instanceId,
    what: { zh: check.what.zh.replace('{name}', name), en: check.what.en.replace('{name}', name) },
    mend: check.mend,
  }));
}
