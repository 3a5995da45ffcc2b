import { run } from './command.mjs';
import { compiledSpecs, runJest } from './jest.mjs';
import { lint } from './lint.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { heading } from './progress.mjs';

await run(() => onPinnedNode(check));

async function check() {
  await heading('类型', 'types', buildWhatChanged);
  const found = await heading('代码与格式', 'lint and format', lint);
  const architecture = () => runJest('architecture', compiledSpecs(['test/architecture/']));
  const { failed, passed } = await heading('架构', 'architecture', architecture);
  return found === 0 && failed === 0 && passed > 0 ? 0 : 1;
}
