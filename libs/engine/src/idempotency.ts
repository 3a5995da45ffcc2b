import { DomainError, type Database, type Sql } from '#platform';

/** What the sender calls a command, so that sending it twice does it once. */
export interface CommandKey {
  /** Chosen by the sender; prefixed with who sends it. */
  key: string;
  /** Of the whole request, so that one key cannot stand for two. */
  hash: string;
}

/** What the same command was answered before, or null; another command under the same key is refused. */
export async function answeredBefore<Answer>(sql: Sql, tenantId: string, command: CommandKey): Promise<Answer | null> {
  const [kept] = await sql.prepared<{ hash: string; answer: Answer }>(
    `SELECT hash, answer FROM commands WHERE tenant_id = $1 AND key = $2`,
    [tenantId, command.key],
  );
  if (!kept) return null;
  if (kept.hash === command.hash) return kept.answer;
  throw keyReused();
}

/** Keeps the answer of a command, in the transaction that carried it out. */
export async function keepAnswer(sql: Sql, tenantId: string, command: CommandKey, answer: unknown): Promise<void> {
  await sql.query(`INSERT INTO commands (tenant_id, key, hash, answer) VALUES ($1, $2, $3, $4::json)`, [
    tenantId,
    command.key,
    command.hash,
    JSON.stringify(answer),
  ]);
}

/**
 * Carries out a command that is no step of a case: the same key at the same time waits, and is answered as the first was.
 */
export function once<Answer>(
  database: Database,
  tenantId: string,
  command: CommandKey,
  work: (sql: Sql) => Promise<Answer>,
): Promise<Answer> {
  return database.transaction(async (sql) => {
    // The work may take longer than a transaction is allowed to idle: it runs on connections of its own.
    await sql.query(`SET LOCAL idle_in_transaction_session_timeout = 0`);
    await sql.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`${tenantId} ${command.key}`]);
    const before = await answeredBefore<Answer>(sql, tenantId, command);
    if (before !== null) return before;
    const answer = await work(sql);
    await keepAnswer(sql, tenantId, command, answer);
    return answer;
  });
}

/** The refusal of a key that stands for another command already. */
export function keyReused(): DomainError {
  return new DomainError('conflict', 'command.key-reused', {
    zh: '同一个 Idempotency-Key 已用于另一项内容不同的操作。请为新的操作使用新的键。',
    en: 'This Idempotency-Key was used for another request. Use a new key for a new act.',
  });
}
