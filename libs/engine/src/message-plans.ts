import type { ChildrenSpec } from '#contracts';
import type { Sql } from '#platform';
import { childrenEvent, takes } from '#statechart';
import { CHILD_ENDED, neededOf, newChildren, START_CHILDREN } from './children.js';
import type { Claimed, LoadedInstance, Plan } from './commands.js';
import { SYSTEM, type Actor } from './effects.js';

/** A message as its case gets it. */
export interface Message {
  messageId: string;
  tenantId: string;
  instanceId: string;
  event: string;
  data: Record<string, unknown>;
  source: 'outside' | 'child';
  expiresAt: Date | null;
  fence: number;
  /** It was laid aside once, and is looked at again although the case has made no step since. */
  isSecondLook: boolean;
}

/** Nobody waits for the message any more, nor for those that say the same. */
export class Unwanted extends Error {
  constructor(readonly alike: string[] = []) {
    super();
  }
}

/** The case does not take the message now, but may later. */
export class NotYet extends Error {}

/** The step that an event from outside makes; throws `NotYet` where the chart does not take it now. */
export function outsidePlan(message: Message, instance: LoadedInstance): Plan {
  const { given, actor } = message.data as { given: Record<string, unknown>; actor: Actor };
  return { ...messagePlan(instance, message.event, given, actor), message: claimOf(message) };
}

/** As `outsidePlan`, of an event that nobody has kept. */
export function messagePlan(
  instance: LoadedInstance,
  event: string,
  given: Record<string, unknown>,
  actor: Actor,
): Plan {
  if (!isTaken(instance, event, given)) throw new NotYet();
  return { event, name: event, kind: 'message', actor, given };
}

/** The step that a message between a case and its children makes; throws `Unwanted` or `NotYet` where it makes none. */
export async function childrenPlan(message: Message, instance: LoadedInstance, sql: Sql): Promise<Plan> {
  const state = stateNamed(message, instance);
  const run = state === null ? undefined : instance.children[state];
  const spec = state === null ? undefined : instance.chart.states.get(state)?.meta.children;
  if (state === null || !run || !spec) throw new Unwanted();
  const isAdded = message.data['added'] === true;
  if (isAdded && run.entry > Number(message.data['since'])) throw new Unwanted();
  // More children join those of the wait; until these have begun there is nothing to join.
  if (run.started === null && !(message.event === START_CHILDREN && !isAdded)) throw new NotYet();
  if (message.event === START_CHILDREN) return startPlan(message, instance, state, spec);
  if (message.event !== CHILD_ENDED) throw new Error(`nothing brings ${message.event} to a case`);
  const { outputs, told } = await endedOf(sql, instance.instanceId, run.enteredAs ?? state, run.entry);
  // Every child that has ended is counted, so whatever was told up to now is dealt with.
  if (outputs.length < neededOf(spec, run.started ?? 0)) throw new Unwanted(told);
  return waitOver(message, instance, spec, outputs);
}

/** Which state, in which stay, a message between cases is about; the one that has children where the definition names none. */
function stateNamed(message: Message, instance: LoadedInstance): string | null {
  const { state, entry } = message.data;
  const [found] =
    Object.entries(instance.children).find(
      ([name, run]) =>
        (state === undefined || name === state || run.enteredAs === state) &&
        (typeof entry !== 'number' || run.entry === entry),
    ) ?? [];
  return found ?? null;
}

function startPlan(message: Message, instance: LoadedInstance, state: string, spec: ChildrenSpec): Plan {
  const isAdded = message.data['added'] === true;
  const own = spec.each === undefined ? null : (instance.position.subject[spec.each] ?? []);
  const named = message.data['entry'];
  const entry = isAdded && typeof named === 'string' ? named : spec.entry;
  const start = newChildren(instance, state, spec, {
    listed: isAdded ? message.data['listed'] : own,
    ...(entry !== undefined && { entry }),
  });
  if (start.length === 0 && isAdded) throw new Unwanted();
  const isOver = !isAdded && neededOf(spec, start.length) === 0;
  return {
    ...(isOver ? waitOver(message, instance, spec, []) : { event: null, kind: 'child', actor: SYSTEM }),
    name: START_CHILDREN,
    children: { state, start },
    message: claimOf(message),
  };
}

/** What the children of one stay handed over, in the order in which they ended, and the messages that told of an end. */
async function endedOf(
  sql: Sql,
  instanceId: string,
  state: string,
  entry: number,
): Promise<{ outputs: unknown[]; told: string[] }> {
  // One statement, so that no end is told of but not counted.
  const [row] = await sql.query<{ outputs: unknown[]; told: string[] }>(
    `SELECT
       ARRAY(SELECT coalesce(output, '{}') FROM instances WHERE parent_id = $1 AND parent_state = $2 AND parent_entry = $3 AND status = 'done'
         ORDER BY ended_at, child_no) AS outputs,
       ARRAY(SELECT message_id FROM messages WHERE instance_id = $1 AND event = $4 AND data ->> 'state' = $2 AND (data ->> 'entry')::integer = $3) AS told`,
    [instanceId, state, entry, CHILD_ENDED],
  );
  return row ?? { outputs: [], told: [] };
}

function waitOver(message: Message, instance: LoadedInstance, spec: ChildrenSpec, outputs: unknown[]): Plan {
  const event = childrenEvent(spec);
  const given = spec.collect === undefined ? {} : { [spec.collect]: outputs };
  if (!isTaken(instance, event, given)) throw new NotYet();
  return { event, name: event, kind: 'child', actor: SYSTEM, given, message: claimOf(message) };
}

function isTaken(instance: LoadedInstance, event: string, given: Record<string, unknown>): boolean {
  const subject = { ...instance.position.subject, ...given };
  return takes(instance.chart, { ...instance.position, subject }, event);
}

/** By this the step counts only while the message is there for it. */
export function claimOf(message: Message): Claimed {
  return { id: message.messageId, fence: message.fence };
}
