import type { FieldProblem, Text } from '#contracts';
import { DomainError } from '#platform';
import { ownCharacters } from './common-passwords.js';
import { isKnown } from './known-passwords.js';
import type { PasswordPolicy } from './sign-in-policy.js';

/** Whose password it is to be: the names around it are what is guessed first. */
export interface About {
  account: string;
  /** What the organisation and its offices are called. */
  names?: readonly string[];
}

interface Rule {
  code: string;
  says: Text;
  isBroken(password: string, about: About): boolean;
}

const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{Ll}\p{Lu}\p{N}]/u];
const PRODUCT = ['kaoping', '考评'];
/** So many characters of a password must be its own, where common words count for nothing. */
const OWN = 8;

/** What a new password must be, as it is read before one is typed. */
export function passwordRules(policy: PasswordPolicy): Text[] {
  const { remembered, expiresAfterDays: days } = policy;
  return [
    ...rulesOf(policy).map(({ says }) => says),
    ...(remembered > 0 ? [usedSays(remembered)] : []),
    ...(days === null ? [] : [{ zh: `每 ${days} 天须更换一次。`, en: `Another is due after ${days} days.` }]),
  ];
}

/** What keeps a text from being a password, each with how to mend it. */
export function passwordProblems(
  policy: PasswordPolicy,
  password: string,
  about: About,
  pointer: string,
): FieldProblem[] {
  return rulesOf(policy)
    .filter((rule) => rule.isBroken(password, about))
    .map(({ code, says }) => ({ pointer, code, message: says }));
}

/** The password is one that the account had of late. */
export function usedPassword({ remembered }: PasswordPolicy, pointer: string): FieldProblem {
  return { pointer, code: 'password.used', message: usedSays(remembered) };
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

function rulesOf({ least, classes, refusesCommon }: PasswordPolicy): Rule[] {
  const long: Rule = {
    code: 'password.short',
    says: { zh: `密码至少 ${least} 个字符。`, en: `A password has at least ${least} characters.` },
    isBroken: (password) => [...password].length < least,
  };
  const mixed: Rule = {
    code: 'password.simple',
    says: {
      zh: `密码须含小写字母、大写字母、数字、其他字符（汉字、符号）中的${classes === 3 ? '三' : classes}种。`,
      en: `A password has ${classes === 3 ? 'three' : classes} of these: small letters, capitals, digits, other characters.`,
    },
    isBroken: (password) => CLASSES.filter((some) => some.test(password)).length < classes,
  };
  const rare: Rule = {
    code: 'password.common',
    says: {
      zh: `除常用密码、键盘顺序、年份、账号名和本系统、本地区、本单位名称外，还须有至少 ${OWN} 个字符。`,
      en: `Beside common passwords, rows of keys, years, the account name and names of this product and organisation, a password has at least ${OWN} characters of its own.`,
    },
    isBroken: (password, { account, names = [] }) => ownCharacters(password, [account, ...names, ...PRODUCT]) < OWN,
  };
  return [long, ...(classes > 0 ? [mixed] : []), ...(refusesCommon ? [rare] : [NAMELESS]), LEAKED];
}

const NAMELESS: Rule = {
  code: 'password.account',
  says: { zh: '密码不能含账号名。', en: 'A password does not contain the account name.' },
  isBroken: (password, { account }) => account !== '' && password.toLowerCase().includes(account.toLowerCase()),
};

const LEAKED: Rule = {
  code: 'password.leaked',
  says: {
    zh: '不能是已泄露或人人常用的密码，也不能只是在其前后加几个数字、符号（如 Woaini1314!）。',
    en: 'It is none of the passwords that have leaked or that everybody takes, nor one of them with a few digits or signs around it (Woaini1314!).',
  },
  isBroken: isKnown,
};

function usedSays(remembered: number): Text {
  return remembered === 1
    ? { zh: '不能与当前密码相同。', en: 'It is not the present password again.' }
    : {
        zh: `不能用最近 ${remembered} 次用过的密码。`,
        en: `None of the last ${remembered} passwords is taken again.`,
      };
}
