import { inCheckout } from '../checkout.mjs';
import { claim, released } from '../claim.mjs';
import { shown } from '../progress.mjs';

const claimFile = inCheckout('dist', '.preparing');

/** Does work that changes node_modules or dist, when no other command of this checkout does. */
export async function alone(work) {
  for (;;) {
    const claimed = await claim(claimFile, {});
    if (claimed.holder) {
      await shown('等待另一条命令准备完毕', 'waiting for another command to prepare', () => released(claimFile));
      continue;
    }
    try {
      return await work();
    } finally {
      await claimed.release();
    }
  }
}
