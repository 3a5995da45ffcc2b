import type { FieldProblem } from '#contracts';
import { DomainError } from '#platform';

const LEAST = 10;
const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{Ll}\p{Lu}\p{N}]/u];
const CLASSES_NEEDED = 3;

/**
 * What keeps a text from being a password, each with how to mend it: GB/T 22239 8.1.4.1 a asks for complexity. Ten characters or
 * more, three of: small letters, capitals, digits, all others (Chinese among them); without the account's name.
 */
export function passwordProblems(password: string, account: string, pointer: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const say = (code: string, zh: string, en: string): void =>
    void problems.push({ pointer, code, message: { zh, en } });
  if ([...password].length < LEAST)
    say('password.short', `密码至少 ${LEAST} 个字符。`, `A password has at least ${LEAST} characters.`);
  if (CLASSES.filter((some) => some.test(password)).length < CLASSES_NEEDED)
    say(
      'password.simple',
      '密码须含小写字母、大写字母、数字、其他字符（汉字、符号）中的三种。',
      'A password has three of these: small letters, capitals, digits, other characters.',
    );
  if (account !== '' && password.toLowerCase().includes(account.toLowerCase()))
    say('password.account', '密码不能含账号名。', 'A password does not contain the account name.');
  return problems;
}

/** Refused: the password breaks these rules. */
export function unfitPassword(errors: FieldProblem[]): DomainError {
  return new DomainError(
    'invalid',
    'password.unfit',
    { zh: '密码不符合要求，请另设一个。', en: 'The password does not meet the rules. Choose another.' },
    { errors },
  );
}
