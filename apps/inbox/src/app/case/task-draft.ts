import { computed, signal, type WritableSignal } from '@angular/core';
import type { TaskView } from '#contracts';
import { isRecord } from '../form/field-text';
import type { Api } from '../http/api';
import { Refusal } from '../http/refusal';

const PAUSE = 800;

export type SavingState = 'untouched' | 'waiting' | 'saving' | 'saved' | 'failed';

/** What was typed for a task and not yet sent; it saves itself on the server while the reader types. */
export class TaskDraft {
  readonly typed: WritableSignal<Record<string, unknown>>;
  readonly opinion = signal('');
  readonly state = signal<SavingState>('untouched');
  readonly values = computed(() => ({ ...this.task.form?.values, ...this.typed() }));
  private readonly touched = new Set<string>();
  private revision: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly api: Api,
    readonly task: TaskView,
  ) {
    this.typed = signal(task.draft);
    this.revision = task.draftRevision;
  }

  set(field: string, value: unknown): void {
    this.typed.update((typed) => ({ ...typed, [field]: value }));
    this.touched.add(field);
    this.state.set('waiting');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), PAUSE);
  }

  /** Saves at once what waits, and waits for what is under way. */
  async settle(): Promise<void> {
    if (this.state() === 'waiting' || this.state() === 'failed') await this.save();
    await this.underWay;
  }

  /** Stops saving: the answer carries everything. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.underWay;
  }

  /** What goes with an answer: the fields that the form asks for, and whatever a panel added. */
  answerData(): Record<string, unknown> {
    const fields = this.task.form?.fields ?? [];
    const shown = fields.filter((one) => one.readOnly).map((one) => one.field);
    const asked = fields.filter((one) => !one.readOnly).map((one) => one.field);
    const wanted = new Set([...asked, ...Object.keys(this.typed())].filter((field) => !shown.includes(field)));
    return Object.fromEntries(
      Object.entries(this.values()).filter(([field, value]) => wanted.has(field) && value !== undefined),
    );
  }

  private save(): Promise<void> {
    clearTimeout(this.timer);
    this.underWay = this.underWay.then(() => this.put());
    return this.underWay;
  }

  private async put(): Promise<void> {
    const data = this.typed();
    this.state.set('saving');
    try {
      const body = { draftRevision: this.revision, data };
      const saved = await this.api.put<{ draftRevision: number }>(`tasks/${this.task.taskId}/draft`, body);
      this.revision = saved.draftRevision;
      this.touched.clear();
      this.state.set(this.typed() === data ? 'saved' : 'waiting');
    } catch (error) {
      const other = otherDraft(error);
      if (other) this.merge(other);
      else this.state.set('failed');
    }
  }

  // Somebody of the same post typed too: their fields come in, and what was typed here stays on top of them.
  private merge(other: OtherDraft): void {
    const mine = Object.entries(this.typed()).filter(([field]) => this.touched.has(field));
    this.revision = other.draftRevision;
    this.typed.set({ ...other.data, ...Object.fromEntries(mine) });
    this.state.set('waiting');
    setTimeout(() => void this.save());
  }
}

interface OtherDraft {
  draftRevision: number;
  data: Record<string, unknown>;
}

function otherDraft(error: unknown): OtherDraft | null {
  if (!(error instanceof Refusal) || error.problem.status !== 409) return null;
  const { draftRevision, data } = error.problem.params ?? {};
  return typeof draftRevision === 'number' ? { draftRevision, data: isRecord(data) ? data : {} } : null;
}
