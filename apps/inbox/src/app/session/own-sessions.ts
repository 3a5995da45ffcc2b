import { Component, computed, inject, signal, viewChild, type ElementRef } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { OwnSessionView, SessionsEnded } from '#contracts';
import { Api } from '../http/api';
import { Announcements } from '../surface/announcements';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Words } from '../wording/words';
import { Written } from '../wording/written';
import { deviceName } from './device-name';

/** Where the reader is signed in, and the way to end it from here. */
@Component({
  selector: 'kp-own-sessions',
  imports: [Failure, Icon, RouterLink, Skeleton, TranslocoDirective, Written],
  templateUrl: './own-sessions.html',
})
export class OwnSessions {
  protected readonly sessions = signal<OwnSessionView[] | null>(null);
  protected readonly others = computed(() => this.sessions()?.filter((session) => !session.isThis).length ?? 0);
  protected readonly error = signal<unknown>(null);
  protected readonly isBusy = signal(false);
  protected readonly deviceName = deviceName;
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  private readonly api = inject(Api);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);

  constructor() {
    void this.fetch();
  }

  protected fetch(): Promise<void> {
    return this.meanwhile(() => this.read());
  }

  protected end(session: OwnSessionView): Promise<void> {
    return this.meanwhile(async () => {
      try {
        await this.api.delete(`sessions/${session.sessionId}`);
        this.announcements.say(this.words.of('sessions.ended'));
      } finally {
        await this.readOn();
      }
    });
  }

  protected endOthers(): Promise<void> {
    return this.meanwhile(async () => {
      const { ended } = await this.api.delete<SessionsEnded>('sessions');
      this.announcements.say(this.words.of('sessions.othersEnded', { count: ended }));
      await this.readOn();
    });
  }

  /** The button that was pressed is gone: whoever works by keyboard goes on from the heading. */
  private async readOn(): Promise<void> {
    await this.read();
    this.heading().nativeElement.focus();
  }

  private async read(): Promise<void> {
    this.sessions.set(await this.api.get<OwnSessionView[]>('sessions'));
  }

  private async meanwhile(work: () => Promise<void>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.error.set(null);
    try {
      await work();
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isBusy.set(false);
    }
  }
}
