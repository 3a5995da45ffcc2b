import { Injectable } from '@nestjs/common';
import { deskOf, type Post, type Recipient } from '#contracts';
import type { Step, StepListener, StepRows } from '#engine';

/** Turns the effect `mail.send { template, to }` of a chart into a message of the outbox. */
@Injectable()
export class MailRequests implements StepListener {
  readonly writers = [];

  onStep(): StepRows {
    return {};
  }

  onEffect(step: Step, effect: { name: string; params: Readonly<Record<string, unknown>> }): StepRows | null {
    if (effect.name !== 'mail.send') return null;
    const { template, to } = effect.params as { template: string; to: (Recipient | { post: Post; of?: string })[] };
    const desks = [...new Set(to.flatMap((recipient) => desksFor(recipient, step)))];
    return {
      messages: [
        {
          kind: 'mail.send',
          payload: {
            template,
            taskId: null,
            task: null,
            state: step.entered.at(-1) ?? null,
            unitId: step.unitId,
            dueAt: null,
            desks,
          },
        },
      ],
    };
  }
}

function desksFor(recipient: Recipient | { post: Post; of?: string }, step: Step): string[] {
  if (recipient === 'office') return ['office.officer'];
  if (recipient === 'director') return ['office.director'];
  if (recipient === 'handler') return [deskOf('unit.operator', step.unitId)];
  if (recipient === 'leader') return [deskOf('unit.leader', step.unitId)];
  if (!recipient.of) return [deskOf(recipient.post, null)];
  return [step.subject[recipient.of]]
    .flat()
    .flatMap((unit) => (typeof unit === 'string' ? [deskOf(recipient.post, unit)] : []));
}
