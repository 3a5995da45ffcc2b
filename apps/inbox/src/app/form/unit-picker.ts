import {
  Component,
  DestroyRef,
  type ElementRef,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { UnitRef } from '#contracts';
import { Api } from '../http/api';
import { Icon } from '../surface/icon';
import { UnitName } from '../wording/say';

const TYPING_PAUSE = 200;

/** Finds units by name or code: a combobox with the chosen ones as chips before it. */
@Component({
  selector: 'kp-unit-picker',
  imports: [Icon, TranslocoDirective, UnitName],
  templateUrl: './unit-picker.html',
  host: { class: 'unit-picker' },
})
export class UnitPicker {
  readonly name = input.required<string>();
  readonly chosen = input.required<readonly string[]>();
  readonly known = input<readonly UnitRef[]>([]);
  readonly isSingle = input(false);
  readonly describedBy = input<string | null>(null);
  readonly changed = output<string[]>();

  protected readonly found = signal<UnitRef[]>([]);
  protected readonly isOpen = signal(false);
  protected readonly at = signal(-1);
  protected readonly offered = computed(() => this.found().filter((unit) => !this.chosen().includes(unit.unitId)));
  protected readonly chips = computed(() =>
    this.chosen().map(
      (unitId) => [...this.met(), ...this.known()].find((unit) => unit.unitId === unitId) ?? unnamed(unitId),
    ),
  );
  private readonly met = signal<UnitRef[]>([]);
  private readonly api = inject(Api);
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  private pause: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.pause));
  }

  protected look(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.find(this.box().nativeElement.value.trim()), TYPING_PAUSE);
  }

  protected pick(unit: UnitRef): void {
    this.met.update((all) => [...all, unit]);
    this.changed.emit(this.isSingle() ? [unit.unitId] : [...this.chosen(), unit.unitId]);
    this.box().nativeElement.value = '';
    this.isOpen.set(false);
    this.at.set(-1);
  }

  protected drop(unitId: string): void {
    this.changed.emit(this.chosen().filter((one) => one !== unitId));
    this.box().nativeElement.focus();
  }

  protected steer(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const last = this.offered().length - 1;
    const unit = this.offered()[this.at()];
    if (event.key === 'ArrowDown') this.at.update((at) => Math.min(last, at + 1));
    else if (event.key === 'ArrowUp') this.at.update((at) => Math.max(0, at - 1));
    else if (event.key === 'Enter' && this.isOpen() && unit) this.pick(unit);
    else if (event.key === 'Escape' && this.isOpen()) this.isOpen.set(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private async find(words: string): Promise<void> {
    try {
      this.found.set(await this.api.get<UnitRef[]>('units', { q: words }));
    } catch {
      // A failed look-up offers nothing; what stands in the box stays, and the next letter asks again.
      this.found.set([]);
    }
    this.at.set(-1);
    this.isOpen.set(true);
  }
}

function unnamed(unitId: string): UnitRef {
  return { unitId, code: '', name: unitId, nameEn: unitId };
}
