import { Service, inject, signal } from '@angular/core';
import type { ActView, Answer, AnswerResult, CaseView, Offer, TaskView } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Refusal } from '../http/refusal';
import { TaskDraft } from './task-draft';

/** One case being read and worked on: its view, the drafts of the reader's tasks, and the steps taken. */
@Service({ autoProvided: false })
export class CaseDesk {
  private readonly api = inject(Api);
  private readonly held = signal<CaseView | null>(null);
  private readonly drafts = new Map<string, TaskDraft>();
  private readonly press = new Press();
  private asked = 0;

  readonly view = this.held.asReadonly();
  readonly error = signal<unknown>(null);
  readonly busy = this.press.busy;

  async open(instanceId: string): Promise<void> {
    if (this.held()?.instanceId !== instanceId) {
      this.held.set(null);
      this.drafts.clear();
    }
    await this.fetch(instanceId);
  }

  async refresh(): Promise<void> {
    const view = this.held();
    if (view) await this.fetch(view.instanceId);
  }

  draftOf(task: TaskView): TaskDraft {
    const kept = this.drafts.get(task.taskId) ?? new TaskDraft(this.api, task);
    this.drafts.set(task.taskId, kept);
    return kept;
  }

  /** Saves what was typed before the reader turns to another case. */
  settle(): void {
    for (const draft of this.drafts.values()) void draft.settle();
  }

  async answer(task: TaskView, offer: Offer): Promise<AnswerResult | null> {
    const draft = this.draftOf(task);
    await draft.stop();
    const body = this.body(offer, draft.opinion(), draft.answerData());
    return this.step(body, `tasks/${task.taskId}/answer`, offer.stays !== true);
  }

  async act(act: ActView, opinion: string, data: Record<string, unknown>): Promise<AnswerResult | null> {
    const body = this.body(act, opinion, data);
    return this.step(body, `cases/${this.held()?.instanceId ?? ''}/acts/${act.event}`, true);
  }

  private async step(body: Answer, path: string, isOver: boolean): Promise<AnswerResult | null> {
    try {
      const result = await this.press.run({ path, body }, (key) => this.api.post<AnswerResult>(path, body, key));
      if (result && isOver) this.drafts.clear();
      return result;
    } catch (error) {
      // Somebody else moved the case: show how it stands now, beside the refusal.
      if (error instanceof Refusal && error.problem.status === 409) void this.refresh();
      throw error;
    }
  }

  private body(offer: Offer, opinion: string, data: Record<string, unknown>): Answer {
    const said = opinion.trim();
    const revision = this.held()?.revision ?? 0;
    return { outcome: offer.event, revision, data, ...(said ? { opinion: said } : {}) };
  }

  private async fetch(instanceId: string): Promise<void> {
    const turn = ++this.asked;
    this.error.set(null);
    try {
      const view = await this.api.get<CaseView>(`cases/${instanceId}`);
      if (turn === this.asked) this.held.set(view);
    } catch (error) {
      if (turn === this.asked) this.error.set(error);
    }
  }
}
