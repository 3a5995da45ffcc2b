import { Component, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { WebhookList, WebhookSecret, WebhookView } from '#contracts';
import { WorkflowList } from '../cases/workflow-list';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Session } from '../session/session';
import { Announcements } from '../surface/announcements';
import { Confirmations } from '../surface/confirmations';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Words } from '../wording/words';
import { Written } from '../wording/written';
import { WebhookDeliveries } from './webhook-deliveries';
import { WebhookDialog, type SavedWebhook } from './webhook-dialog';

/** A secret as it was drawn: here once, and never again. */
interface ShownSecret {
  name: string;
  secret: string;
  isRenewed: boolean;
}

const MARKS = {
  active: 'state state--done',
  paused: 'state',
  gone: 'state state--near',
  silent: 'state state--near',
};

/** Other systems that are told what happens: an administrator names them, tries them, and sees what became of every message. */
@Component({
  selector: 'kp-webhook-page',
  imports: [Empty, Failure, Icon, Skeleton, TranslocoDirective, WebhookDeliveries, WebhookDialog, Written],
  templateUrl: './webhook-page.html',
})
export class WebhookPage {
  protected readonly list = signal<WebhookList | null>(null);
  protected readonly error = signal<unknown>(null);
  /** Which one is changed; `new` where one is made. */
  protected readonly editing = signal<WebhookView | 'new' | null>(null);
  protected readonly shown = signal<ShownSecret | null>(null);
  /** Whose messages are looked at, and how often that was asked anew. */
  protected readonly open = signal<string | null>(null);
  protected readonly asked = signal(0);
  protected readonly session = inject(Session);
  protected readonly marks = MARKS;
  protected readonly press = new Press();
  private readonly workflows = inject(WorkflowList);
  private readonly api = inject(Api);
  private readonly confirmations = inject(Confirmations);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  constructor() {
    void this.fetch();
  }

  protected async fetch(): Promise<void> {
    this.error.set(null);
    try {
      const [list] = await Promise.all([this.api.get<WebhookList>('webhooks'), this.workflows.read()]);
      this.list.set(list);
    } catch (error) {
      this.error.set(error);
    }
  }

  protected workflowOf({ workflow }: WebhookView): string {
    if (workflow === null) return this.words.of('webhooks.everyWorkflow');
    const known = this.workflows.all().find((one) => one.workflow === workflow);
    return known ? this.words.in(known.title) : workflow;
  }

  protected async saved({ webhook, made }: SavedWebhook): Promise<void> {
    this.show(webhook.name, made, false);
    this.tell(made ? 'added' : 'changed', webhook.name);
    await this.fetch();
  }

  protected act(act: 'pause' | 'resume' | 'test', { webhookId, name }: WebhookView): Promise<void> {
    return this.meanwhile(`webhooks/${webhookId}/${act}`, async (path, key) => {
      await this.api.post(path, {}, key);
      this.tell(act, name);
      if (act !== 'test') return this.fetch();
      this.open.set(webhookId);
      this.asked.update((times) => times + 1);
    });
  }

  protected async renewSecret({ webhookId, name }: WebhookView): Promise<void> {
    if (!(await this.ask('secret', name, false))) return;
    await this.meanwhile(`webhooks/${webhookId}/secret`, async (path, key) =>
      this.show(name, await this.api.post<WebhookSecret>(path, {}, key), true),
    );
  }

  protected async remove({ webhookId, name }: WebhookView): Promise<void> {
    if (!(await this.ask('remove', name, true))) return;
    await this.meanwhile(`webhooks/${webhookId}`, async (path) => {
      await this.api.delete(path);
      this.tell('removed', name);
      await this.fetch();
    });
  }

  private show(name: string, drawn: WebhookSecret | null, isRenewed: boolean): void {
    if (drawn?.secret) this.shown.set({ name, secret: drawn.secret, isRenewed });
  }

  private ask(act: 'secret' | 'remove', name: string, isDanger: boolean): Promise<boolean> {
    return this.confirmations.ask({
      title: this.words.of(`webhooks.ask.${act}`, { name }),
      text: this.words.of(`webhooks.ask.${act}Text`),
      confirm: this.words.of(`webhooks.act.${act}`),
      isDanger,
    });
  }

  private async meanwhile(path: string, work: (path: string, key: string) => Promise<void>): Promise<void> {
    this.error.set(null);
    try {
      await this.press.run({ path }, (key) => work(path, key));
    } catch (error) {
      this.error.set(error);
    }
  }

  private tell(word: string, name: string): void {
    this.announcements.say(this.words.of(`webhooks.told.${word}`, { name }));
  }
}
