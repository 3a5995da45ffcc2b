import { WorkingCalendar } from '#calendar';
import { Effects, Outbox, SYSTEM, type Plan } from '#engine';
import { Database, DomainError, newId, SystemClock } from '#platform';
import { createDataSource } from '../../apps/api/src/database.js';
import { engineParts, type EngineParts } from '../harness/engine-parts.js';
import type { Order, Report } from './orders.js';

/** A process of its own that does what it is told, and dies as it is told: half of what `faults` needs. */
class EngineWorker {
  readonly #clock = new SystemClock();
  readonly #effects = new Effects();
  #database: Database | null = null;
  #parts: EngineParts | null = null;
  #outbox: Outbox | null = null;
  #tenantId = '';

  async carryOut(order: Order): Promise<unknown> {
    if (order.do === 'open') return this.#open(order.url, order.tenantId);
    if (order.do === 'clock') return (this.#clock.offsetMs = order.offsetMs);
    const { engine, timers, mailroom } = this.#opened;
    if (order.do === 'fire') return timers.fireDue();
    if (order.do === 'deliver') return this.#outbox?.deliverReady();
    if (order.do === 'bring') return mailroom.deliverReady();
    if (order.do === 'start') {
      const { workflow, subject, key } = order;
      const title = { zh: '某事', en: 'a matter' };
      return engine.start({
        tenantId: this.#tenantId,
        workflow,
        title,
        unitId: null,
        recordId: null,
        subject,
        actor: SYSTEM,
        key,
      });
    }
    const { event, key, revision } = order;
    return engine.run({
      tenantId: this.#tenantId,
      instanceId: order.instanceId,
      key: { key, hash: event },
      ...(revision !== undefined && { revision }),
      plan: (): Promise<Plan> => Promise.resolve({ event, name: event, kind: 'step', actor: SYSTEM }),
    });
  }

  get #opened(): EngineParts {
    if (!this.#parts) throw new Error('the worker is not open');
    return this.#parts;
  }

  async #open(url: string, tenantId: string): Promise<void> {
    const database = new Database(await createDataSource(url).initialize());
    this.#database = database;
    this.#tenantId = tenantId;
    const calendar = new WorkingCalendar({ exceptions: [], publishedYears: [2017] });
    this.#parts = engineParts(database, this.#effects, { of: () => Promise.resolve(calendar) }, this.#clock);
    this.#effects.register({
      name: 'errand.stamp',
      run: async (step, _, sql) => {
        await sql.query(
          `INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at) VALUES ($1, $2, $3, 'letter', '{}', $4)`,
          [newId(), step.tenantId, step.instanceId, step.at],
        );
        return { stamp: `第 ${step.seq} 号` };
      },
    });
    this.#effects.timerKind({
      kind: 'plain',
      fire: () => ({ counts: 'reminder', messages: [{ kind: 'letter', payload: {} }], timers: [] }),
    });
    this.#effects.timerKind({ kind: 'exits', fire: () => process.exit(9) });
    this.#effects.timerKind({ kind: 'loops', fire: () => forEver() });
    this.#effects.timerKind({ kind: 'swells', fire: () => swell() });
    this.#effects.timerKind({
      kind: 'throws',
      fire: () => {
        throw new Error('it always throws');
      },
    });
    this.#outbox = new Outbox(database);
    this.#outbox.register({ kind: 'letter', deliver: (message) => this.#send(message.messageId) });
    this.#outbox.register({ kind: 'exits', deliver: () => process.exit(9) });
  }

  /** The world outside: what has left is seen there, whatever this process remembers of it. */
  async #send(messageId: string): Promise<void> {
    await this.#database?.query(`INSERT INTO world (message_id) VALUES ($1)`, [messageId]);
  }
}

function forEver(): never {
  for (;;);
}

/** Takes memory until there is none. */
function swell(): never {
  const kept: unknown[] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, no) => ({ no })));
}

const worker = new EngineWorker();

process.on('message', (order: Order & { no: number }) => {
  worker.carryOut(order).then(
    (result) => report({ no: order.no, result }),
    (error: unknown) =>
      report({ no: order.no, error: error instanceof DomainError ? error.code : `! ${String(error)}` }),
  );
});
process.on('disconnect', () => process.exit());

function report(said: Report): void {
  process.send?.(said);
}
