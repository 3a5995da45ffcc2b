import type { CaseView, HistoryEntry, OperationName, Permission } from '#contracts';

const NEEDS: Record<OperationName, Permission> = {
  suspend: 'case.hold',
  resume: 'case.hold',
  cancel: 'case.hold',
  modify: 'case.move',
  restart: 'case.move',
};

/** What may be done to a case as it stands, by who may do it; to one of a tenant below, nothing. Restarting is offered at the lines of its history. */
export function offeredOperations(
  { status, tenant }: Pick<CaseView, 'status' | 'tenant'>,
  may: (permission: Permission) => boolean,
): OperationName[] {
  if (status === 'done' || tenant) return [];
  const names: OperationName[] = status === 'suspended' ? ['resume', 'cancel'] : ['suspend', 'modify', 'cancel'];
  return names.filter((name) => may(NEEDS[name]));
}

/** Whether a case may be begun again at a line of its history: one that led somewhere, by who may do it. */
export function mayRestartAt(
  { status, tenant }: Pick<CaseView, 'status' | 'tenant'>,
  entry: Pick<HistoryEntry, 'fromPaths' | 'toPaths'>,
  may: (permission: Permission) => boolean,
): boolean {
  return !tenant && status !== 'suspended' && may(NEEDS.restart) && entry.toPaths.join() !== entry.fromPaths.join();
}
