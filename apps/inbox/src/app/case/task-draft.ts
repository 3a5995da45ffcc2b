import { computed, signal, type WritableSignal } from '@angular/core';
import type { TaskView } from '#contracts';
import { isRecord } from '../form/field-text';
import type { Api } from '../http/api';
import type { Notepad } from '../http/notepad';
import { Refusal } from '../http/refusal';

const PAUSE = 800;
const OPINION = 'opinion';

export type SavingState = 'untouched' | 'waiting' | 'saving' | 'saved' | 'failed';

/** What was typed for a task and not yet sent; it saves itself on the server while the reader types. */
export class TaskDraft {
  readonly typed: WritableSignal<Record<string, unknown>>;
  /** The opinion is kept among what was typed, though it goes out beside it. */
  readonly opinion = computed(() => {
    const said = this.typed()[OPINION];
    return typeof said === 'string' ? said : '';
  });
  readonly state: WritableSignal<SavingState>;
  readonly values = computed(() => ({ ...this.task.form?.values, ...this.typed() }));
  private readonly touched: Set<string>;
  private revision: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private sending = 0;

  constructor(
    private readonly api: Api,
    private readonly notepad: Notepad,
    readonly task: TaskView,
  ) {
    const left = notepad.read(task.taskId);
    this.typed = signal({ ...task.draft, ...left });
    this.revision = task.draftRevision;
    this.touched = new Set(Object.keys(left));
    this.state = signal(this.touched.size > 0 ? 'waiting' : 'untouched');
    if (this.touched.size > 0) this.saveSoon();
  }

  set(field: string, value: unknown): void {
    this.typed.update((typed) => ({ ...typed, [field]: value }));
    this.touched.add(field);
    this.state.set('waiting');
    this.saveSoon();
  }

  /** Saves at once what waits, and waits for what is under way. */
  async settle(): Promise<void> {
    if (this.state() === 'waiting' || this.state() === 'failed') await this.save();
    await this.underWay;
  }

  /** Saves at once without waiting for what is under way: the page may be gone in the next moment. */
  flush(): void {
    if (this.touched.size === 0) return;
    const touched = Object.entries(this.typed()).filter(([field]) => this.touched.has(field));
    this.notepad.keep(this.task.taskId, Object.fromEntries(touched));
    if (this.state() === 'saving') return;
    clearTimeout(this.timer);
    void this.put();
  }

  /** Stops saving: the answer carries everything. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.notepad.drop(this.task.taskId);
    await this.underWay;
  }

  /** What goes with an answer: the fields that the form asks for, and whatever a panel added. */
  answerData(): Record<string, unknown> {
    const fields = this.task.form?.fields ?? [];
    const shown = fields.filter((one) => one.readOnly).map((one) => one.field);
    const asked = fields.filter((one) => !one.readOnly).map((one) => one.field);
    const besides = [...shown, OPINION];
    const wanted = new Set([...asked, ...Object.keys(this.typed())].filter((field) => !besides.includes(field)));
    return Object.fromEntries(
      Object.entries(this.values()).filter(([field, value]) => wanted.has(field) && value !== undefined),
    );
  }

  private saveSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), PAUSE);
  }

  private save(): Promise<void> {
    clearTimeout(this.timer);
    this.underWay = this.underWay.then(() => this.put());
    return this.underWay;
  }

  private async put(): Promise<void> {
    const data = this.typed();
    // What is under way counts as saved: its answer may not be waited for.
    const draftRevision = this.revision + this.sending;
    this.state.set('saving');
    this.sending += 1;
    try {
      const body = { draftRevision, data };
      const saved = await this.api.put<{ draftRevision: number }>(`tasks/${this.task.taskId}/draft`, body);
      this.revision = saved.draftRevision;
      if (this.typed() === data) this.settled();
      else this.state.set('waiting');
    } catch (error) {
      const other = otherDraft(error);
      if (other) this.merge(other);
      else this.state.set('failed');
    } finally {
      this.sending -= 1;
    }
  }

  private settled(): void {
    this.touched.clear();
    this.notepad.drop(this.task.taskId);
    this.state.set('saved');
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
