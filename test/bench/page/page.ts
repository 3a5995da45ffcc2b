import { writeFile } from 'node:fs/promises';
import { benchFolder, lastSecurity, type Results } from '../results.js';
import { writeTidy } from '../../harness/tidy-file.js';
import { figure, goalCells, rowCells, table, timesOf, withSpan } from './cells.js';
import { dotPlot, short, type Dots } from './dot-plot.js';
import { Figures } from './figures.js';
import { goalsOf } from './goals.js';
import { securityPart } from './security-part.js';
import { DIFFERENCES } from './words.js';

const COLOURS: Record<string, string> = {
  'pgbench-cte': '#6b7280',
  'pgbench-statements': '#9ca3af',
  engine: '#1d4ed8',
  http: '#3b82f6',
};
const PEER = '#b45309';

/** Writes the page of the figures, with its charts, beside them. */
export async function writePage(results: Results): Promise<void> {
  const figures = new Figures(results);
  const charts = figures.subjects.length > 0 ? chartsOf(figures) : {};
  for (const [name, svg] of Object.entries(charts)) await writeFile(`${benchFolder}${name}.svg`, svg);
  await writeTidy(`${benchFolder}README.md`, pageOf(results, figures, await lastSecurity()));
}

function chartsOf(figures: Figures): Record<string, string> {
  const dots = (metrics: string[], clients: number): Dots[] =>
    figures.subjects.map((subject) => ({
      label: subject,
      colour: COLOURS[subject] ?? PEER,
      values: metrics.flatMap((metric) => figures.rounds('approval', subject, metric, clients)),
    }));
  const panels = (metric: string) =>
    figures.clients.map((clients) => ({ title: `${clients} 路 · ${clients} clients`, rows: dots([metric], clients) }));
  return {
    rate: dotPlot(
      '每秒办理的审批步数 · Approval steps a second',
      '步/秒 · steps/s，越右越好 · more is better',
      panels('rate'),
    ),
    p99: dotPlot('一步的耗时，p99 · Latency of a step, p99', '毫秒 · ms，越左越好 · less is better', panels('p99')),
    cpu: dotPlot(
      '一步用去的处理器时间 · CPU time of a step',
      '毫秒 · ms，含负载与数据库 · load and database with it',
      panels('cpu'),
    ),
  };
}

function pageOf(results: Results, figures: Figures, security: Results | null): string {
  const { machine, versions, leftOut } = results;
  return `# 性能对比 · Speed, side by side

本页与图由 \`npm run bench\` 写成，数据在 [results.json](results.json)。每个数字是各轮的中位数，方括号内是各轮的最小与最大。
This page and its charts are written by \`npm run bench\`; the data is in [results.json](results.json). Each figure is the median of the rounds, with their least and greatest in brackets.

- 时间 · measured: ${timesOf(results)}
- 机器 · machine: ${machine['cores'] ?? ''} × ${machine['cpu'] ?? ''}, ${machine['memory'] ?? ''}, ${machine['kernel'] ?? ''}
- PostgreSQL: ${machine['postgresql'] ?? ''}
- 版本 · versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}
${Object.entries(leftOut)
  .map(([name, why]) => `- 未参加 · left out: \`${name}\`: ${why.split('\n')[0] ?? ''}\n`)
  .join('')}
## 办的是什么 · The work

启动 → 考评办任务 → 领导任务（五个工作日计时）→ 结束。计的是考评办与领导的两步，各占一半，从一批在办事项取；每步落盘（\`fsync\` 开）之后才答复。闭环：每路客户端得到答复才发下一步。各方轮流，一轮接一轮；一方在测时，其余各方的进程停住（PostgreSQL 除外）。
Start → office task → leader task with a timer of five working days → end. What counts are the office’s and the leader’s steps, half and half, from a stock of waiting cases; each is on disk (\`fsync\` on) before it is answered. A closed loop: a client sends its next step when the last was answered. The subjects take turns, round by round; while one is measured, the processes of the others stand still (PostgreSQL apart).

![步/秒 · steps a second](rate.svg)

${table(
  [
    '',
    ...figures.clients.map((clients) => `${clients} 路 · clients, /s`),
    '8 路 p50 / p99 ms',
    '32 路 p50 / p99 ms',
    'CPU-ms/步 step, 32 路',
  ],
  figures.subjects.map((subject) => [
    `\`${subject}\``,
    ...figures.clients.map((clients) =>
      withSpan(
        figures.rounds('approval', subject, 'rate', clients),
        figures.median('approval', subject, 'rate', clients),
      ),
    ),
    ...[8, 32].map(
      (clients) =>
        `${figure(figures.median('approval', subject, 'p50', clients))} / ${figure(figures.median('approval', subject, 'p99', clients))}`,
    ),
    figure(figures.median('approval', subject, 'cpu', 32)),
  ]),
)}

![p99](p99.svg)

![CPU](cpu.svg)

各轮之间本机其他进程占用的核数，最多 · cores that other processes used during a round, at most: ${short(disturbance(results))}

## 目标 · Goals

${table(['', '', '目标 · goal', '实测 · measured', ''], goalsOf(figures).map(goalCells))}

## 每步写多少行 · Rows that a step writes

由 \`pg_stat_user_tables\` 数得，8 路时的平均。 · Counted by \`pg_stat_user_tables\`, on average at 8 clients.

${table(
  ['', '新增 · inserted', '更新 · updated', '删除 · deleted'],
  figures.subjects
    .filter((subject) => figures.median('approval', subject, 'rows-inserted', 8) !== null)
    .map((subject) => [
      `\`${subject}\``,
      ...['inserted', 'updated', 'deleted'].map((what) =>
        figure(figures.median('approval', subject, `rows-${what}`, 8)),
      ),
    ]),
)}

## 其他 · Other works

${table(['', '', ''], results.rows.filter((row) => row.work !== 'approval').map(rowCells))}

\`memory-few\` 是一千件在办，\`memory-many\` 是一百万件；\`rss\` 在启动后读，\`rss-worked\` 在办理之后读。一千件不够量步速，读过内存后再补六万件。\`timers\` 的待办页由考评办经办人每秒翻 20 次，其桌上有二千件。
\`memory-few\` is a thousand waiting cases, \`memory-many\` a million; \`rss\` is read after the start, \`rss-worked\` after steps were taken. A thousand are too few to time steps, so sixty thousand are added once memory was read. In \`timers\` an officer with two thousand open tasks opens the inbox 20 times a second.

${security === null ? '' : securityPart(security)}## 怎样运行 · How to run

\`npm run bench\` 全部（约二十分钟，机器须空闲）；\`npm run bench -- timers\` 只做一项（\`approval\`、\`timers\`、\`open-year\`、\`http-steady\`、\`memory\`、\`journal\`、\`security\`）；\`npm run bench -- approval engine http\` 只比这几方，\`npm run bench -- quick\` 只看能否跑通，都不改本页。缺少 pgbench、Java、Maven 或网络时，相应一方不参加，并写明原因。
\`npm run bench\` does all (about twenty minutes, on a quiet machine); \`npm run bench -- timers\` does one work; \`npm run bench -- approval engine http\` compares these alone and \`npm run bench -- quick\` tells in minutes whether everything runs, neither of which changes this page. Where pgbench, Java, Maven or the network is missing, that subject is left out and the reason is given.

## 比较之前须知 · Before comparing

${DIFFERENCES.map(({ zh, en }) => `- ${zh}\n  ${en}`).join('\n')}
`;
}

function disturbance(results: Results): number {
  return Math.max(0, ...results.rows.filter((row) => row.metric === 'others').flatMap((row) => row.rounds));
}
