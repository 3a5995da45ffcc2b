import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerResult, CaseView, InboxPage, InboxRow, Problem, TaskView } from '#contracts';
import { Database, everyTenant } from '#platform';
import { createApp } from '../../apps/api/src/app.js';
import { readConfig } from '../../apps/api/src/config.js';
import type { LogSink } from '../../apps/api/src/log/log-lines.js';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import { ClockMover } from '../../apps/api/src/sample/clock-mover.js';
import { MovableClock } from '../../apps/api/src/sample/movable-clock.js';
import { SampleTenant } from '../../apps/api/src/sample/sample-tenant.js';
import { Settings } from '../../apps/api/src/settings.js';
import { openDatabase, type TestDatabase } from '../harness/database.js';

/** Code of the sample's tenant. */
export const SAMPLE = 'hangzhou';

/** What an answer of the API held: the body is for the caller to read. */
export interface Reply<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

/** The sample office on a database of its own, served by real HTTP; time stands under the test's control. */
export class Office {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly address: string,
    private readonly database: TestDatabase,
    /** Where it keeps files. */
    readonly dataDir: string,
    /** Code of the sample; undefined without it. */
    readonly tenant: string | undefined,
  ) {}

  /** `more`: settings of the environment beside those of every test. */
  static async open(more: Record<string, string> = {}, log?: LogSink): Promise<Office> {
    const database = await openDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'kaoping-office-'));
    const settings = new Settings(
      readConfig({
        DATABASE_URL: database.url,
        PORT: '0',
        DATA_DIR: dataDir,
        ROLE: 'api',
        LOG_LEVEL: 'error',
        REQUESTS_PER_MINUTE: '1000000',
        ...more,
      }),
    );
    const app = await createApp(settings, log);
    const hasSample = settings.config.sample !== 'none';
    if (hasSample) await app.get(SampleTenant).load(() => undefined);
    await app.listen(0, '127.0.0.1');
    const address = await app.getUrl();
    settings.listensOn(Number(new URL(address).port));
    return new Office(app, address, database, dataDir, hasSample ? SAMPLE : undefined);
  }

  /** Runs a statement as the owner of the tables, past every right and policy of the application. */
  asOwner<Row>(statement: string, parameters?: unknown[]): Promise<Row[]> {
    return this.database.asOwner<Row>(statement, parameters);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.close();
    await rm(this.dataDir, { recursive: true });
  }

  /** Somebody signed in by account name; nobody where it is left out. */
  async person(account?: string): Promise<Person> {
    const person = new Person(this.address, '', this.tenant);
    if (account) await person.signIn(account);
    return person;
  }

  /** Moves the product's clock to an instant; everything due on the way fires at its own time, and mail is sent. */
  async moveTo(instant: string): Promise<void> {
    await this.app.get(ClockMover).moveTo(await this.app.get(HomeTenant).first(), new Date(instant));
  }

  /** Looks into the office's own database. */
  query<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return everyTenant(() => this.app.get(Database).query<Row>(statement, parameters));
  }

  now(): Date {
    return this.app.get(MovableClock).now();
  }
}

/** Somebody in front of a browser, without the browser. */
export class Person {
  #cookie: string;

  /** `cookie`: of a session that was opened elsewhere; `tenant`: to which they sign in, where there are several. */
  constructor(
    private readonly address: string,
    cookie = '',
    private readonly tenant?: string,
  ) {
    this.#cookie = cookie;
  }

  /** The session's cookie, for requests that are no JSON. */
  get cookie(): string {
    return this.#cookie;
  }

  async signIn(
    account: string,
    password = 'kaoping-2017',
    tenant = this.tenant,
  ): Promise<Reply<{ accountId: string } & Problem>> {
    const credentials = { account, password, ...(tenant !== undefined && { tenant }) };
    const reply = await this.post<{ accountId: string } & Problem>('/api/session', credentials);
    this.#cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return reply;
  }

  async call<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<Body>> {
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers: {
        ...(this.#cookie && { cookie: this.#cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body, headers: response.headers };
  }

  get<Body>(path: string): Promise<Reply<Body>> {
    return this.call('GET', path);
  }

  post<Body>(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply<Body>> {
    return this.call('POST', path, body, headers);
  }

  /** The whole first page (200 rows) of a tab. */
  async inbox(query = 'tab=todo'): Promise<InboxPage> {
    return (await this.get<InboxPage>(`/api/inbox?limit=200&${query}`)).body;
  }

  /** The one open row whose title contains the text. */
  async row(title: string): Promise<InboxRow> {
    const found = (await this.inbox()).rows.filter((row) => row.title.zh.includes(title));
    const [row] = found;
    if (!row || found.length > 1) throw new Error(`${found.length} tasks of “${title}” are open here`);
    return row;
  }

  async case(instanceId: string): Promise<CaseView> {
    const reply = await this.get<CaseView>(`/api/cases/${instanceId}`);
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return reply.body;
  }

  /** This person's task on a case; the only one, or the one with the name. */
  async task(instanceId: string, name?: string): Promise<{ task: TaskView; revision: number }> {
    const view = await this.case(instanceId);
    const task = view.myTasks.find((one) => name === undefined || one.name === name);
    if (!task)
      throw new Error(
        `no task${name ? ` “${name}”` : ''} is open here; the case stands at ${view.states.map((state) => state.path).join()}`,
      );
    return { task, revision: view.revision };
  }

  /** Answers this person's task on a case, whatever comes of it. */
  async try(
    instanceId: string,
    outcome: string,
    more: { opinion?: string; data?: unknown; task?: string } = {},
  ): Promise<Reply<Omit<AnswerResult, 'status'> & Problem>> {
    const { task, revision } = await this.task(instanceId, more.task);
    return this.post(`/api/tasks/${task.taskId}/answer`, {
      outcome,
      revision,
      ...(more.opinion && { opinion: more.opinion }),
      ...(more.data !== undefined && { data: more.data }),
    });
  }

  /** Answers this person's task on a case; throws where it is refused. Answers the states after it. */
  async answer(
    instanceId: string,
    outcome: string,
    more: { opinion?: string; data?: unknown; task?: string } = {},
  ): Promise<string[]> {
    const reply = await this.try(instanceId, outcome, more);
    if (reply.status !== 200) throw new Error(`${outcome}: ${JSON.stringify(reply.body)}`);
    return reply.body.states.map((state) => state.path);
  }

  /** Does an act on a case, whatever comes of it. */
  async act(
    instanceId: string,
    event: string,
    more: { opinion?: string; data?: unknown } = {},
  ): Promise<Reply<Problem & { states: string[] }>> {
    const { revision } = await this.case(instanceId);
    return this.post(`/api/cases/${instanceId}/acts/${event}`, { revision, ...more });
  }
}
