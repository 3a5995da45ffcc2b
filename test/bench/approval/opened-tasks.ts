import { Client } from 'pg';

/**
 * The tasks that the office's steps opened for the leader: read for all cases together that were passed since the last time, so
 * that it costs the measured database hardly anything.
 */
export class OpenedTasks {
  readonly #taskOf = new Map<string, string>();
  #passed: string[] = [];
  #reading: Promise<void> | null = null;

  private constructor(private readonly client: Client) {}

  static async in(url: string): Promise<OpenedTasks> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return new OpenedTasks(client);
  }

  /** A new stock takes the place of all cases. */
  forget(): void {
    this.#passed = [];
    this.#taskOf.clear();
  }

  /** A step of this case has opened a task. */
  passed(instanceId: string): void {
    this.#passed.push(instanceId);
  }

  /** The open task of a case that was passed; each is asked for once. */
  async take(instanceId: string): Promise<string> {
    while (!this.#taskOf.has(instanceId)) await (this.#reading ??= this.#read());
    const taskId = this.#taskOf.get(instanceId) ?? '';
    this.#taskOf.delete(instanceId);
    return taskId;
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  async #read(): Promise<void> {
    const cases = this.#passed;
    this.#passed = [];
    try {
      if (cases.length === 0) throw new Error('a task is wanted of a case that no step has passed');
      const { rows } = await this.client.query<{ instance_id: string; task_id: string }>({
        name: 'opened',
        text: `SELECT instance_id, task_id FROM tasks WHERE instance_id = ANY ($1::uuid[]) AND status = 'open'`,
        values: [cases],
      });
      if (rows.length < cases.length) throw new Error(`${cases.length} cases were passed, ${rows.length} have a task`);
      for (const { instance_id, task_id } of rows) this.#taskOf.set(instance_id, task_id);
    } finally {
      this.#reading = null;
    }
  }
}
