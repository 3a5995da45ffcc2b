import type { Operation, OperationLog } from '#audit';
import { DomainError, type Database } from '#platform';

/**
 * Does what may be refused, and notes the refusal, which stays noted when it is thrown: each wrong try (a lock bounds them), but
 * once a minute that a locked door is tried.
 */
export async function noteRefusals<Result>(
  { database, operations }: { database: Database; operations: OperationLog },
  operation: Operation,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) {
      const refused = {
        ...operation,
        outcome: 'refused' as const,
        details: { ...operation.details, code: error.code },
      };
      await (error.refusal === 'too-many'
        ? operations.noteSparingly(database, refused, operation.actor?.account ?? operation.object?.id ?? '')
        : operations.note(database, refused));
    }
    throw error;
  }
}
