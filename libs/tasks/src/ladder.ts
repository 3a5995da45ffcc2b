import { Injectable } from '@nestjs/common';
import { deskOf, type Post, type Recipient, type Rung } from '#contracts';
import { Effects, type DueTimer, type NewMessage, type NewTimer, type TimerKind } from '#engine';
import { tasksOf, type Chart } from '#statechart';

/** The kind of a ladder's timers. */
export const RUNG = 'rung';

/** What a rung of a ladder keeps with its timer. */
interface RungPayload {
  rung: Rung;
  state: string;
  /** Name of the task within its state. */
  task: string;
  desk: string;
  post: Post;
  unitId: string | null;
  dueAt: string;
  /** How often a repeating rung has fired. */
  turn?: number;
}

/** Reminders and escalations: a rung is there just as long as its task is open, and goes with the mail that it sends. */
@Injectable()
export class Ladder implements TimerKind {
  readonly kind = RUNG;

  constructor(effects: Effects) {
    effects.timerKind(this);
  }

  fire(timer: DueTimer): { counts: 'reminder' | 'escalation'; messages: NewMessage[]; timers: NewTimer[] } {
    const payload = timer.payload as unknown as RungPayload;
    const mail = {
      template: payload.rung.mail,
      taskId: timer.taskId,
      state: payload.state,
      task: payload.task,
      unitId: payload.unitId,
      dueAt: payload.dueAt,
      desks: recipientDesks(payload),
    };
    return {
      counts: payload.rung.workingDays < 0 ? 'reminder' : 'escalation',
      messages: [{ kind: 'mail.send', payload: mail }],
      timers: payload.rung.everyMonths === undefined ? [] : [nextTurn(timer, payload, payload.rung.everyMonths)],
    };
  }
}

function nextTurn(timer: DueTimer, payload: RungPayload, everyMonths: number): NewTimer {
  const turn = (payload.turn ?? 1) + 1;
  const dueAt = new Date(timer.dueAt);
  dueAt.setUTCMonth(dueAt.getUTCMonth() + everyMonths);
  return {
    kind: RUNG,
    name: `${payload.rung.name}#${turn}`,
    taskId: timer.taskId,
    payload: { ...payload, turn },
    dueAt,
  };
}

function recipientDesks(payload: RungPayload): string[] {
  const desk = (recipient: Recipient): string => {
    switch (recipient) {
      case 'handler':
        return payload.desk;
      case 'leader':
        return payload.unitId ? deskOf('unit.leader', payload.unitId) : 'office.director';
      case 'office':
        return 'office.officer';
      case 'director':
        return 'office.director';
    }
  };
  return [...new Set(payload.rung.to.map(desk))];
}

/** Whether one of a state's tasks reminds of itself: then all of them may have reminders, for they may come from another version. */
export function reminds(chart: Chart, state: string): boolean {
  return tasksOf(chart, state).some(({ spec }) => spec.ladder !== undefined);
}
