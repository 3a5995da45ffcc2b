import { inCheckout, root } from './checkout.mjs';
import { plainEnvironment, runKept } from './processes.mjs';
import { sayPlainly, shown } from './progress.mjs';

const checks = [
  { zh: '代码检查', en: 'eslint', command: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'] },
  {
    zh: '格式检查',
    en: 'prettier',
    command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'],
  },
];

/** Runs the checks that read the sources; resolves to how many of them found something, which is shown. */
export async function lint() {
  const results = await Promise.all(checks.map(check));
  for (const { output } of results) if (output.trim() !== '') sayPlainly(output);
  return results.filter(({ code }) => code !== 0).length;
}

const check = ({ zh, en, command: [program, ...flags] }) =>
  shown(zh, en, () =>
    runKept(process.execPath, [inCheckout(program), ...flags], {
      cwd: root,
      env: { ...plainEnvironment(), NO_COLOR: '1' },
    }),
  );
