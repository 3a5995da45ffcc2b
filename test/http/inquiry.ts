import type { WorkflowDefinition } from '#contracts';
import { Batches, DefinitionLibrary, Engine, SYSTEM } from '#engine';
import { Clock, Database, newId } from '#platform';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import type { Office } from './office.js';

/** An inquiry to another authority, whose reply comes from outside under the number of the letter. */
const definition: WorkflowDefinition = {
  workflow: 'inquiry',
  version: 1,
  title: { zh: '商请函询', en: 'Inquiry' },
  purpose: { zh: '向外单位发函询问，等候复函。', en: 'Asks another authority and waits for its reply.' },
  fields: {
    letterNo: { type: 'text', maxLength: 40, title: { zh: '函号', en: 'Letter number' } },
    reply: { type: 'text', maxLength: 2000, title: { zh: '复函内容', en: 'Reply' } },
  },
  forms: {},
  timers: { wait: { workingDays: 5 } },
  ladders: {},
  columns: ['letterNo'],
  correlation: 'letterNo',
  messages: { replied: { title: { zh: '复函', en: 'Reply' }, early: 'keep' } },
  machine: {
    id: 'inquiry',
    initial: 'sent',
    states: {
      sent: {
        meta: { title: { zh: '已发函', en: 'Sent' }, wait: { zh: '等候复函', en: 'Waits for the reply' } },
        on: { replied: 'answered' },
        after: { wait: 'silent' },
      },
      answered: { type: 'final', meta: { title: { zh: '已复函', en: 'Answered' }, ending: 'done' } },
      silent: { type: 'final', meta: { title: { zh: '逾期未复', en: 'No reply' }, ending: 'refused' } },
    },
  },
};

/** Lets the office send inquiries. */
export async function publishInquiry(office: Office): Promise<void> {
  const { app } = office;
  const tenantId = await app.get(HomeTenant).first();
  await app.get(DefinitionLibrary).publish(app.get(Database), tenantId, definition, app.get(Clock).now());
}

/** Publishes the next version, which is the same but for its number. */
export async function publishNextInquiry(office: Office): Promise<void> {
  const { app } = office;
  const tenantId = await app.get(HomeTenant).first();
  const next = { ...definition, version: definition.version + 1 };
  await app.get(DefinitionLibrary).publish(app.get(Database), tenantId, next, app.get(Clock).now());
}

/** Sends one; answers its case. */
export async function inquire(office: Office, letterNo: string): Promise<string> {
  const tenantId = await office.app.get(HomeTenant).first();
  const command = { ...inquiry(letterNo), tenantId, actor: SYSTEM, key: newId() };
  return (await office.app.get(Engine).start(command)).instanceId;
}

/** Orders many at once; those without a workflow of that name fail. */
export async function orderInquiries(office: Office, count: number, wrong = 0): Promise<string> {
  const tenantId = await office.app.get(HomeTenant).first();
  const items = Array.from({ length: count }, (_, index) => ({
    ...inquiry(`批${index + 1}`),
    ...(index < wrong && { workflow: 'no-such-workflow' }),
  }));
  const title = { zh: '批量发函', en: 'Many inquiries' };
  return office.app
    .get(Batches)
    .order(office.app.get(Database), { tenantId, kind: 'start', title, actor: SYSTEM, items });
}

/** Gives the deadline of an inquiry up, as the engine does after its last attempt; answers the timer. */
export async function breakDeadline(office: Office, instanceId: string): Promise<string> {
  const [timer] = await office.app
    .get(Database)
    .query<{ timer_id: string }>(
      `UPDATE timers SET dead = true, attempts = 8, last_error = 'Error: the calendar of 2018 is missing' WHERE instance_id = $1 RETURNING timer_id`,
      [instanceId],
    );
  return timer?.timer_id ?? '';
}

function inquiry(letterNo: string) {
  return {
    workflow: 'inquiry',
    title: { zh: `商请函询${letterNo}`, en: `Inquiry ${letterNo}` },
    unitId: null,
    recordId: null,
    subject: { letterNo },
  };
}
