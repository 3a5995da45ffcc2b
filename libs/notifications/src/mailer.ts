import { Injectable } from '@nestjs/common';
import type { Post } from '#contracts';
import { CalendarSource, DefinitionLibrary, type Deliverer, type DueMessage } from '#engine';
import { Organisation } from '#organisation';
import { Database } from '#platform';
import { tasksOf } from '#statechart';
import { MailSettings } from './mail-settings.js';
import { MailSender } from './mail-sender.js';
import { mailText } from './mail-words.js';

interface MailPayload {
  template: string;
  taskId: string | null;
  state: string | null;
  task: string | null;
  unitId: string | null;
  dueAt: string | null;
  desks: string[];
}

/** Mail about a case, to the desks that it names. */
@Injectable()
export class Mailer implements Deliverer {
  readonly kind = 'mail.send';

  constructor(
    private readonly settings: MailSettings,
    private readonly sender: MailSender,
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly organisation: Organisation,
    private readonly calendars: CalendarSource,
  ) {}

  async deliver(message: DueMessage): Promise<void> {
    const payload = message.payload as unknown as MailPayload;
    const to = await this.#recipients(message.tenantId, payload.desks);
    if (to.length === 0) throw new Error(`nobody holds any of ${payload.desks.join(', ')}`);
    const { subject, text } = await this.#words(message, payload);
    await this.sender.send(message, { to, subject, text });
  }

  /** Holders of the posts; where nobody holds any, the evaluation office, which must find somebody. */
  async #recipients(tenantId: string, desks: string[]): Promise<string[]> {
    const of = async (desk: string): Promise<string[]> => {
      const [post, unitId] = desk.split(':') as [Post, string | undefined];
      const holders = await this.organisation.holders(this.database, tenantId, post, unitId ?? null);
      return holders.flatMap((holder) => (holder.email ? [holder.email] : []));
    };
    const found = new Set((await Promise.all(desks.map(of))).flat());
    return found.size > 0 ? [...found] : of('office.officer');
  }

  async #words(message: DueMessage, payload: MailPayload): Promise<{ subject: string; text: string }> {
    const [instance] = await this.database.query<{
      workflow: string;
      version: number;
      title_zh: string;
      title_en: string;
      states: string[];
    }>(`SELECT workflow, version, title_zh, title_en, states FROM instances WHERE instance_id = $1`, [
      message.instanceId,
    ]);
    if (!instance) throw new Error(`message ${message.messageId} names no case`);
    const chart = await this.definitions.chart(message.tenantId, instance.workflow, instance.version);
    const calendar = await this.calendars.of(message.tenantId);
    const state = payload.state ?? instance.states[0] ?? '';
    const title = chart.states.get(state)?.meta.title ?? { zh: state, en: state };
    const due = payload.dueAt ? new Date(payload.dueAt) : null;
    return mailText(payload.template, chart.definition.mails?.[payload.template], {
      title: { zh: instance.title_zh, en: instance.title_en },
      state: title,
      ask: tasksOf(chart, state).find((one) => one.spec.name === payload.task)?.spec.title ?? title,
      due: due ? calendar.localDate(due) : null,
      overdueDays: due && message.madeAt > due ? -calendar.workingDaysBetween(message.madeAt, due) : 0,
      url: `${this.settings.publicUrl}/cases/${message.instanceId ?? ''}`,
    });
  }
}
