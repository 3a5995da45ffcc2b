import 'reflect-metadata';
import { Accounts } from '#organisation';
import { Database, DomainError, everyTenant } from '#platform';
import { createApp } from './app.js';
import { readConfig, SettingError } from './config.js';
import { migrate } from './database.js';
import { FirstSetup } from './first-setup.js';
import { NewTenants } from './new-tenants.js';
import { strayTenants } from './oidc/stray-tenants.js';
import { MovableClock } from './sample/movable-clock.js';
import { SampleTenant } from './sample/sample-tenant.js';
import { Settings } from './settings.js';
import { BrokenWorkflow } from './workflow-files.js';

/** Says what is under way, Chinese first. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The sample moves the clock and has accounts whose password everybody knows: it never lies beside real work. */
function mustNotMix(wantsSample: boolean, isForReal: boolean, hasSample: boolean): void {
  if (wantsSample && isForReal)
    throw new SettingError(
      '此数据库已用于正式工作，不能装入示例：请设 SAMPLE=none，或用 DATA_DIR、DATABASE_URL 另选数据库。\nThis database is in use for real work, and takes no sample: set SAMPLE=none, or choose another database by DATA_DIR or DATABASE_URL.',
    );
  if (!wantsSample && hasSample)
    throw new SettingError(
      '此数据库装有示例，不能用于正式工作：请用 DATA_DIR、DATABASE_URL 另选数据库，或设 SAMPLE=hangzhou 继续试用。\nThis database holds the sample, and is not for real work: choose another by DATA_DIR or DATABASE_URL, or set SAMPLE=hangzhou to go on trying.',
    );
}

async function run(): Promise<void> {
  const settings = new Settings(readConfig());
  const { config } = settings;
  const applied = await migrate(config.databaseOwnerUrl);
  if (applied > 0) say(`数据库已更新 ${applied} 项 · database migrated, ${applied} changes`);
  const app = await createApp(settings);
  await app.get(MovableClock).follow();
  const [sample, setup, tenants] = [app.get(SampleTenant), app.get(FirstSetup), app.get(NewTenants)];
  const hasSample = await sample.isThere();
  mustNotMix(config.sample !== 'none', !hasSample && (await tenants.listed()).length > 0, hasSample);
  if (config.sample !== 'none') await sample.load(say);
  await tenants.keepUp();
  await app.get(Accounts).allowSample(app.get(Database), config.sampleAccounts);
  await app.listen(config.port, config.host);
  const address = app.getHttpServer().address();
  if (typeof address === 'object' && address) settings.listensOn(address.port);
  say(`\n考评已就绪 · Kaoping is ready: ${settings.publicUrl}`);
  say(
    `数据目录 · data: ${config.dataDir}    邮件 · mail: ${config.smtpUrl ? 'SMTP_URL' : `${settings.publicUrl}/mail`}`,
  );
  for (const stray of strayTenants(config.oidc?.groupPosts ?? [], await tenants.listed())) {
    say(`OIDC_POSTS 中的地区代码“${stray}”不存在，所列的组在该地区没有岗位，其他地区不受影响。请核对。`);
    say(
      `OIDC_POSTS names a tenant “${stray}” that is not there: its groups hold nothing; others are as they were. Check it.`,
    );
  }
  const code = config.role === 'worker' ? null : await setup.invite();
  if (code !== null) {
    say(`尚无账号。请打开 ${settings.publicUrl}/setup 完成首次设置，设置码（24 小时内有效）：${code}`);
    say(`nobody can sign in yet: open ${settings.publicUrl}/setup with this code, valid for 24 hours: ${code}`);
  }
  if (config.sampleAccounts) for (const line of await sample.introduction()) say(line);
}

everyTenant(run).catch((error: unknown) => {
  const isExpected = error instanceof SettingError || error instanceof BrokenWorkflow;
  const refusal = error instanceof DomainError ? `${error.detail.zh}\n${error.detail.en}` : null;
  process.stderr.write(
    `${refusal ?? (isExpected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error))}
`,
  );
  process.exit(1);
});
