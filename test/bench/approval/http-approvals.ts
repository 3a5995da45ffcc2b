import { Product } from '../product.js';
import { TaskAnswers } from '../task-answers.js';
import type { Approvals, ApprovalSettings } from './approvals.js';

/** The product in a process of its own, asked by HTTP as the web app asks it: signed in, permitted, with an Idempotency-Key. */
export async function open({ databaseUrl, kinds }: ApprovalSettings): Promise<Approvals> {
  const product = await Product.start(databaseUrl);
  const answers = await TaskAnswers.at(product, { kinds });
  return {
    stock: () => Promise.resolve(),
    office: (n) => answers.give('office', n),
    leader: (n) => answers.give('leader', n),
    close: async () => {
      answers.close();
      await product.stop();
    },
  };
}
