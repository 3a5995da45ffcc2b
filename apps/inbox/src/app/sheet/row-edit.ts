import { computed, signal, type WritableSignal } from '@angular/core';
import type { SheetProblem, SheetRow, SheetView } from '#contracts';
import type { SavingState } from '../case/task-draft';
import type { Api } from '../http/api';
import type { Notepad } from '../http/notepad';
import { Refusal } from '../http/refusal';
import { draftOf, type RowDraft, type RowFieldName } from './row-fields';
import { clashingFields, namesOf, patchOf, unsentOf } from './row-patch';

const PAUSE = 700;

export interface RowSaved {
  row: SheetRow;
  problems: SheetProblem[];
  weightSum: number;
}

/** Fields that another hand changed while they were typed here. */
export interface Clash {
  fields: RowFieldName[];
  theirs: RowDraft;
}

/** One row being typed in. It saves itself, and keeps what was typed whatever the server says. */
export class RowEdit {
  readonly typed = signal<Partial<RowDraft>>({});
  readonly state = signal<SavingState>('untouched');
  readonly error = signal<unknown>(null);
  readonly clash = signal<Clash | null>(null);
  readonly isUnsaved = computed(() => namesOf(this.typed()).length > 0);
  readonly content = computed<RowDraft>(() => ({ ...draftOf(this.base()), ...this.typed() }));
  private readonly base: WritableSignal<SheetRow>;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private sending = 0;

  constructor(
    private readonly api: Api,
    private readonly sheetId: string,
    private readonly row: SheetRow,
    private readonly saved: (result: RowSaved) => void,
    private readonly notepad: Notepad,
  ) {
    this.base = signal(row);
  }

  /** Takes up what was typed before the page was left, as far as it did not arrive. */
  resume(): void {
    const left = unsentOf(this.notepad.read(this.row.rowId), draftOf(this.base()));
    if (namesOf(left).length > 0) this.set(left);
    else this.notepad.drop(this.row.rowId);
  }

  /** Takes a newer state of the row from the server; what was typed stays on top. */
  take(row: SheetRow): void {
    if (row.revision >= this.base().revision) this.base.set(row);
  }

  set(change: Partial<RowDraft>): void {
    this.typed.update((typed) => ({ ...typed, ...change }));
    if (this.clash()) return;
    this.state.set('waiting');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), PAUSE);
  }

  save(): Promise<void> {
    clearTimeout(this.timer);
    this.underWay = this.underWay.then(() => this.send());
    return this.underWay;
  }

  /** Saves at once what waits. */
  settle(): Promise<void> {
    return this.isUnsaved() && !this.clash() ? this.save() : this.underWay;
  }

  /** Saves at once without waiting for what is under way: the page may be gone in the next moment. */
  flush(): void {
    if (!this.isUnsaved()) return;
    this.notepad.keep(this.row.rowId, this.typed());
    if (this.clash() || this.state() === 'saving') return;
    clearTimeout(this.timer);
    void this.send();
  }

  /** Ends a clash: with what was typed here, or with what the other hand wrote. */
  resolve(keep: 'mine' | 'theirs'): void {
    const clash = this.clash();
    if (!clash) return;
    if (keep === 'theirs') {
      const left = Object.entries(this.typed()).filter(([name]) => !clash.fields.some((field) => field === name));
      this.typed.set(Object.fromEntries(left));
    }
    this.clash.set(null);
    void this.settle();
  }

  private async send(): Promise<void> {
    const sent = this.typed();
    if (namesOf(sent).length === 0) return;
    // What is under way counts as saved: its answer may not be waited for.
    const revision = this.base().revision + this.sending;
    this.state.set('saving');
    this.error.set(null);
    this.sending += 1;
    try {
      const body = patchOf(revision, sent);
      const result = await this.api.patch<RowSaved>(`sheets/${this.sheetId}/rows/${this.row.rowId}`, body);
      this.base.set(result.row);
      this.typed.update((typed) => unsentOf(typed, sent));
      this.state.set(this.isUnsaved() ? 'waiting' : 'saved');
      if (!this.isUnsaved()) this.notepad.drop(this.row.rowId);
      this.saved(result);
    } catch (error) {
      await this.fail(error);
    } finally {
      this.sending -= 1;
    }
  }

  private async fail(error: unknown): Promise<void> {
    this.state.set('failed');
    if (!(error instanceof Refusal) || error.problem.status !== 409) {
      this.error.set(error);
      return;
    }
    const theirs = await this.newest();
    if (!theirs) {
      this.error.set(error);
      return;
    }
    const fields = clashingFields(this.typed(), draftOf(this.base()), draftOf(theirs));
    const isNewer = theirs.revision > this.base().revision;
    this.base.set(theirs);
    if (fields.length > 0) this.clash.set({ fields, theirs: draftOf(theirs) });
    else if (isNewer) setTimeout(() => void this.save());
    else this.error.set(error);
  }

  private async newest(): Promise<SheetRow | null> {
    try {
      const sheet = await this.api.get<SheetView>(`sheets/${this.sheetId}`);
      return sheet.rows.find((row) => row.rowId === this.row.rowId) ?? null;
    } catch {
      // The refusal that led here is the one to show.
      return null;
    }
  }
}
