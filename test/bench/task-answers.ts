import { randomUUID } from 'node:crypto';
import { numberedId, type Stock } from './approval/numbered-id.js';
import { answers, LEADER, OFFICER, type Origin } from './approval/origin.js';
import { HttpLines, type Product } from './product.js';

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
  async give(stock: Stock, n: number): Promise<void> {
    const headers = `${this.cookies[stock]}idempotency-key: ${randomUUID()}\r\n`;
    const path = `/api/tasks/${numberedId(stock, this.kinds[stock], n)}/answer`;
    const reply = await this.lines.send('POST', path, headers, JSON.stringify(answers[stock]));
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
  }

  close(): void {
    this.lines.close();
  }
}
