/** What guessers try first, in small letters. */
export const WORDS = [
  ...[
    'password',
    'passwort',
    'passw',
    'passwd',
    'letmein',
    'welcome',
    'admin',
    'administrator',
    'root',
    'guest',
    'login',
  ],
  ...[
    'user',
    'test',
    'demo',
    'default',
    'changeme',
    'secret',
    'master',
    'manager',
    'server',
    'system',
    'office',
    'hello',
  ],
  ...['monkey', 'dragon', 'football', 'baseball', 'sunshine', 'princess', 'iloveyou', 'superman', 'batman', 'shadow'],
  ...['michael', 'jordan', 'computer', 'internet', 'freedom', 'whatever', 'trustno', 'starwars', 'summer', 'winter'],
  ...[
    'spring',
    'autumn',
    'january',
    'monday',
    'google',
    'apple',
    'microsoft',
    'windows',
    'oracle',
    'huawei',
    'tencent',
  ],
  ...['woaini', 'wodemima', 'mima', 'guanliyuan', 'xitong', 'zhongguo', 'china', 'beijing', 'shanghai', 'hangzhou'],
  ...[
    'zhejiang',
    'zhengfu',
    'renmin',
    'fuwu',
    'gongchandang',
    'aini',
    'haohao',
    'qaz',
    'wsx',
    'edc',
    'rfv',
    'tgb',
    'woai',
  ],
  ...['密码', '管理员', '系统', '我爱你', '中国', '你好', '人民', '政府', '办公室', '欢迎', '为人民服务'],
];

/** Rows and columns of keyboards, the alphabet, digits: any four of a row, forwards or backwards, are a guess. */
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb6yhn',
  '!@#$%^&*()',
];
const PIECE = 4;
const SPELLED: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/**
 * How many characters of a password are its own: those that are left when the given names, common words, rows of keys,
 * years and repetitions are taken out. This is a pure function.
 */
export function ownCharacters(password: string, names: readonly string[]): number {
  const written = inSmallLetters(password);
  return Math.min(leftOf(written, names), leftOf(spelledOut(written), names));
}

/** The same for all ways to write it. */
export function inSmallLetters(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** `p@ssw0rd` is read as `password`. */
export function spelledOut(written: string): string {
  return written.replaceAll(/[@43105$7]/g, (one) => SPELLED[one] ?? one);
}

function leftOf(written: string, names: readonly string[]): number {
  const known = [...names.map(inSmallLetters), ...WORDS]
    .filter((word) => [...word].length > 1)
    .sort((one, other) => other.length - one.length);
  const withoutWords = known.reduce((text, word) => text.replaceAll(word, ' '), written);
  const rest = withoutRows(withoutWords)
    .replaceAll(/(?:19|20)\d\d/g, ' ')
    .replaceAll(/(.{1,4})\1{2,}/gu, '$1');
  return [...rest.replaceAll(/\s/g, '')].length;
}

/** What is left when pieces of rows are taken out, a space in the place of each. */
export function withoutRows(text: string): string {
  let rest = '';
  for (let at = 0; at < text.length;) {
    const run = runLength(text, at);
    rest += run >= PIECE ? ' ' : text.slice(at, at + 1);
    at += run >= PIECE ? run : 1;
  }
  return rest;
}

/** How many characters from here on follow one another on a row. */
function runLength(text: string, at: number): number {
  let length = 0;
  while (at + length < text.length && RUNS.some((row) => row.includes(text.slice(at, at + length + 1)))) length += 1;
  return length;
}

const RUNS = ROWS.flatMap((row) => [row, [...row].reverse().join('')]);
