import { Readable } from 'node:stream';
import type { NotedOperation, OperationFilter, OperationHistory } from '#audit';
import { CSV_BEGINNING, csvLine } from '#exchange';
import { withinTenants } from '#platform';

const PORTION = 2_000;

const HEADER = csvLine([
  '时间 Time',
  '账号 Account',
  '岗位 Post',
  '操作 Action',
  '结果 Outcome',
  '对象类别 Object kind',
  '对象 Object',
  '网络地址 Address',
  '设备 Device',
  '编号 Correlation id',
  '详情 Details',
]);

/** The entries that fit, read as fast as they are taken, however many there are. */
export function operationsAsCsv(history: OperationHistory, tenantId: string, wanted: OperationFilter): Readable {
  return Readable.from(linesOf(history, tenantId, wanted), { objectMode: false });
}

async function* linesOf(history: OperationHistory, tenantId: string, wanted: OperationFilter): AsyncGenerator<string> {
  yield CSV_BEGINNING + HEADER;
  for (let after: { at: string; id: string } | null = null; ;) {
    const from = after;
    // The stream is read when the request's own work is over: it says again whose rows it reads.
    const portion: NotedOperation[] = await withinTenants([tenantId], () =>
      history.page(tenantId, wanted, from, PORTION),
    );
    const last = portion.at(-1);
    if (last === undefined) return;
    yield portion.map(lineOf).join('');
    if (portion.length < PORTION) return;
    after = { at: last.sortAt, id: last.entryId };
  }
}

function lineOf(operation: NotedOperation): string {
  const { at, account, actorPost, action, outcome, objectKind, objectId, address, device, correlationId, details } =
    operation;
  return csvLine([
    at.toISOString(),
    account,
    actorPost,
    action,
    outcome,
    objectKind,
    objectId,
    address,
    device,
    correlationId,
    Object.keys(details).length > 0 ? JSON.stringify(details) : null,
  ]);
}
