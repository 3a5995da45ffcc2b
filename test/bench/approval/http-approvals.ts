import { Product } from '../product.js';
import type { Approvals, ApprovalSettings } from './approvals.js';
import { HttpSteps } from './http-steps.js';

/** The product in a process of its own, asked by HTTP as the web app asks it: signed in, permitted, with an Idempotency-Key. */
export async function open(settings: ApprovalSettings): Promise<Approvals> {
  const product = await Product.start(settings.databaseUrl);
  const steps = await HttpSteps.at(product, settings);
  return {
    stock: () => {
      steps.forget();
      return Promise.resolve();
    },
    office: (n) => steps.office(n),
    leader: (n) => steps.leader(n),
    close: async () => {
      await steps.close();
      await product.stop();
    },
  };
}
