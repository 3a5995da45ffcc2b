import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ImportProblem } from '#contracts';
import { filesIn, Importer } from '#exchange';
import { DomainError, everyTenant } from '#platform';
import { AppModule } from '../app.module.js';
import { readConfig, SettingError } from '../config.js';
import { migrate } from '../database.js';
import { HomeTenant } from '../home-tenant.js';
import { Settings } from '../settings.js';
import { accountOptions, addAccount } from './account-add.js';
import { audit, auditOptions } from './audit.js';
import { resetAndSay } from './account-reset.js';
import { verify, verifyOptions } from './verify.js';
import { checkWorkflows } from './workflow-check.js';

const USAGE = `用法 · usage:
  npm run kaoping -- import <文件夹 · folder>   导入单位、指标、专项目标、意见（CSV 或 XLSX）
                                              imports units, KPIs, special targets, opinions (CSV or XLSX)
  npm run kaoping -- account add <账号 · account> --name <姓名或岗位 · name> --email <邮箱 · mail> --post <岗位 · post>@<单位代码 · unit code> …
                                              建立账号，显示一次初始密码
                                              adds an account, and shows its first password once
  npm run kaoping -- account reset <账号 · account>   本人核实后，重置丢失的密码和两步验证，显示一次初始密码
                                              for a lost password or second factor: a first password again, shown once
  npm run kaoping -- workflow check <文件 · files>   检查流程文件
                                              checks workflow files
  npm run kaoping -- verify [--tenant 代码 · code] [--instance 事项 · id]
                                              核对全部办理记录与数据；有不符之处时退出码为 1
                                              checks every history and the data; exit code 1 where something is wrong
  npm run kaoping -- audit verify               核对审计链，指出第一条不符的记录；有不符之处时退出码为 1
                                              checks the audit chain and names the first entry that does not fit
  npm run kaoping -- audit resume --reason <缘由 · reason>   恢复旧备份后，说明缘由，让审计链继续
                                              lets the audit chain go on after an older backup was restored`;

const SHOWN_PROBLEMS = 200;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function run([command, folder, ...more]: string[]): Promise<number> {
  if (command === 'workflow' && folder === 'check' && more.length > 0) return checkWorkflows(more, say);
  const account = command === 'account' && folder === 'add' ? accountOptions(more) : null;
  if (account) return inApp((app) => addAccount(app, account, say));
  const trail = command === 'audit' ? auditOptions([folder ?? '', ...more]) : null;
  if (trail) return inApp((app) => audit(app, trail, say));
  const [lost] = more;
  if (command === 'account' && folder === 'reset' && lost && more.length === 1)
    return inApp((app) => resetAndSay(app, lost.trim().toLowerCase(), say));
  const options = command === 'verify' ? verifyOptions(folder === undefined ? [] : [folder, ...more]) : null;
  if (options) return inApp((app) => verify(app, options, say));
  if (command !== 'import' || folder === undefined) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  return inApp(async (app) => importFolder(app.get(Importer), await app.get(HomeTenant).id(), folder));
}

async function inApp(work: (app: INestApplicationContext) => Promise<number>): Promise<number> {
  const config = { ...readConfig(), role: 'api' as const, logLevel: 'error' };
  await migrate(config.databaseOwnerUrl);
  const app = await NestFactory.createApplicationContext(AppModule.of(new Settings(config)), { logger: ['error'] });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

async function importFolder(importer: Importer, tenantId: string, folder: string): Promise<number> {
  const files = await filesIn(folder);
  const report = await importer.import(tenantId, files, ({ step, file, rows, of }) => {
    if (process.stdout.isTTY) process.stdout.write(`\r${STEPS[step]} ${file} ${rows}${of === null ? '' : `/${of}`}   `);
  });
  if (process.stdout.isTTY) say('');
  for (const notice of report.notices) say(lineOf(notice));
  for (const problem of report.problems.slice(0, SHOWN_PROBLEMS)) say(lineOf(problem));
  if (report.problemCount > SHOWN_PROBLEMS)
    say(`…… 另有 ${report.problemCount - SHOWN_PROBLEMS} 处 · ${report.problemCount - SHOWN_PROBLEMS} more`);
  for (const file of report.files)
    say(
      `${file.file}: ${file.rows} 行 · rows, 新增 · added ${file.added}, 变更 · changed ${file.changed}, 未变 · unchanged ${file.unchanged}`,
    );
  say(
    report.done
      ? `导入完成，用时 ${report.seconds} 秒 · imported in ${report.seconds} s`
      : `未导入：请改正以上 ${report.problemCount} 处后重试 · nothing was imported: mend the ${report.problemCount} above and try again`,
  );
  return report.done ? 0 : 1;
}

const STEPS = { read: '读取 · reading', check: '核对 · checking', save: '写入 · saving' } as const;

function lineOf({ file, row, column, value, message }: ImportProblem): string {
  const where = [file, row > 0 ? `第 ${row} 行 · row ${row}` : '', column ?? '', value === null ? '' : `“${value}”`]
    .filter((part) => part !== '')
    .join(' ');
  return `${where}: ${message.zh} ${message.en}`;
}

everyTenant(() => run(process.argv.slice(2))).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const text =
      error instanceof SettingError
        ? error.message
        : error instanceof DomainError
          ? `${error.detail.zh} ${error.detail.en}`
          : error instanceof Error
            ? (error.stack ?? error.message)
            : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  },
);
