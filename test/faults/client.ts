import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '#platform';
import type { Ground } from './ground.js';
import type { Order } from './orders.js';
import { Died, type Worker } from './worker.js';

const PATIENCE_MS = 60_000;
const BREATH_MS = 20;

/** A command that was acknowledged: it must be found afterwards. */
interface Acknowledged {
  key: string;
  instanceId: string;
  revision: number;
  event: string;
}

/**
 * Somebody who wants his commands done: he asks again under the same key until he is answered, remembers every answer,
 * and looks for it in the end.
 */
export class Client {
  readonly acknowledged: Acknowledged[] = [];
  readonly started: string[] = [];
  /** What he was told that was neither an answer nor a refusal, by how it began. */
  readonly troubles = new Map<string, number>();
  slowestMs = 0;

  constructor(
    private readonly ground: Ground,
    private readonly worker: () => Promise<Worker>,
  ) {}

  async start(workflow: string, subject: Record<string, unknown>): Promise<string> {
    const answer = await this.insist<{ instanceId: string }>({ do: 'start', workflow, subject, key: newId() });
    if (typeof answer === 'string') throw new Error(`start: ${answer}`);
    this.started.push(answer.instanceId);
    return answer.instanceId;
  }

  /** The revision after the step, or the code of its refusal. */
  async send(instanceId: string, event: string, key: string = newId(), revision?: number): Promise<number | string> {
    const order: Order = { do: 'send', instanceId, event, key, ...(revision !== undefined && { revision }) };
    const answer = await this.insist<{ revision: number }>(order);
    if (typeof answer === 'string') return answer;
    this.acknowledged.push({ key, instanceId, revision: answer.revision, event });
    return answer.revision;
  }

  /** Asks until there is an answer, or a refusal as its code. */
  async insist<Answer extends object>(order: Order): Promise<Answer | string> {
    const began = performance.now();
    for (;;) {
      const asked = performance.now();
      try {
        const answer = await (await this.worker()).tell<Answer>(order);
        this.slowestMs = Math.max(this.slowestMs, performance.now() - asked);
        return answer;
      } catch (error) {
        this.slowestMs = Math.max(this.slowestMs, performance.now() - asked);
        const what = error instanceof Error ? error.message : String(error);
        if (!(error instanceof Died) && !what.startsWith('!')) return what;
        const name = error instanceof Died ? 'died' : what.slice(0, 60);
        this.troubles.set(name, (this.troubles.get(name) ?? 0) + 1);
        if (performance.now() - began > PATIENCE_MS) throw error;
        await pause(BREATH_MS);
      }
    }
  }

  /** Acknowledged commands that are not in the history, or stand there as something else. */
  async lost(): Promise<number> {
    let lost = 0;
    for (const { instanceId, revision, event, key } of this.acknowledged) {
      const rows = await this.ground.database.query(
        `SELECT FROM journal j JOIN commands c ON c.key = $4 WHERE j.instance_id = $1 AND j.seq = $2 AND j.sent = $3`,
        [instanceId, revision, event, key],
      );
      if (rows.length !== 1) lost += 1;
    }
    for (const instanceId of this.started) {
      const rows = await this.ground.database.query(`SELECT FROM instances WHERE instance_id = $1`, [instanceId]);
      if (rows.length !== 1) lost += 1;
    }
    return lost;
  }

  /** Steps of his cases that were made twice: each step that was sent stands under one key. */
  async twice(): Promise<number> {
    const row = await this.ground.one<{ n: number }>(
      `SELECT count(*)::int AS n FROM journal WHERE instance_id = ANY($1::uuid[]) AND kind = 'step'`,
      this.started,
    );
    return row.n - new Set(this.acknowledged.map((one) => one.key)).size;
  }
}
