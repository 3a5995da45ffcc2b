import { Service, signal } from '@angular/core';

export interface Announcement {
  id: number;
  text: string;
  tone: 'done' | 'plain';
}

const SHOWN_FOR = 6000;

/** Short results said to everyone on the page, seen and heard. */
@Service()
export class Announcements {
  private readonly list = signal<Announcement[]>([]);
  private last = 0;

  readonly current = this.list.asReadonly();

  say(text: string, tone: Announcement['tone'] = 'done'): void {
    const id = ++this.last;
    this.list.update((all) => [...all.slice(-2), { id, text, tone }]);
    setTimeout(() => this.dismiss(id), SHOWN_FOR);
  }

  dismiss(id: number): void {
    this.list.update((all) => all.filter((one) => one.id !== id));
  }
}
