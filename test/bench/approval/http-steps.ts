import type { Product } from '../product.js';
import { TaskAnswers } from '../task-answers.js';
import type { ApprovalSettings } from './approvals.js';
import type { BothSteps } from './in-portions.js';
import { numberedId } from './numbered-id.js';
import { OpenedTasks } from './opened-tasks.js';

/** Both steps of the numbered cases of the office's stock, by HTTP. */
export class HttpSteps implements BothSteps {
  private constructor(
    private readonly answers: TaskAnswers,
    private readonly opened: OpenedTasks,
    private readonly kinds: ApprovalSettings['kinds'],
  ) {}

  static async at(
    product: Product,
    { databaseUrl, kinds }: Pick<ApprovalSettings, 'databaseUrl' | 'kinds'>,
  ): Promise<HttpSteps> {
    return new HttpSteps(await TaskAnswers.at(product, { kinds }), await OpenedTasks.in(databaseUrl), kinds);
  }

  async office(n: number): Promise<void> {
    await this.answers.give('office', n);
    this.opened.passed(numberedId('office', this.kinds.instance, n));
  }

  async leader(n: number): Promise<void> {
    await this.answers.to('leader', await this.opened.take(numberedId('office', this.kinds.instance, n)));
  }

  /** A new stock takes the place of all cases. */
  forget(): void {
    this.opened.forget();
  }

  async close(): Promise<void> {
    this.answers.close();
    await this.opened.close();
  }
}
