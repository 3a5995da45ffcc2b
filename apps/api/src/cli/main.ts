import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DomainError, everyTenant } from '#platform';
import { AppModule } from '../app.module.js';
import { readConfig, SettingError } from '../config.js';
import { migrate } from '../database.js';
import { Settings } from '../settings.js';
import { accountOptions, addAccount } from './account-add.js';
import { audit, auditOptions } from './audit.js';
import { resetAndSay, resetOptions } from './account-reset.js';
import { importFolder, importOptions } from './import-folder.js';
import { tenant, tenantOptions } from './tenant.js';
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
  npm run kaoping -- tenant add --code <代码 · code> --name <名称 · name> [--name-en <英文名 · English name>] [--parent <上级代码 · code>]
                                              建立租户（区县等），显示一次设置码
                                              adds a tenant, a district say, and shows its set-up code once
  npm run kaoping -- tenant list                列出租户 · lists the tenants
  npm run kaoping -- tenant code <代码 · code>  设置码失效后，再取一个 · another set-up code, where the first has expired
  npm run kaoping -- workflow check <文件 · files>   检查流程文件
                                              checks workflow files
  npm run kaoping -- verify [--tenant 代码 · code] [--instance 事项 · id]
                                              核对全部办理记录与数据；有不符之处时退出码为 1
                                              checks every history and the data; exit code 1 where something is wrong
  npm run kaoping -- audit verify               核对审计链，指出第一条不符的记录；有不符之处时退出码为 1
                                              checks the audit chain and names the first entry that does not fit
  npm run kaoping -- audit resume --reason <缘由 · reason>   恢复旧备份后，说明缘由，让审计链继续
                                              lets the audit chain go on after an older backup was restored

有多个租户时，import、account、verify 加 --tenant <代码>。
Where there are several tenants, import, account and verify take --tenant <code>.`;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What the words ask for; null where nobody understands them. */
function commandOf([command = '', ...words]: string[]): (() => Promise<number>) | null {
  const inside = <Options>(
    options: Options | null,
    work: (app: INestApplicationContext, options: Options, say: (line: string) => void) => Promise<number>,
  ): (() => Promise<number>) | null => (options === null ? null : () => inApp((app) => work(app, options, say)));
  const [kind, ...rest] = words;
  if (command === 'workflow' && kind === 'check' && rest.length > 0) return () => checkWorkflows(rest, say);
  if (command === 'account' && kind === 'add') return inside(accountOptions(rest), addAccount);
  if (command === 'account' && kind === 'reset') return inside(resetOptions(rest), resetAndSay);
  if (command === 'tenant') return inside(tenantOptions(words), tenant);
  if (command === 'audit') return inside(auditOptions(words), audit);
  if (command === 'verify') return inside(verifyOptions(words), verify);
  return command === 'import' ? inside(importOptions(words), importFolder) : null;
}

async function run(words: string[]): Promise<number> {
  const command = commandOf(words);
  if (command) return command();
  process.stderr.write(`${USAGE}\n`);
  return 2;
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
