import * as restate from '@restatedev/restate-sdk';
import { xstate } from '@restatedev/xstate';
import { assign, createMachine } from 'xstate';

const FIVE_DAYS_MS = 5 * 24 * 3600 * 1000;

// The approval as Restate's own adapter runs it: tasks and opinions are in the machine's context, in Restate's store.
const keep = (task) =>
  assign({ tasks: ({ context, event }) => [...context.tasks, { task, opinion: event.opinion, by: event.by }] });
const machine = createMachine({
  id: 'approval',
  initial: 'review',
  context: ({ input }) => ({ matter: input?.matter ?? null, tasks: [] }),
  states: {
    review: { on: { pass: { target: 'signing', actions: keep('review') } } },
    signing: {
      on: { approve: { target: 'approved', actions: keep('signing') } },
      after: { [FIVE_DAYS_MS]: 'lapsed' },
    },
    approved: { type: 'final' },
    lapsed: { type: 'final' },
  },
});

await restate.serve({
  services: [xstate('approval', machine)],
  port: Number(process.argv[2]),
  logger: () => undefined,
});
process.on('disconnect', () => process.exit());
process.send('ready');
