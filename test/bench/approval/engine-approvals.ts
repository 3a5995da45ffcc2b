import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { Engine, type InstanceCommand } from '#engine';
import { Clock, everyTenant, withinTenants } from '#platform';
import { answeredRow } from '#tasks';
import { createApp } from '../../../apps/api/src/app.js';
import { readConfig } from '../../../apps/api/src/config.js';
import { MovableClock } from '../../../apps/api/src/sample/movable-clock.js';
import { Settings } from '../../../apps/api/src/settings.js';
import type { Approvals, ApprovalSettings } from './approvals.js';
import { numberedId } from './numbered-id.js';
import { answers, opinion } from './origin.js';

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
  const { tenantId, kinds } = settings;

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
    taskId: string,
    answer: (typeof answers)['office' | 'leader'],
    who: { accountId: string; post: string },
  ): Promise<void> => {
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
        guards: { open_task: taskId },
        rows: { tasks_ended: [answered(taskId, answer, who.accountId)] },
      });
    await withinTenants([tenantId], () => engine.run({ tenantId, instanceId, revision: answer.revision, key, plan }));
  };
  const officer = { accountId: settings.officer, post: 'office.officer' };
  const leader = { accountId: settings.leader, post: 'leadership' };
  return {
    stock: () => Promise.resolve(),
    office: (n) =>
      complete(
        numberedId('office', kinds.instance, n),
        numberedId('office', kinds.officeTask, n),
        answers.office,
        officer,
      ),
    leader: (n) =>
      complete(
        numberedId('leader', kinds.instance, n),
        numberedId('leader', kinds.leaderTask, n),
        answers.leader,
        leader,
      ),
    close: () => app.close(),
  };
}
