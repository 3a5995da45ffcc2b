/** Fields whose value is nobody's business, whatever it is. */
const SECRET_FIELD =
  /pass|secret|token|cookie|authoriz|credential|otp|recovery|idnumber|idcard|phone|mobile|e?mail|body|code$|^(text|html|payload|parameters|query|detail|values)$/i;

/** Secrets and personal data that stand within a text, and what stands there instead. */
const SECRET_TEXT: [RegExp, string][] = [
  // A session's cookie, a bearer's token, the password within an address.
  [/((?:__Host-)?kaoping_session=)[^;\s"]+/gi, '$1[…]'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 […]'],
  [/(\w+:\/\/)[^\s/@]+@/g, '$1[…]@'],
  [/((?:pass(?:word|wd)?|secret|token)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi, '$1[…]'],
  // Set-up codes, 256 bits in any notation, hashes of passwords.
  [/\b(?:[2-9A-HJ-KM-NP-Z]{5}-){3}[2-9A-HJ-KM-NP-Z]{5}\b/g, '[code]'],
  [/\$?argon2(?:id|i|d)\$\S+/g, '[hash]'],
  [/(?<![\w/.-])[A-Za-z0-9_-]{43,}(?![\w/.-])/g, '[token]'],
  // Numbers of identity cards and telephones, addresses of mail.
  [/(?<!\d)\d{17}[\dXx](?!\d)/g, '[id]'],
  [/(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g, '[phone]'],
  [/[\w.+-]+@([\w-]+\.[\w.-]+)/g, '[…]@$1'],
  // What PostgreSQL repeats of a row.
  [/(Key \([^)]*\)=)\([^)]*\)/g, '$1([…])'],
];

const MOST = 4_000;
const DEPTH = 5;

/** A text as it may stand in a log: no secrets, no personal data, not without end. */
export function scrubbedText(text: string): string {
  const short = text.length > MOST ? `${text.slice(0, MOST)}… (${text.length})` : text;
  return SECRET_TEXT.reduce((scrubbed, [pattern, instead]) => scrubbed.replace(pattern, instead), short);
}

/** Anything, as it may stand in a log. Of an error what it is called, says and came from; never what it carries. */
export function scrubbed(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubbedText(value);
  if (value instanceof Error) return scrubbedError(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEPTH || Buffer.isBuffer(value)) return '[…]';
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => scrubbed(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET_FIELD.test(name.replaceAll(/[_-]/g, '')) ? '[…]' : scrubbed(inner, depth + 1),
    ]),
  );
}

function scrubbedError(error: Error): Record<string, unknown> {
  return {
    type: error.name,
    message: scrubbedText(error.message),
    ...('code' in error && typeof error.code === 'string' && { reason: error.code }),
    ...(error.stack !== undefined && { stack: scrubbedText(error.stack) }),
    ...(error.cause instanceof Error && { cause: scrubbedText(error.cause.message) }),
  };
}
