import { DBOS } from '@dbos-inc/dbos-sdk';
import { randomUUID } from 'node:crypto';
import pg from 'pg';

const FIVE_DAYS_SECONDS = 5 * 24 * 3600;
const NO_LIMIT_SECONDS = 365 * 24 * 3600;
// DBOS looks for messages again every so often although it is told of them; at its ten seconds thousands of waiting
// cases would keep PostgreSQL busy.
const quietly = { pollingIntervalMs: 3_600_000 };

/**
 * One DBOS workflow a case: waits for the office, then for the leader or five days, and keeps the task rows in a table beside
 * its own. A step is answered once DBOS has recorded it: before that a crash would run it again.
 */
export async function open({ databaseUrl, matter, opinion }) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  await pool.query(`CREATE TABLE tasks (task_id uuid PRIMARY KEY, case_id text NOT NULL, state text NOT NULL, status text NOT NULL,
    due_at timestamptz, opinion text, matter jsonb)`);
  await pool.query(`CREATE INDEX tasks_by_case ON tasks (case_id)`);
  const answered = new Map();
  const tell = (caseId) => {
    answered.get(caseId)?.();
    answered.delete(caseId);
  };

  const openTask = (caseId, state, dueAt) =>
    pool.query(
      `INSERT INTO tasks (task_id, case_id, state, status, due_at, matter) VALUES ($1, $2, $3, 'open', $4, $5)`,
      [randomUUID(), caseId, state, dueAt, matter],
    );
  const passOn = (caseId, said) =>
    pool.query(
      `WITH closed AS (UPDATE tasks SET status = 'done', opinion = $2 WHERE case_id = $1 AND state = 'review' AND status = 'open')
       INSERT INTO tasks (task_id, case_id, state, status, due_at, matter) VALUES ($3, $1, 'signing', 'open', now() + interval '5 days', $4)`,
      [caseId, said, randomUUID(), matter],
    );
  const closeTask = (caseId, said) =>
    pool.query(
      `UPDATE tasks SET status = 'done', opinion = $2 WHERE case_id = $1 AND state = 'signing' AND status = 'open'`,
      [caseId, said],
    );

  const approval = DBOS.registerWorkflow(
    async () => {
      const caseId = DBOS.workflowID;
      const step = (name, work) => DBOS.runStep(async () => void (await work()), { name }).then(() => tell(caseId));
      await step('start', () => openTask(caseId, 'review', null));
      const passed = await DBOS.recv('office', { timeoutSeconds: NO_LIMIT_SECONDS, ...quietly });
      await step('pass', () => passOn(caseId, passed));
      const approved = await DBOS.recv('leader', { timeoutSeconds: FIVE_DAYS_SECONDS, ...quietly });
      await step('approve', () => closeTask(caseId, approved));
      return 'approved';
    },
    { name: 'approval' },
  );
  DBOS.setConfig({ name: 'kaoping-bench', systemDatabaseUrl: databaseUrl, logLevel: 'error' });
  await DBOS.launch();

  let cases = [];
  const whenAnswered = (caseId) => new Promise((resolve) => answered.set(caseId, resolve));
  const send = async (number, topic) => {
    const caseId = cases[number - 1];
    const done = whenAnswered(caseId);
    await DBOS.send(caseId, opinion, topic, randomUUID());
    await done;
  };
  const start = async () => {
    const caseId = randomUUID();
    const done = whenAnswered(caseId);
    await DBOS.startWorkflow(approval, { workflowID: caseId })();
    await done;
    return caseId;
  };
  return {
    stock: async (count) => {
      cases = [];
      const worker = async () => {
        while (cases.length < count) cases.push(await start());
      };
      await Promise.all(Array.from({ length: 16 }, worker));
    },
    office: (number) => send(number, 'office'),
    leader: (number) => send(number, 'leader'),
    close: async () => {
      await DBOS.shutdown({ deregister: true });
      await pool.end();
    },
  };
}
