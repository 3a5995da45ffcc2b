import type { WorkingCalendar } from '#calendar';
import { shift } from './case-operations.js';

type Subject = Record<string, unknown>;
type Timer = 'silence' | 'soon' | 'long';

const SPANS: Record<Timer, number> = { silence: 3, soon: 1, long: 5 };
const DELAYS: Record<string, Timer[]> = {
  draft: ['silence'],
  'review.reading': ['soon', 'long'],
  'review.weighing': ['long'],
};
const TIMED: Record<Timer, string> = { silence: 'lapsed', soon: 'review.weighing', long: 'lapsed' };

/** What a command comes to: the revision after it, or the code of its refusal. */
export type Verdict = number | string;

/**
 * What one errand (test/harness/errand.ts) does, written down a second time without chart, engine or database: the
 * engine is right where both agree.
 */
export class ModelCase {
  state = 'draft';
  status: 'running' | 'suspended' | 'done' = 'running';
  ending: string | null = null;
  revision = 1;
  subject: Subject;
  timers = new Map<Timer, Date>();
  readonly #calendar: WorkingCalendar;
  readonly #past: { state: string; subject: Subject }[] = [];
  #suspendedAt = new Date(0);

  constructor(subject: Subject, at: Date, calendar: WorkingCalendar) {
    this.subject = { ...subject };
    this.#calendar = calendar;
    this.#set(at, ['silence']);
    this.#keep();
  }

  send(event: string, given: Subject, at: Date): Verdict {
    if (this.status === 'suspended') return 'case.suspended';
    if (this.status === 'done') return 'case.ended';
    const subject = { ...this.subject, ...given };
    const to = this.#target(event, subject);
    if (to === null) return 'step.refused';
    if (event === 'remark') subject['remarks'] = Number(subject['remarks'] ?? 0) + 1;
    if (event === 'back') subject['rounds'] = Number(subject['rounds'] ?? 0) + 1;
    if (event === 'pass') subject['stamp'] = `第 ${this.revision + 1} 号`;
    this.subject = subject;
    this.#go(to, at, event === 'remark' ? [] : (DELAYS[to] ?? []));
    return this.#step();
  }

  answer(given: Subject): Verdict {
    if (this.status === 'suspended') return 'case.suspended';
    this.subject = { ...this.subject, ...given };
    return this.#step();
  }

  suspend(at: Date): Verdict {
    if (this.status === 'done') return 'case.ended';
    if (this.status === 'suspended') return 'case.already-suspended';
    this.status = 'suspended';
    this.#suspendedAt = at;
    return this.#step();
  }

  resume(at: Date): Verdict {
    if (this.status !== 'suspended') return 'case.not-suspended';
    const moved = shift(this.#calendar, this.#suspendedAt, at);
    for (const [timer, due] of this.timers) this.timers.set(timer, moved(due));
    this.status = 'running';
    return this.#step();
  }

  cancel(): Verdict {
    if (this.status === 'done') return 'case.ended';
    this.timers.clear();
    this.status = 'done';
    this.ending = 'cancelled';
    return this.#step();
  }

  modify(state: string, given: Subject, at: Date): Verdict {
    if (this.status === 'suspended') return 'case.suspended';
    if (this.status === 'done') return 'case.ended';
    const to = state === 'review' ? 'review.reading' : state;
    if (to === 'nowhere') return 'states.impossible';
    this.subject = { ...this.subject, ...given };
    this.timers.clear();
    this.#go(to, at, DELAYS[to] ?? []);
    return this.#step();
  }

  restart(seq: number, at: Date): Verdict {
    if (this.status === 'suspended') return 'case.suspended';
    const past = this.#past[seq - 1];
    if (!past) return 'step.missing';
    const since = Object.keys(this.subject).map((field): [string, null] => [field, null]);
    this.subject = { ...Object.fromEntries(since), ...past.subject };
    this.timers.clear();
    this.status = 'running';
    this.ending = null;
    this.#go(past.state, at, DELAYS[past.state] ?? []);
    return this.#step();
  }

  /** What is due by now fires, what was due first first; a delay may take the next away. */
  fire(now: Date): void {
    if (this.status === 'suspended') return;
    const due = [...this.timers]
      .filter(([, at]) => at <= now)
      .sort(([, one], [, other]) => one.getTime() - other.getTime());
    for (const [timer] of due) {
      if (!this.timers.delete(timer)) continue;
      this.#go(TIMED[timer], now, []);
      this.#step();
    }
  }

  #target(event: string, subject: Subject): string | null {
    if (this.state === 'draft') {
      if (event === 'remark') return 'draft';
      return event === 'submit' && Number(subject['fee'] ?? 0) >= 1 ? 'review.reading' : null;
    }
    if (event === 'read') return this.state === 'review.reading' ? 'review.weighing' : null;
    return event === 'pass' ? 'passed' : event === 'back' ? 'draft' : null;
  }

  #go(to: string, at: Date, begun: Timer[]): void {
    const isWithin = this.state.startsWith('review') && to === 'review.weighing' && this.timers.has('long');
    for (const timer of [...this.timers.keys()]) if (!(DELAYS[to] ?? []).includes(timer)) this.timers.delete(timer);
    this.#set(at, isWithin ? [] : begun);
    this.state = to;
    if (to === 'passed' || to === 'lapsed') {
      this.status = 'done';
      this.ending = to === 'passed' ? 'done' : 'refused';
    }
  }

  #set(at: Date, begun: Timer[]): void {
    for (const timer of begun) this.timers.set(timer, this.#calendar.addCalendarDays(at, SPANS[timer]));
  }

  #step(): Verdict {
    this.revision += 1;
    this.#keep();
    return this.revision;
  }

  #keep(): void {
    this.#past.push({ state: this.state, subject: { ...this.subject } });
  }
}
