import { Service, computed, inject, signal, type DestroyRef } from '@angular/core';
import type { ActView, Answer, AnswerResult, CaseView, HistoryEntry, Offer, TaskView } from '#contracts';
import { Api } from '../http/api';
import { Notepad } from '../http/notepad';
import { Press } from '../http/press';
import { Refusal } from '../http/refusal';
import { returnTo } from './returned';
import { TaskDraft } from './task-draft';
import type { Unsent } from './unsent-work';

/** One case being read and worked on: its view, the drafts of the reader's tasks, and the steps taken. */
@Service({ autoProvided: false })
export class CaseDesk {
  private readonly api = inject(Api);
  private readonly notepad = inject(Notepad);
  private readonly held = signal<CaseView | null>(null);
  private readonly drafts = new Map<string, TaskDraft>();
  private readonly tooLate = signal<Unsent | null>(null);
  private readonly savings = new Set<() => Promise<void>>();
  private readonly press = new Press();
  private readonly past = signal<HistoryEntry[]>([]);
  private asked = 0;

  readonly view = this.held.asReadonly();
  /** An answer that came too late, where its task is gone. */
  readonly unsent = computed(() => {
    const unsent = this.tooLate();
    const isGone = !this.held()?.myTasks.some((task) => task.taskId === unsent?.taskId);
    return unsent && isGone ? unsent : null;
  });
  readonly error = signal<unknown>(null);
  readonly busy = this.press.busy;

  async open(instanceId: string): Promise<void> {
    if (this.held()?.instanceId !== instanceId) {
      this.held.set(null);
      this.past.set([]);
      this.drafts.clear();
      this.dismissUnsent();
    }
    await this.fetch(instanceId);
  }

  async refresh(): Promise<void> {
    const view = this.held();
    if (view) await this.fetch(view.instanceId);
  }

  /** The step that brought the case back to a task; null where it was not returned. */
  returnOf(task: TaskView): HistoryEntry | null {
    return returnTo(task.state, this.past());
  }

  draftOf(task: TaskView): TaskDraft {
    const kept = this.drafts.get(task.taskId) ?? new TaskDraft(this.api, this.notepad, task);
    this.drafts.set(task.taskId, kept);
    return kept;
  }

  dismissUnsent(): void {
    this.tooLate.set(null);
  }

  /** Saves what was typed before the page is gone. */
  flush(): void {
    for (const draft of this.drafts.values()) draft.flush();
  }

  /** Saves what was typed before the reader turns to another case. */
  settle(): void {
    for (const draft of this.drafts.values()) void draft.settle();
  }

  /** Lets a panel save what was typed there before a step is taken; it throws where that cannot be done. */
  beforeStep(save: () => Promise<void>, destroyed: DestroyRef): void {
    this.savings.add(save);
    destroyed.onDestroy(() => this.savings.delete(save));
  }

  async answer(task: TaskView, offer: Offer): Promise<AnswerResult | null> {
    const draft = this.draftOf(task);
    const body = this.body(offer, draft.opinion(), draft.answerData());
    const ready = (): Promise<unknown> => Promise.all([draft.stop(), ...[...this.savings].map((save) => save())]);
    try {
      const result = await this.step(`tasks/${task.taskId}/answer`, body, ready);
      if (result) this.dismissUnsent();
      if (result && offer.stays !== true) this.drafts.clear();
      return result;
    } catch (error) {
      if (error instanceof Refusal && error.problem.status === 409) this.keep(task, draft, error);
      throw error;
    }
  }

  async act(act: ActView, opinion: string, data: Record<string, unknown>): Promise<AnswerResult | null> {
    const path = `cases/${this.held()?.instanceId ?? ''}/acts/${act.event}`;
    return this.step(path, this.body(act, opinion, data), () => Promise.resolve());
  }

  private step(path: string, body: Answer, ready: () => Promise<unknown>): Promise<AnswerResult | null> {
    return this.press.run({ path, body }, async (key) => {
      await ready();
      return this.api.post<AnswerResult>(path, body, key);
    });
  }

  // Somebody else moved the case: the page shows how it stands now, and what was typed stays on it.
  private keep(task: TaskView, draft: TaskDraft, refusal: Refusal): void {
    this.tooLate.set({ taskId: task.taskId, refusal, opinion: draft.opinion(), data: draft.typed() });
    void this.refresh();
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
      if (turn !== this.asked) return;
      this.held.set(view);
      if (view.myTasks.length > 0) await this.learn(instanceId, turn);
    } catch (error) {
      if (turn === this.asked) this.error.set(error);
    }
  }

  // Where a task came from is a comfort: the task can be worked on without it.
  private async learn(instanceId: string, turn: number): Promise<void> {
    const past = await this.api.get<HistoryEntry[]>(`cases/${instanceId}/history`).catch(() => []);
    if (turn === this.asked) this.past.set(past);
  }
}
