import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { Effects, Engine, type InstanceCommand } from '#engine';
import { Clock, everyTenant, withinTenants } from '#platform';
import { answeredRow, openedBy } from '#tasks';
import { createApp } from '../../../apps/api/src/app.js';
import { readConfig } from '../../../apps/api/src/config.js';
import { MovableClock } from '../../../apps/api/src/sample/movable-clock.js';
import { Settings } from '../../../apps/api/src/settings.js';
import type { Approvals, ApprovalSettings } from './approvals.js';
import { answers, opinion, startCommand } from './origin.js';

const STARTS_AT_ONCE = 64;

/** The engine in the process of its clients: no HTTP, no permissions, the rows of a task's answer with each step. */
export async function open(settings: ApprovalSettings): Promise<Approvals> {
  return approvalsOf(await engineOf(settings), settings);
}

/** The product as a process that serves nobody yet; with a folder of its own, where the settings name one. */
export async function engineOf({ databaseUrl, folder }: ApprovalSettings): Promise<NestFastifyApplication> {
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    DATA_DIR: folder,
    PORT: '0',
    ROLE: 'api',
    LOG_LEVEL: 'error',
  });
  return createApp(new Settings(config));
}

/** Approvals by the engine of a product that is open. */
export async function approvalsOf(app: NestFastifyApplication, settings: ApprovalSettings): Promise<Approvals> {
  await everyTenant(() => app.get(MovableClock).refresh());
  const engine = app.get(Engine);
  const clock = app.get(Clock);
  const { tenantId } = settings;
  let cases: string[] = [];
  /** The open task of each case, as the product itself learns of it: from the step that opens it. */
  const taskOf = new Map<string, string>();
  app.get(Effects).watch((step) => {
    for (const { task_id } of openedBy(step)) taskOf.set(step.instanceId, task_id);
  });

  /** What the task layer writes with an answer. */
  const answered = (taskId: string, answer: (typeof answers)['office' | 'leader'], accountId: string): object =>
    answeredRow({
      taskId,
      outcome: answer.outcome,
      opinion,
      answer: answer.data,
      doneBy: accountId,
      at: clock.now(),
    });
  const complete = async (
    instanceId: string,
    answer: (typeof answers)['office' | 'leader'],
    who: { accountId: string; post: string },
  ): Promise<void> => {
    const taskId = taskOf.get(instanceId);
    if (taskId === undefined) throw new Error(`case ${instanceId} has no open task`);
    taskOf.delete(instanceId);
    const key = { key: `${who.accountId}:${randomUUID()}`, hash: '0'.repeat(64) };
    const plan: InstanceCommand['plan'] = () =>
      Promise.resolve({
        event: answer.outcome,
        name: answer.outcome,
        kind: 'step',
        actor: { accountId: who.accountId, post: who.post, unitId: null },
        taskId,
        opinion,
        given: answer.data,
        rows: { tasks_ended: [answered(taskId, answer, who.accountId)] },
      });
    await withinTenants([tenantId], () => engine.run({ tenantId, instanceId, revision: answer.revision, key, plan }));
  };
  const officer = { accountId: settings.officer, post: 'office.officer' };
  const leader = { accountId: settings.leader, post: 'leadership' };
  const start = async (): Promise<string> => {
    const command = startCommand(
      tenantId,
      { accountId: settings.officer, post: officer.post, unitId: null },
      randomUUID(),
    );
    const { instanceId } = await withinTenants([tenantId], () => engine.start(command));
    return instanceId;
  };
  const caseOf = (n: number): string => cases[n - 1] ?? '';
  return {
    stock: async (count) => {
      cases = [];
      taskOf.clear();
      const starter = async (): Promise<void> => {
        while (cases.length < count) cases.push(await start());
      };
      await Promise.all(Array.from({ length: STARTS_AT_ONCE }, starter));
    },
    office: (n) => complete(caseOf(n), answers.office, officer),
    leader: (n) => complete(caseOf(n), answers.leader, leader),
    close: () => app.close(),
  };
}
