import { Component, computed, effect, inject, input, output, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { YearOpened, YearPreview } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Announcements } from '../surface/announcements';
import { Confirmations } from '../surface/confirmations';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Say, UnitName, UnitNames } from '../wording/say';
import { Words } from '../wording/words';

/** Opens a year: shows first what will go to whom, then allocates all plan rows in one act. */
@Component({
  selector: 'kp-open-year',
  imports: [Failure, Icon, Say, TranslocoDirective, UnitName, UnitNames],
  templateUrl: './open-year.html',
})
export class OpenYear {
  readonly year = input.required<number>();
  readonly opened = output();

  protected readonly preview = signal<YearPreview | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly press = new Press();
  protected readonly rowCount = computed(() =>
    (this.preview()?.sheets ?? []).reduce((sum, sheet) => sum + sheet.rows.length, 0),
  );
  private readonly api = inject(Api);
  private readonly confirmations = inject(Confirmations);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  constructor() {
    effect(() => {
      const year = this.year();
      untracked(() => void this.look(year));
    });
  }

  protected async look(year: number): Promise<void> {
    this.error.set(null);
    try {
      this.preview.set(await this.api.get<YearPreview>(`years/${year}/preview`));
    } catch (error) {
      this.preview.set(null);
      this.error.set(error);
    }
  }

  protected async open(): Promise<void> {
    if (this.press.busy()) return;
    const year = this.year();
    const facts = { year, sheets: this.preview()?.sheets.length ?? 0, rows: this.rowCount() };
    const question = {
      title: this.words.of('year.open', facts),
      text: this.words.of('year.confirm', facts),
      confirm: this.words.of('year.open', facts),
      isDanger: false,
    };
    if (!(await this.confirmations.ask(question))) return;
    try {
      const done = await this.press.run(['open', year], (key) =>
        this.api.post<YearOpened>(`years/${year}/open`, {}, key),
      );
      if (!done) return;
      this.announcements.say(this.words.of('year.done', done));
      this.opened.emit();
      await this.look(year);
    } catch (error) {
      this.error.set(error);
    }
  }
}
