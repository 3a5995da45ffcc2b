import type { Operation, OperationLog } from '#audit';
import { DomainError, type Database } from '#platform';
import { noteRefusals } from './refusals.js';
import { countTry, forgetFailures, isRightTry } from './sign-in-failures.js';
import type { SignInPolicy } from './sign-in-policy.js';

/** An account whose holder, signed in, shows once more that they know its password. */
export interface Known {
  tenantId: string;
  accountId: string;
  account: string;
  /** Null: another place says who it is. */
  hash: string | null;
}

/** What is worked with. */
export interface Ground {
  database: Database;
  operations: OperationLog;
  policy: SignInPolicy;
}

/**
 * Refused with `password.wrong` at the field where the password is not the account's: that counts as a failed sign-in, locks as
 * one, and is noted as a refusal of the `action`; `password.elsewhere` where the account has none. Answers the hash that it was
 * compared with.
 */
export async function mustKnowPassword(
  ground: Ground,
  { tenantId, accountId, account, hash }: Known,
  { password, pointer, action }: { password: string; pointer: string; action: string },
): Promise<string> {
  if (hash === null) throw isElsewhere();
  const { database, policy } = ground;
  const operation: Operation = { tenantId, action, object: { kind: 'account', id: accountId } };
  return noteRefusals(ground, operation, async () => {
    const tryId = await countTry(database, policy.lockOut, { tenantId, account, address: null });
    if (!(await isRightTry(database, tryId, password, hash))) throw wrongPassword(pointer);
    await forgetFailures(database, tenantId, account);
    return hash;
  });
}

/** Refused: what was typed is not the present password. */
export function wrongPassword(pointer: string): DomainError {
  const message = { zh: '当前密码不正确，请重新输入。', en: 'The current password is wrong. Enter it again.' };
  return new DomainError('invalid', 'password.wrong', message, {
    errors: [{ pointer, code: 'password.wrong', message }],
  });
}

function isElsewhere(): DomainError {
  return new DomainError('conflict', 'password.elsewhere', {
    zh: '此账号用统一身份认证登录，在这里没有密码。请到统一身份认证平台办理。',
    en: 'This account signs in through the identity provider and has no password here. Turn to the provider.',
  });
}
