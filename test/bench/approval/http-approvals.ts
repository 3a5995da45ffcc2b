import { Product } from '../product.js';
import { TaskAnswers } from '../task-answers.js';
import type { Approvals, ApprovalSettings } from './approvals.js';
import { numberedId } from './numbered-id.js';
import { OpenedTasks } from './opened-tasks.js';

/** The product in a process of its own, asked by HTTP as the web app asks it: signed in, permitted, with an Idempotency-Key. */
export async function open({ databaseUrl, kinds }: ApprovalSettings): Promise<Approvals> {
  const product = await Product.start(databaseUrl);
  const answers = await TaskAnswers.at(product, { kinds });
  const opened = await OpenedTasks.in(databaseUrl);
  return {
    stock: () => {
      opened.forget();
      return Promise.resolve();
    },
    office: async (n) => {
      await answers.give('office', n);
      opened.passed(numberedId('office', kinds.instance, n));
    },
    leader: async (n) => answers.to('leader', await opened.take(numberedId('office', kinds.instance, n))),
    close: async () => {
      answers.close();
      await opened.close();
      await product.stop();
    },
  };
}
