import type { Figures } from './figures.js';

/** What was to be reached, and what was. */
export interface Goal {
  zh: string;
  en: string;
  reached: number | null;
  /** `least`: at least so much; `most`: at most. */
  least?: number;
  most?: number;
  unit: string;
}

/** The goals of the engine's speed, in the order in which they were set. */
export function goalsOf(figures: Figures): Goal[] {
  const rate = (subject: string, clients: number): number | null =>
    figures.median('approval', subject, 'rate', clients);
  const ratio = (one: number | null, other: number | null): number | null =>
    one === null || other === null ? null : one / other;
  const http = (work: string, metric: string, clients = 0): number | null =>
    figures.median(work, 'http', metric, clients);
  const more = (many: number | null, few: number | null): number | null =>
    many === null || few === null ? null : many - few;
  const [engine, by] = [rate('engine', 32), '×'];
  return [
    {
      zh: '进程内引擎，32 路，比 pgbench 单语句',
      en: 'engine at 32 clients against pgbench, one statement a step',
      reached: ratio(engine, rate('pgbench-cte', 32)),
      least: 1.2,
      unit: by,
    },
    {
      zh: '进程内引擎，32 路，比 pgbench 多语句事务',
      en: 'engine at 32 clients against pgbench, statements of one transaction',
      reached: ratio(engine, rate('pgbench-statements', 32)),
      least: 2.5,
      unit: by,
    },
    {
      zh: '进程内引擎，1 路，比 pgbench 单语句',
      en: 'engine at 1 client against pgbench, one statement a step',
      reached: ratio(rate('engine', 1), rate('pgbench-cte', 1)),
      least: 0.6,
      unit: by,
    },
    {
      zh: '进程内引擎，32 路，比 DBOS',
      en: 'engine at 32 clients against DBOS',
      reached: ratio(engine, rate('dbos', 32)),
      least: 20,
      unit: by,
    },
    {
      zh: '进程内引擎，32 路，比 Flowable',
      en: 'engine at 32 clients against Flowable',
      reached: ratio(engine, rate('flowable', 32)),
      least: 5,
      unit: by,
    },
    {
      zh: 'HTTP 办结，32 路',
      en: 'completions by HTTP at 32 clients',
      reached: rate('http', 32),
      least: 2000,
      unit: '/s',
    },
    { zh: 'HTTP 办结，32 路，p99', en: 'the same, p99', reached: http('approval', 'p99', 32), most: 60, unit: ' ms' },
    {
      zh: 'HTTP 办结，32 路，比 Restate',
      en: 'completions by HTTP at 32 clients against Restate',
      reached: ratio(rate('http', 32), rate('restate', 32)),
      least: 4,
      unit: by,
    },
    {
      zh: 'HTTP 每秒 100 件时的 p99',
      en: 'p99 by HTTP at 100 completions a second',
      reached: http('http-steady', 'p99'),
      most: 15,
      unit: ' ms',
    },
    {
      zh: '十万个计时器同时到期',
      en: '100,000 timers due at once',
      reached: http('timers', 'rate'),
      least: 8000,
      unit: '/s',
    },
    {
      zh: '其间待办页 p95，比空闲时',
      en: 'inbox p95 meanwhile against idle',
      reached: ratio(http('timers', 'inbox-p95-firing'), http('timers', 'inbox-p95-idle')),
      most: 2,
      unit: by,
    },
    {
      zh: '开启年度：五万件',
      en: 'opening a year: 50,000 cases',
      reached: figures.median('open-year', 'engine', 'seconds', 1),
      most: 10,
      unit: ' s',
    },
    {
      zh: '百万件在办比一千件在办多占的内存',
      en: 'memory with a million waiting, above that with a thousand',
      reached: more(http('memory-many', 'rss'), http('memory-few', 'rss')),
      most: 50,
      unit: ' MB',
    },
    {
      zh: '百万件在办时每步的耗时，比一千件时',
      en: 'cost of a step among a million against a thousand',
      reached: ratio(http('memory-few', 'rate', 8), http('memory-many', 'rate', 8)),
      most: 1.2,
      unit: by,
    },
    {
      zh: '百万件在办时启动到就绪',
      en: 'start to ready with a million waiting',
      reached: http('memory-many', 'ready'),
      most: 2,
      unit: ' s',
    },
    {
      zh: '千万条日志中删去一个月',
      en: 'dropping a month of ten million journal entries',
      reached: http('journal', 'drop-month'),
      most: 1,
      unit: ' s',
    },
    {
      zh: '其中一件事项的经过，p99',
      en: 'the page of one case among them, p99',
      reached: http('journal', 'history-p99', 1),
      most: 20,
      unit: ' ms',
    },
  ];
}

export function isReached({ reached, least = -Infinity, most = Infinity }: Goal): boolean {
  return reached !== null && reached >= least && reached <= most;
}
