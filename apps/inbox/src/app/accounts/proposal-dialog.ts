import { Component, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { AccountChange, AccountRow, HoldingView, Permission, Post, PostView, ProposalResult } from '#contracts';
import { UnitPicker } from '../form/unit-picker';
import { ReasonDialog, type Order } from '../operations/reason-dialog';
import { Announcements } from '../surface/announcements';
import { Say } from '../wording/say';
import { Words } from '../wording/words';

export type ProposalAct = AccountChange['do'];

/** Days for which a token can be asked. */
const SPANS = [30, 90, 180, 365];
const EMPTY = { account: '', name: '', nameEn: '', email: '', post: '', from: '', until: '' };

/** Asks for one change: a new account, a post, its end, a lock, a password, or another system's token. It waits until another administrator approves. */
@Component({
  selector: 'kp-proposal-dialog',
  imports: [ReasonDialog, Say, TranslocoDirective, UnitPicker],
  templateUrl: './proposal-dialog.html',
})
export class ProposalDialog {
  readonly act = input.required<ProposalAct>();
  /** Whose; nobody yet where an account is added. */
  readonly account = input<AccountRow | null>(null);
  /** Which post ends. */
  readonly holding = input<HoldingView | null>(null);
  readonly posts = input<readonly PostView[]>([]);
  readonly sent = output<ProposalResult>();
  readonly closed = output();

  protected readonly said = signal(EMPTY);
  protected readonly unitIds = signal<string[]>([]);
  protected readonly isIncomplete = signal(false);
  protected readonly isToken = computed(() => this.act() === 'token');
  protected readonly isNew = computed(() => this.act() === 'add' || this.isToken());
  protected readonly hasPost = computed(() => this.isNew() || this.act() === 'grant');
  protected readonly offered = computed(() =>
    this.isToken() ? this.posts().filter(({ isForSystems }) => isForSystems) : this.posts(),
  );
  protected readonly spans = SPANS;
  protected readonly days = signal(90);
  protected readonly permissions = signal<Permission[]>([]);
  /** What the chosen post may do: no token may do more. */
  protected readonly possible = computed(
    () => this.posts().find(({ post }) => post === this.said().post)?.permissions ?? [],
  );
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  protected readonly orderOf = (reason: string): Order | null => {
    const changes = this.changes();
    this.isIncomplete.set(changes === null);
    return changes && { path: 'proposals', body: { changes, reason } };
  };

  protected write(field: keyof typeof EMPTY, value: string): void {
    this.said.update((said) => ({ ...said, [field]: value }));
    this.isIncomplete.set(false);
  }

  protected choosePost(post: string): void {
    this.permissions.set([]);
    this.write('post', post);
  }

  protected togglePermission(permission: Permission): void {
    this.permissions.update((held) =>
      held.includes(permission) ? held.filter((one) => one !== permission) : [...held, permission],
    );
    this.isIncomplete.set(false);
  }

  protected tell(answer: object): void {
    const result = answer as ProposalResult;
    this.announcements.say(this.words.of(`accounts.told.${result.status}`));
    this.sent.emit(result);
  }

  private changes(): AccountChange[] | null {
    const act = this.act();
    const { name, nameEn, email } = this.said();
    const account = this.account()?.account ?? this.said().account.trim();
    const until = this.said().until || null;
    if (act === 'end') return [{ do: act, holdingId: this.holding()?.holdingId ?? '', until }];
    if (act === 'disable' || act === 'enable' || act === 'reset') return [{ do: act, account }];
    const unitId = this.unitIds()[0];
    const post = this.said().post as Post | '';
    if (unitId === undefined || post === '') return null;
    if (act === 'token') {
      const permissions = this.permissions();
      if (!account || !name.trim() || permissions.length === 0) return null;
      const named = { account, name: name.trim(), nameEn: nameEn.trim() };
      return [{ do: act, ...named, post, unitId, permissions, days: this.days() }];
    }
    const grant: AccountChange = { do: 'grant', account, post, unitId, from: this.said().from || null, until };
    if (act === 'grant') return [grant];
    if (!account || !name.trim() || !email.trim()) return null;
    return [{ do: 'add', account, name: name.trim(), nameEn: nameEn.trim(), email: email.trim() }, grant];
  }
}
