import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WorkingCalendar } from '#calendar';
import { Database, DomainError, newId, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { engineParts, type EngineParts } from '../../../test/harness/engine-parts.js';
import type { Operation } from './case-operations.js';
import type { StepResult } from './commands.js';
import { Effects, SYSTEM } from './effects.js';
import { ModelCase, type Verdict } from './reference-model.fixture.js';
import { errand } from '../../../test/harness/errand.js';
import { Verifier } from './verify/verifier.js';

const RUNS = 200;
const TIME_MS = 20_000;
const seed = Math.trunc(Math.random() * 2 ** 31);
const calendar = new WorkingCalendar({ exceptions: [], publishedYears: [2017] });
let opened: TestDatabase;
let database: Database;

beforeAll(async () => {
  opened = await openDatabase();
  database = new Database(opened.source);
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await opened.close();
});

/** The engine twice, as in two processes, on one database. */
class Real {
  readonly tenantId = newId();
  readonly ids: string[] = [];
  #turn = 0;

  private constructor(
    readonly clock: TestClock,
    readonly parts: [EngineParts, EngineParts],
    readonly effects: Effects,
  ) {}

  static async open(): Promise<Real> {
    await opened.asOwner(`TRUNCATE instances, journal, timers, outbox, commands, definitions, messages CASCADE`);
    const clock = new TestClock('2017-01-03T01:00:00Z');
    const effects = new Effects();
    effects.register({ name: 'errand.stamp', run: (step) => Promise.resolve({ stamp: `第 ${step.seq} 号` }) });
    const parts = (): EngineParts => engineParts(database, effects, { of: () => Promise.resolve(calendar) }, clock);
    const real = new Real(clock, [parts(), parts()], effects);
    await real.one.definitions.publish(database, real.tenantId, errand, clock.now());
    return real;
  }

  /** The two in turn. */
  get one(): EngineParts {
    this.#turn += 1;
    return this.parts[this.#turn % 2 === 0 ? 0 : 1];
  }

  async start(fee: number, key: string): Promise<string> {
    const { instanceId } = await this.one.engine.start({
      tenantId: this.tenantId,
      workflow: 'errand',
      title: { zh: '某事', en: 'a matter' },
      unitId: null,
      recordId: null,
      subject: { fee },
      actor: SYSTEM,
      key,
    });
    return instanceId;
  }

  send(
    no: number,
    event: string | null,
    given: Record<string, unknown>,
    key: string,
    hash: string,
  ): Promise<StepResult> {
    return this.one.engine.run({
      tenantId: this.tenantId,
      instanceId: this.id(no),
      key: { key, hash },
      plan: () =>
        Promise.resolve({
          event,
          name: event ?? 'noted',
          kind: event === null ? 'answer' : 'step',
          actor: SYSTEM,
          given,
        }),
    });
  }

  operation(no: number): Operation {
    const key = { key: newId(), hash: 'operation' };
    return { tenantId: this.tenantId, instanceId: this.id(no), actor: SYSTEM, reason: '试', key };
  }

  id(no: number): string {
    return this.ids[no] ?? '';
  }

  async violations(): Promise<unknown[]> {
    const found: unknown[] = [];
    const verifier = new Verifier({
      database,
      definitions: this.one.definitions,
      effects: this.effects,
      clock: this.clock,
    });
    await verifier.verify(
      { tenantId: this.tenantId, instanceId: null },
      { progress: () => undefined, found: (violation) => found.push(violation) },
    );
    return found;
  }
}

interface Model {
  cases: ModelCase[];
}

type Act = (model: ModelCase, real: Real, no: number) => Promise<void>;

/** Something that is done to one of the cases, whichever there are. */
class OnCase implements fc.AsyncCommand<Model, Real> {
  constructor(
    private readonly which: number,
    private readonly what: string,
    private readonly act: Act,
    private readonly isFit: (model: ModelCase) => boolean = () => true,
  ) {}

  check({ cases }: Readonly<Model>): boolean {
    const one = cases[this.which % Math.max(1, cases.length)];
    return one !== undefined && this.isFit(one);
  }

  async run(model: Model, real: Real): Promise<void> {
    const no = this.which % model.cases.length;
    const one = model.cases[no];
    if (!one) return;
    await this.act(one, real, no);
    await agree(one, real, no);
  }

  toString(): string {
    return `${this.what} @${this.which}`;
  }
}

class Start implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly fee: number) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    const key = newId();
    const [first, second] = await Promise.all([real.start(this.fee, key), real.start(this.fee, key)]);
    expect(second).toBe(first);
    real.ids.push(first);
    const started = new ModelCase({ fee: this.fee }, real.clock.now(), calendar);
    model.cases.push(started);
    await agree(started, real, real.ids.length - 1);
  }

  toString = (): string => `start(${this.fee})`;
}

class TimeGoesBy implements fc.AsyncCommand<Model, Real> {
  constructor(private readonly hours: number) {}

  check = (): boolean => true;

  async run(model: Model, real: Real): Promise<void> {
    real.clock.advance(this.hours * 3_600_000);
    await Promise.all(real.parts.map((parts) => parts.timers.fireDue()));
    for (const [no, one] of model.cases.entries()) {
      one.fire(real.clock.now());
      await agree(one, real, no);
    }
  }

  toString = (): string => `+${this.hours} h`;
}

const verdictOf = (work: Promise<StepResult>): Promise<Verdict> =>
  work.then(
    (result) => result.revision,
    (error: unknown) => {
      if (error instanceof DomainError) return error.code;
      throw error;
    },
  );

