import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import type { ImportProblem } from '#contracts';
import { filesIn, Importer } from '#exchange';
import { HomeTenant } from '../home-tenant.js';

const SHOWN_PROBLEMS = 200;

/** Which folder is imported, and into which tenant; where that is left out, there is only one. */
export interface ImportOptions {
  folder: string;
  tenant?: string;
}

/** The words after `import`: the folder, `--tenant`; null where they cannot be read. This is a pure function. */
export function importOptions(words: readonly string[]): ImportOptions | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { tenant: { type: 'string' } },
    });
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) return null;
    return { folder, ...(values.tenant !== undefined && { tenant: values.tenant }) };
  } catch {
    return null;
  }
}

/** Imports what lies in the folder; answers the exit code: 1 where nothing was imported. */
export async function importFolder(
  app: INestApplicationContext,
  { folder, tenant }: ImportOptions,
  say: (line: string) => void,
): Promise<number> {
  const tenantId = await app.get(HomeTenant).id(tenant);
  const files = await filesIn(folder);
  const report = await app.get(Importer).import(tenantId, files, ({ step, file, rows, of }) => {
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
