import { Service, computed, inject, signal } from '@angular/core';
import type { SheetRow, SheetView } from '#contracts';
import { Api } from '../http/api';
import { Notepad } from '../http/notepad';
import { Press } from '../http/press';
import { unsavedRefusal } from '../http/refusal';
import { namesApart } from './names-apart';
import { RowEdit, type RowSaved } from './row-edit';
import { editableFields } from './row-fields';

/** One sheet being read or filled in. */
@Service({ autoProvided: false })
export class SheetDesk {
  private readonly api = inject(Api);
  private readonly held = signal<SheetView | null>(null);
  private readonly edits = new Map<string, RowEdit>();
  private readonly notepad = inject(Notepad);
  private readonly press = new Press();

  readonly view = this.held.asReadonly();
  readonly error = signal<unknown>(null);
  readonly busy = this.press.busy;
  /** How much still stands in the way of an outcome: problems, and comments without an answer. */
  readonly openPoints = computed(() => {
    const view = this.held();
    return view ? view.problems.length + view.comments.filter((comment) => comment.answer === null).length : null;
  });

  /** What tells targets of one name apart, by row. */
  readonly namesApart = computed(() => {
    const rows = this.held()?.rows ?? [];
    const named = rows.map((row) => ({ ...row.content, fiveYearTarget: row.kpi?.fiveYearTarget ?? '' }));
    const apart = namesApart(named);
    return new Map(rows.map((row, index) => [row.rowId, apart[index] ?? null]));
  });

  async open(sheetId: string): Promise<void> {
    this.error.set(null);
    try {
      const view = await this.api.get<SheetView>(`sheets/${sheetId}`);
      if (this.held()?.sheetId !== view.sheetId) this.edits.clear();
      for (const row of view.rows) this.edits.get(row.rowId)?.take(row);
      const isNew = this.held()?.sheetId !== view.sheetId;
      this.held.set(view);
      if (isNew) this.resume(view);
    } catch (error) {
      this.error.set(error);
    }
  }

  async refresh(): Promise<void> {
    const view = this.held();
    if (view) await this.open(view.sheetId);
  }

  editOf(row: SheetRow): RowEdit {
    const sheetId = this.held()?.sheetId ?? '';
    const kept =
      this.edits.get(row.rowId) ?? new RowEdit(this.api, sheetId, row, (saved) => this.take(saved), this.notepad);
    this.edits.set(row.rowId, kept);
    return kept;
  }

  /** Saves what was typed before the page is gone. */
  flush(): void {
    for (const edit of this.edits.values()) edit.flush();
  }

  async settle(): Promise<void> {
    await Promise.all([...this.edits.values()].map((edit) => edit.settle()));
  }

  /** Saves what waits; throws where something typed is still unsaved after that. */
  async settleAll(): Promise<void> {
    await this.settle();
    if ([...this.edits.values()].some((edit) => edit.isUnsaved())) throw unsavedRefusal();
  }

  /** Adds a target that the unit declares itself; answers with the id of the new row. */
  async add(): Promise<string | null> {
    const view = this.held();
    if (!view) return null;
    const known = new Set(view.rows.map((row) => row.rowId));
    await this.change(() =>
      this.press.run(['add', view.rows.length], (key) => this.api.post(`sheets/${view.sheetId}/rows`, {}, key)),
    );
    return this.held()?.rows.find((row) => !known.has(row.rowId))?.rowId ?? null;
  }

  async remove(row: SheetRow): Promise<void> {
    const view = this.held();
    if (view) await this.change(() => this.api.delete(`sheets/${view.sheetId}/rows/${row.rowId}`));
  }

  async answerComment(commentId: string, adopted: boolean, text: string): Promise<boolean> {
    return this.change(() => this.api.put(`comments/${commentId}/answer`, { adopted, text }));
  }

  private resume(view: SheetView): void {
    const open = view.rows.filter((row) => editableFields(view.mode, row).length > 0);
    for (const row of open) this.editOf(row).resume();
  }

  private async change(act: () => Promise<unknown>): Promise<boolean> {
    this.error.set(null);
    try {
      await act();
      await this.refresh();
      return this.error() === null;
    } catch (error) {
      this.error.set(error);
      return false;
    }
  }

  private take({ row, problems, weightSum }: RowSaved): void {
    this.held.update((view) =>
      view
        ? { ...view, problems, weightSum, rows: view.rows.map((one) => (one.rowId === row.rowId ? row : one)) }
        : view,
    );
  }
}
