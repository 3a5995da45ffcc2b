import { run } from './command.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';

await run(() =>
  onPinnedNode(async () => {
    await buildWhatChanged();
    return 0;
  }),
);
