import { randomUUID } from 'node:crypto';
import { numberedId, type Stock } from './approval/numbered-id.js';
import { answers, LEADER, OFFICER, type Origin } from './approval/origin.js';
import { HttpLines, type Product } from './product.js';

const BODIES = {
  office: Buffer.from(JSON.stringify(answers.office)),
  leader: Buffer.from(JSON.stringify(answers.leader)),
};

/** People who answer numbered tasks of the stock by HTTP. */
export class TaskAnswers {
  private constructor(
    private readonly lines: HttpLines,
    private readonly cookies: Record<Stock, string>,
    private readonly kinds: Record<Stock, number>,
  ) {}

  static async at(product: Product, { kinds }: Pick<Origin, 'kinds'>): Promise<TaskAnswers> {
    const cookies = { office: await product.signIn(OFFICER), leader: await product.signIn(LEADER) };
    return new TaskAnswers(new HttpLines(product.address), cookies, {
      office: kinds.officeTask,
      leader: kinds.leaderTask,
    });
  }

  /** Answers the task of the n-th case of the stock; throws where that is refused. */
  give(stock: Stock, n: number): Promise<void> {
    return this.to(stock, numberedId(stock, this.kinds[stock], n));
  }

  /** Answers a task as the office or the leader; throws where that is refused. */
  async to(who: Stock, taskId: string): Promise<void> {
    const headers = `${this.cookies[who]}idempotency-key: ${randomUUID()}\r\n`;
    const reply = await this.lines.send('POST', `/api/tasks/${taskId}/answer`, headers, BODIES[who]);
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
  }

  close(): void {
    this.lines.close();
  }
}
