import type { Fuzzed } from './fuzz.js';

/** The page that `npm run fuzz` writes. This is a pure function. */
export function reportOf({ seed, requests, seconds, statuses, longestMs, faults }: Fuzzed, machine: string): string {
  const rows = Object.entries(statuses).map(([status, count]) => `| ${status} | ${count} |`);
  return `# Fuzz

Written by \`npm run fuzz\` (\`npm run fuzz -- ${seed}\` makes the same choices again) on ${machine}.
\`npm test\` sends a sample with a seed of its own: \`test/security/fuzz.spec.ts\`.

The requests are made from the server's own OpenAPI document, as often to every route: values that its schemas describe,
with ids that the server has given out, and among them what nobody would expect: hostile texts, numbers, nests, keys,
parameters twice, half a body, another media type. Eight are under way at any time; three of four come from somebody whose
post the route is open to, the fourth from anybody or from nobody. Sessions, passwords and second factors are tried by
accounts that do nothing else.

| What | Found |
| ---- | ----: |
| requests answered | ${Object.values(statuses).reduce((sum, count) => sum + count, 0)} of ${requests} |
| answers of 5xx | ${Object.entries(statuses).reduce((sum, [status, count]) => sum + (status >= '500' ? count : 0), 0)} |
| the longest that the server's thread computed on end | ${longestMs.toFixed(0)} ms |
| took | ${seconds.toFixed(0)} s |

The time on end is the processor time of the thread itself between two turns of its event loop, so that a busy machine does
not count. At fault are an answer of 5xx, none at all, one that the document does not describe, a rejection or an exception
that nobody caught, and 100 ms on end.

| Status | Answers |
| ------ | ------: |
${rows.join('\n')}

## Faults

${faults.length === 0 ? 'None.' : faults.map((fault) => `- \`${fault.replaceAll('`', "'").replaceAll('\n', ' ')}\``).join('\n')}
`;
}
