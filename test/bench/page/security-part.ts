import type { Results } from '../results.js';
import { goalCells, rowCells, table, timesOf } from './cells.js';
import { short } from './dot-plot.js';
import { Figures } from './figures.js';
import { securityGoalsOf } from './security-goals.js';

/** The part of the page on what security costs, from figures that stand in a file of their own. */
export function securityPart(security: Results): string {
  const shown = security.rows.filter((row) => !row.metric.startsWith('others'));
  const others = security.rows.filter((row) => row.metric.startsWith('others')).flatMap((row) => row.rounds);
  return `## 安全的代价 · What security costs

由 \`npm run bench -- security\` 写成，数据在 [security.json](security.json)。登录是真实进程的 \`POST /api/session\`：8 路，正确的密码，许多账号与地址；洪水是 200 路不停地试，正确与错误的密码各半。\`guard\` 是每个请求都经过的权限检查（已知会话），\`case\` 是能否看一件事项，\`reach\` 是一项权限及于何处。
Written by \`npm run bench -- security\`; the data is in [security.json](security.json). Signing in is \`POST /api/session\` of the real process: 8 clients, right passwords, many accounts and addresses; the flood is 200 connections that try without pause, right and wrong passwords by halves. \`guard\` is the check that every request passes (its session being known), \`case\` whether one case may be seen, \`reach\` how far a permission goes.

- 时间 · measured: ${timesOf(security)}${others.length > 0 ? `\n- 登录各轮之间其他进程占用的核数，最多 · cores that other processes used while people signed in, at most: ${short(Math.max(...others))}` : ''}

${table(['', '', '目标 · goal', '实测 · measured', ''], securityGoalsOf(new Figures(security)).map(goalCells))}

${table(['', '', ''], shown.map(rowCells))}

`;
}
