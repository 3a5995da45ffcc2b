import type {
  DeliveryPage,
  DeliveryView,
  Problem,
  WebhookList,
  WebhookOrder,
  WebhookSecret,
  WebhookView,
} from '#contracts';
import { Outbox } from '#engine';
import { everyTenant } from '#platform';
import { WEBHOOK_MESSAGE, WebhookCollector, WebhookHousekeeping } from '#webhooks';
import { ADMINISTRATOR, SheetWork } from '../annual-target/sheet-work.js';
import { publishInquiry } from '../inquiry.js';
import { Office, type Person, type Reply } from '../office.js';
import { Receiver, type Received } from './receiver.js';

const HAPPENINGS: WebhookOrder['happenings'] = [
  'case.started',
  'case.stepped',
  'case.ended',
  'task.opened',
  'task.overdue',
];

/** The sample office with a receiver beside it, which it may tell what happens. */
export class WebhookOffice {
  private constructor(
    readonly receiver: Receiver,
    readonly work: SheetWork,
    readonly administrator: Person,
  ) {}

  static async open(): Promise<WebhookOffice> {
    const receiver = await Receiver.open();
    const hosts = [`127.0.0.1:${receiver.port}`, `localhost:${receiver.port}`, '169.254.169.254'];
    const work = await SheetWork.open(await Office.open({ WEBHOOK_HOSTS: hosts.join() }));
    await publishInquiry(work.office);
    return new WebhookOffice(receiver, work, await work.person(ADMINISTRATOR));
  }

  get office(): Office {
    return this.work.office;
  }

  async close(): Promise<void> {
    this.receiver.close();
    await this.work.close();
  }

  /** Nobody is told any more, and the receiver takes what comes. */
  async clear(): Promise<void> {
    for (const { webhookId } of (await this.list()).rows)
      await this.administrator.call('DELETE', `/api/webhooks/${webhookId}`);
    await this.tidyUp();
    this.receiver.taken();
    this.receiver.answer = { status: 204 };
    this.receiver.onReceived = null;
  }

  order(more: Partial<WebhookOrder> = {}): WebhookOrder {
    return { name: '市数据平台', address: this.receiver.address, happenings: HAPPENINGS, workflow: null, ...more };
  }

  make(more: Partial<WebhookOrder> = {}): Promise<Reply<WebhookSecret & Problem>> {
    return this.administrator.post('/api/webhooks', this.order(more));
  }

  /** Makes one that is not refused. */
  async made(more: Partial<WebhookOrder> = {}): Promise<{ webhookId: string; secret: string }> {
    const { status, body } = await this.make(more);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return { webhookId: body.webhookId, secret: body.secret ?? '' };
  }

  async list(): Promise<WebhookList> {
    return (await this.administrator.get<WebhookList>('/api/webhooks')).body;
  }

  async standing(webhookId: string): Promise<WebhookView['standing'] | undefined> {
    return (await this.list()).rows.find((row) => row.webhookId === webhookId)?.standing;
  }

  async deliveries(webhookId: string): Promise<DeliveryView[]> {
    return (await this.administrator.get<DeliveryPage>(`/api/webhooks/${webhookId}/deliveries`)).body.rows;
  }

  /** Clears away what has done its work; how many messages. */
  tidyUp(): Promise<number> {
    return everyTenant(() => this.office.app.get(WebhookHousekeeping).clear());
  }

  beat(): Promise<void> {
    return beat(this.office);
  }
}

/** One beat of a worker; what rests meanwhile is due now. */
export async function beat(office: Office): Promise<void> {
  await journalIsSettled(office);
  await office.query(`UPDATE outbox SET run_at = now() WHERE kind = $1 AND status = 'ready'`, [WEBHOOK_MESSAGE]);
  await everyTenant(async () => {
    await office.app.get(WebhookCollector).collect();
    await office.app.get(Outbox).deliverReady(WEBHOOK_MESSAGE);
  });
}

export const types = (received: Received[]): string[] => received.map(({ body }) => body.type);

/** The journal is told up to the oldest open transaction of the whole server, which other tests use as well. */
export async function journalIsSettled(office: Office): Promise<void> {
  for (;;) {
    const [row] = await office.query<{ isSettled: boolean }>(
      `SELECT coalesce(max(xact), 0) < oldest_open_xact() AS "isSettled" FROM journal`,
    );
    if (row?.isSettled) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
