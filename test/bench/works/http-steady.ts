import { copyOfProduct, originOf } from '../approval/origin.js';
import { fillStock } from '../approval/waiting-stock.js';
import { steadyLoad } from '../load.js';
import { Product } from '../product.js';
import type { BenchRun } from '../run.js';
import { TaskAnswers } from '../task-answers.js';

const PER_SECOND = 100;

/** A hundred people a second finish a task: what one of them waits. */
export async function httpSteady(run: BenchRun): Promise<void> {
  const origin = await originOf(run);
  const offer = { perSecond: PER_SECOND, warmSeconds: 3, seconds: run.isQuick ? 3 : 12 };
  const rounds = run.isQuick ? 1 : 3;
  const url = await copyOfProduct(run, 'http_steady');
  const product = await Product.start(url);
  const answers = await TaskAnswers.at(product, origin);
  const p50: number[] = [];
  const p99: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      await fillStock(url, origin, offer.perSecond * (offer.warmSeconds + offer.seconds));
      const measured = await steadyLoad(offer, (n) => answers.give(n % 2 === 0 ? 'office' : 'leader', n));
      p50.push(measured.p50);
      p99.push(measured.p99);
    }
  } finally {
    answers.close();
    await product.stop();
  }
  const row = { subject: 'http', work: 'http-steady', clients: 0, unit: 'ms' };
  run.add({ ...row, metric: 'p50', rounds: p50 });
  run.add({ ...row, metric: 'p99', rounds: p99 });
}
