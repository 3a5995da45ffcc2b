import { Injectable } from '@nestjs/common';
import type { ChartView, Text } from '#contracts';
import type { Chart } from '#statechart';
import { ChartWorker } from './chart-worker.js';

/** The pictures of definitions: laid out once a version and language, for a version never changes. */
@Injectable()
export class ChartPictures {
  readonly #pictures = new Map<string, Promise<ChartView>>();

  constructor(private readonly worker: ChartWorker) {}

  of(tenantId: string, { definition }: Chart, language: keyof Text): Promise<ChartView> {
    const key = `${tenantId}/${definition.workflow}/${definition.version}/${language}`;
    const known = this.#pictures.get(key);
    if (known) return known;
    const picture = this.worker.layOut({ definition, language });
    this.#pictures.set(key, picture);
    // What failed is tried anew by the next who asks.
    picture.catch(() => this.#pictures.delete(key));
    return picture;
  }
}
