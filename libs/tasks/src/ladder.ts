import { Injectable } from '@nestjs/common';
import { deskOf, type Post, type Recipient, type Rung } from '#contracts';
import { consume, Effects, type DueTimer, type TimerKind } from '#engine';
import { Clock, Database, newId } from '#platform';

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

/** Fires reminders and escalations: the timer goes and the mail is in the outbox in one transaction. */
@Injectable()
export class Ladder implements TimerKind {
  readonly kind = 'rung';

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    effects: Effects,
  ) {
    effects.timerKind(this);
  }

  async fire(timer: DueTimer): Promise<'reminder' | 'escalation'> {
    const payload = timer.payload as unknown as RungPayload;
    await this.database.transaction(async (sql) => {
      await consume(timer, (statement, parameters) => sql.query(statement, parameters));
      const [task] = await sql.query<{ task_id: string }>(
        `SELECT task_id FROM tasks WHERE task_id = $1 AND status = 'open'`,
        [timer.taskId],
      );
      if (!task) return;
      const message = {
        template: payload.rung.mail,
        taskId: timer.taskId,
        state: payload.state,
        task: payload.task,
        unitId: payload.unitId,
        dueAt: payload.dueAt,
        desks: recipientDesks(payload),
      };
      await sql.query(
        `INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at) VALUES ($1, $2, $3, 'mail.send', $4::jsonb, $5)`,
        [newId(), timer.tenantId, timer.instanceId, JSON.stringify(message), this.clock.now()],
      );
      if (payload.rung.everyMonths) {
        const turn = (payload.turn ?? 1) + 1;
        await sql.query(
          `INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, task_id, payload, due_at)
           VALUES ($1, $2, $3, 'rung', $4, $5, $6::jsonb, $7::timestamptz + make_interval(months => $8))`,
          [
            newId(),
            timer.tenantId,
            timer.instanceId,
            `${payload.rung.name}#${turn}`,
            timer.taskId,
            JSON.stringify({ ...payload, turn }),
            timer.dueAt,
            payload.rung.everyMonths,
          ],
        );
      }
    });
    return payload.rung.workingDays < 0 ? 'reminder' : 'escalation';
  }
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