/** What is stored of a case is what the model says of it. */
async function agree(model: ModelCase, real: Real, no: number): Promise<void> {
  const [stored] = await database.query<Record<string, unknown>>(
    `SELECT states, status, ending, revision, subject,
       (SELECT coalesce(jsonb_object_agg(t.payload ->> 'timer', t.due_at), '{}') FROM timers t WHERE t.instance_id = i.instance_id) AS timers
     FROM instances i WHERE instance_id = $1`,
    [real.id(no)],
  );
  const due = (at: unknown): string => new Date(at as string).toISOString();
  expect({
    ...stored,
    timers: Object.fromEntries(Object.entries(stored?.['timers'] as object).map(([name, at]) => [name, due(at)])),
  }).toEqual({
    states: [model.state],
    status: model.status,
    ending: model.ending,
    revision: model.revision,
    subject: model.subject,
    timers: Object.fromEntries([...model.timers].map(([name, at]) => [name, due(at)])),
  });
}

const which = fc.nat({ max: 3 });
const event = fc.constantFrom('submit', 'submit', 'remark', 'read', 'pass', 'back', 'back', 'unheard');
const fee = fc.nat({ max: 2 });
const given = fc.option(fee, { nil: undefined }).map((value) => (value === undefined ? {} : { fee: value }));

const commands = [
  fee.map((value) => new Start(value)),
  fc.tuple(which, event, given).map(
    ([no, name, fields]) =>
      new OnCase(no, `send(${name}, ${JSON.stringify(fields)})`, async (model, real, at) => {
        const verdict = await verdictOf(real.send(at, name, fields, newId(), 'h'));
        expect(verdict).toBe(model.send(name, fields, real.clock.now()));
      }),
  ),
  fc.tuple(which, event).map(
    ([no, name]) =>
      new OnCase(no, `clicked thrice(${name})`, async (model, real, at) => {
        const key = newId();
        const clicks = await Promise.all([1, 2, 3].map(() => verdictOf(real.send(at, name, {}, key, 'h'))));
        const verdict = model.send(name, {}, real.clock.now());
        // A refusal is not kept: the second click is asked anew, and may only be refused for the same reason.
        expect(clicks).toEqual([verdict, verdict, verdict]);
        if (typeof verdict === 'string') return;
        expect(await verdictOf(real.send(at, name, {}, key, 'h'))).toBe(verdict);
        expect(await verdictOf(real.send(at, name, {}, key, 'another'))).toBe('command.key-reused');
        const other = (at + 1) % real.ids.length;
        if (other !== at)
          expect(await verdictOf(real.send(other, 'remark', {}, key, 'of another case'))).toBe('command.key-reused');
      }),
  ),
  fc.tuple(which, event).map(
    ([no, name]) =>
      new OnCase(no, `four at once(${name})`, async (model, real, at) => {
        const four = [1, 2, 3, 4];
        const verdicts = await Promise.all(four.map(() => verdictOf(real.send(at, name, {}, newId(), 'h'))));
        const expected = four.map(() => model.send(name, {}, real.clock.now()));
        expect(verdicts.map(String).sort()).toEqual(expected.map(String).sort());
      }),
  ),
  fc.tuple(which, given).map(
    ([no, fields]) =>
      new OnCase(
        no,
        `answer(${JSON.stringify(fields)})`,
        async (model, real, at) => {
          expect(await verdictOf(real.send(at, null, fields, newId(), 'h'))).toBe(model.answer(fields));
        },
        (model) => model.status !== 'done',
      ),
  ),
  which.map(
    (no) =>
      new OnCase(no, 'suspend', async (model, real, at) => {
        expect(await verdictOf(real.one.operations.suspend(real.operation(at)))).toBe(model.suspend(real.clock.now()));
      }),
  ),
  which.map(
    (no) =>
      new OnCase(no, 'resume', async (model, real, at) => {
        expect(await verdictOf(real.one.operations.resume(real.operation(at)))).toBe(model.resume(real.clock.now()));
      }),
  ),
  which.map(
    (no) =>
      new OnCase(no, 'cancel', async (model, real, at) => {
        expect(await verdictOf(real.one.operations.cancel(real.operation(at)))).toBe(model.cancel());
      }),
  ),
  fc.tuple(which, fc.constantFrom('draft', 'review', 'review.weighing', 'passed', 'nowhere'), given).map(
    ([no, state, fields]) =>
      new OnCase(no, `modify(${state})`, async (model, real, at) => {
        const work = real.one.operations.modify({ ...real.operation(at), states: [state], subject: fields });
        expect(await verdictOf(work)).toBe(model.modify(state, fields, real.clock.now()));
      }),
  ),
  fc.tuple(which, fc.integer({ min: 1, max: 9 })).map(
    ([no, seq]) =>
      new OnCase(no, `restart(${seq})`, async (model, real, at) => {
        const work = real.one.operations.restart({ ...real.operation(at), seq });
        expect(await verdictOf(work)).toBe(model.restart(seq, real.clock.now()));
      }),
  ),
  fc.integer({ min: 1, max: 80 }).map((hours) => new TimeGoesBy(hours)),
];

describe('the engine', () => {
  test(`does what a small model does, whatever comes in whatever order (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40, size: 'max' }), async (sequence) => {
        const real = await Real.open();
        await fc.asyncModelRun(() => ({ model: { cases: [] }, real }), sequence);
        expect(await real.violations()).toEqual([]);
      }),
      { seed, numRuns: RUNS, interruptAfterTimeLimit: TIME_MS },
    );
  });
});
