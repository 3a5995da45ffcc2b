import { CHINA_YEARS, WorkingCalendar } from '#calendar';
import type { WorkflowDefinition } from '#contracts';
import { Effects, SYSTEM, type Correlated, type Plan, type StartCommand, type StepResult } from '#engine';
import { Database, newId, TestClock } from '#platform';
import { TaskOpener } from '#tasks';
import { Logger } from '@nestjs/common';
import { openDatabase, type TestDatabase } from './database.js';
import { engineParts, type EngineParts } from './engine-parts.js';

/** A case as it stands. */
export interface StandingCase {
  instanceId: string;
  workflow: string;
  version: number;
  states: string[];
  status: string;
  ending: string | null;
  subject: Record<string, unknown>;
  output: Record<string, unknown> | null;
  revision: number;
}

type Sent = Partial<Plan> & { revision?: number; key?: string; hash?: string };

const calendar = new WorkingCalendar({
  exceptions: CHINA_YEARS.flatMap(({ days }) => days),
  publishedYears: CHINA_YEARS.map(({ year }) => year),
});

/** The engine on a database of its own, with tasks, without the product around it; its clock begins at 2017-01-03 09:00. */
export class Workbench {
  readonly tenantId = newId();
  readonly clock = new TestClock('2017-01-03T09:00:00+08:00');
  readonly effects = new Effects();
  readonly parts: EngineParts;

  private constructor(
    private readonly opened: TestDatabase,
    readonly database: Database,
  ) {
    this.effects.listen(new TaskOpener());
    this.parts = this.anotherWorker();
  }

  static async open(...definitions: WorkflowDefinition[]): Promise<Workbench> {
    // What fails on purpose is looked up in the rows.
    Logger.overrideLogger(false);
    const opened = await openDatabase();
    const bench = new Workbench(opened, new Database(opened.source));
    await bench.publish(...definitions);
    return bench;
  }

  async close(): Promise<void> {
    await this.database.onApplicationShutdown();
    await this.opened.close();
  }

  /** The engine of another process on the same database. */
  anotherWorker(): EngineParts {
    return engineParts(this.database, this.effects, { of: () => Promise.resolve(calendar) }, this.clock);
  }

  /** Runs a statement as the owner of the tables, who sees what other sessions wait for. */
  asOwner<Row>(statement: string): Promise<Row[]> {
    return this.opened.asOwner<Row>(statement);
  }

  async publish(...definitions: WorkflowDefinition[]): Promise<void> {
    for (const definition of definitions)
      await this.parts.definitions.publish(this.database, this.tenantId, definition, this.clock.now());
  }

  async start(
    workflow: string,
    subject: Record<string, unknown> = {},
    more: Partial<StartCommand> = {},
  ): Promise<string> {
    const { instanceId } = await this.parts.engine.start({
      tenantId: this.tenantId,
      workflow,
      title: { zh: workflow, en: workflow },
      unitId: null,
      recordId: null,
      subject,
      actor: SYSTEM,
      key: newId(),
      ...more,
    });
    return instanceId;
  }

  /** Sends an event to a case; refused as the chart says. */
  send(instanceId: string, event: string, more: Sent = {}): Promise<StepResult> {
    const { revision, key, hash = 'h', ...plan } = more;
    return this.parts.engine.run({
      tenantId: this.tenantId,
      instanceId,
      ...(revision !== undefined && { revision }),
      ...(key !== undefined && { key: { key, hash } }),
      plan: () => Promise.resolve({ event, name: event, kind: 'step', actor: SYSTEM, ...plan }),
    });
  }

  /** Sends events to a case, one after the other, and has all done that follows from each. */
  async sendAll(instanceId: string, ...events: string[]): Promise<void> {
    for (const event of events) {
      await this.send(instanceId, event);
      await this.settle();
    }
  }

  /** An event from outside, as a letter or another system brings it. */
  tell(
    workflow: string,
    correlation: string,
    event: string,
    data: Record<string, unknown> = {},
    key: { key: string; hash: string } = { key: newId(), hash: 'h' },
    worker: EngineParts = this.parts,
  ): Promise<Correlated> {
    return worker.mailroom.correlate({
      tenantId: this.tenantId,
      workflow,
      correlation,
      event,
      data,
      actor: SYSTEM,
      key,
    });
  }

  /** Has everything done that is due now: messages between cases, and timers. */
  async settle(): Promise<void> {
    for (let isBusy = true; isBusy;) {
      const delivered = await this.parts.mailroom.deliverReady();
      const { transitions } = await this.parts.timers.fireDue();
      isBusy = delivered + transitions > 0;
    }
  }

  async moveTo(instant: string): Promise<void> {
    this.clock.moveTo(instant);
    await this.settle();
  }

  async case(instanceId: string): Promise<StandingCase> {
    const [found] = await this.#cases(`instance_id = $1`, [instanceId]);
    if (!found) throw new Error(`there is no case ${instanceId}`);
    return found;
  }

  /** The leaves in which a case stands. */
  async states(instanceId: string): Promise<string[]> {
    return (await this.case(instanceId)).states;
  }

  /** The children of a case, in the order in which they were started. */
  children(instanceId: string): Promise<StandingCase[]> {
    return this.#cases(`parent_id = $1`, [instanceId]);
  }

  /** The ids of those children of a case that still run. */
  async running(instanceId: string): Promise<string[]> {
    const children = await this.children(instanceId);
    return children.filter(({ status }) => status !== 'done').map((child) => child.instanceId);
  }

  /** The open tasks of a case, by state and name. */
  async openTasks(instanceId: string): Promise<string[]> {
    const rows = await this.database.query<{ task: string }>(
      `SELECT state || ':' || name AS task FROM tasks WHERE instance_id = $1 AND status = 'open' ORDER BY opened_at, task_id`,
      [instanceId],
    );
    return rows.map(({ task }) => task);
  }

  #cases(condition: string, parameters: unknown[]): Promise<StandingCase[]> {
    return this.database.query<StandingCase>(
      `SELECT instance_id AS "instanceId", workflow, version, states, status, ending, subject, output, revision
       FROM instances WHERE ${condition} ORDER BY parent_entry, child_no, instance_id`,
      parameters,
    );
  }
}
