import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { WorkflowDefinition } from '#contracts';
import { compile } from '#statechart';
import { readFileSync } from 'node:fs';
import { ChartPictures } from './chart-pictures.js';
import { ChartWorker } from './chart-worker.js';

const file = new URL('../../../../../workflows/opinion-rectification/2.json', import.meta.url);
const definition = JSON.parse(readFileSync(file, 'utf8')) as WorkflowDefinition;
const chart = compile(definition);

let worker: ChartWorker;
let pictures: ChartPictures;

beforeEach(() => {
  worker = new ChartWorker();
  pictures = new ChartPictures(worker);
});
afterEach(() => worker.onModuleDestroy());

const computedMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

describe('the picture of a workflow', () => {
  test('is laid out beside the thread that answers people, which is never held up', async () => {
    const began = computedMs();
    const picture = await pictures.of('t', chart, 'zh');
    // The layout itself computes for 100 ms and more, and loads for as long the first time.
    expect(computedMs() - began).toBeLessThan(50);
    expect(picture.nodes.every(({ width, height }) => width > 0 && height > 0)).toBe(true);
    expect(picture.edges.every(({ points }) => points.length > 1)).toBe(true);
  });

  test('is laid out once a version and language', async () => {
    const [first, again, english] = await Promise.all([
      pictures.of('t', chart, 'zh'),
      pictures.of('t', chart, 'zh'),
      pictures.of('t', chart, 'en'),
    ]);
    expect(again).toBe(first);
    expect(english.nodes.map(({ path }) => path)).toEqual(first.nodes.map(({ path }) => path));
    expect(english.width).not.toBe(first.width);
  });

  test('that could not be made is refused, and does not spoil the next', async () => {
    const broken = { ...chart, definition: { ...definition, machine: null } } as unknown as typeof chart;
    await expect(pictures.of('t', broken, 'zh')).rejects.toThrow('has ended');
    expect((await pictures.of('t', chart, 'zh')).nodes.length).toBeGreaterThan(10);
  });
});
