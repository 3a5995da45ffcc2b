import type { Finding } from './finding.js';

/** The page that `npm run faults` writes. This is a pure function. */
export function reportOf(
  findings: readonly { found: Finding; seconds: number }[],
  seed: number,
  share: number,
  machine: string,
): string {
  const rows = findings.map(({ found, seconds }) =>
    [
      found.fault,
      `${found.what.en} · ${found.what.zh}`,
      found.times,
      found.counted,
      found.lost,
      found.twice,
      `${found.duplicates} of ${found.ambiguous}`,
      found.violations,
      `${seconds.toFixed(0)} s`,
    ].join(' | '),
  );
  const measured = findings.flatMap(({ found }) =>
    Object.entries(found.measured).map(([name, value]) => `| ${found.fault} | ${name} | ${value} |`),
  );
  return `# Faults

Written by \`npm run faults\` (\`npm run faults -- ${seed}${share === 1 ? '' : ` ${share}`}\` makes the same choices again) on ${machine}.
\`npm test\` runs a sample of each loop with a seed of its own.

The processes are really killed (\`kill -9\`), PostgreSQL, too; connections really break, in a proxy between the two that
knows the protocol's round trips. Whoever sends a command asks again under the same key until he is answered, remembers
every answer, and looks for it in the history afterwards. Then \`verify\` folds every history of the database and checks
the invariants.

| Fault | What happened | Times | Counted | Lost | Done twice | Left twice | Violations | Took |
| ----- | ------------- | ----: | ------: | ---: | ---------: | ---------: | ---------: | ---: |
${rows.map((row) => `| ${row} |`).join('\n')}

- **Counted**: commands that were acknowledged, cases that were started, jobs that were due; each is looked for.
- **Lost**: those that were not found, or not done in the end.
- **Done twice**: steps beyond one for each key, timers that fired twice or early, answers that differ under one key.
- **Left twice**: messages that left twice, under the same id. That cannot be helped where a process dies after a message
  has left and before this is noted; the second number says how often that may have been: in F2 the messages that had left
  and were in the hands of a process that died, in F1 the processes that died.
- **Violations**: what \`verify\` found, or what else the fault's criterion forbids.

## Measured

| Fault | What | Value |
| ----- | ---- | ----: |
${measured.join('\n')}

## How each is done

- F1: three stories (an approval with a domain's own effect and a letter; a deadline; a case with two children) run by a
  process that is killed at one round trip to the database: before the server has it, when it is done but not yet
  acknowledged, or just after. Once for every round trip and each of the three moments. Another process goes on. The leases
  of the dead one are ended by hand there, so that the loop does not wait half a minute each time.
- F2: workers that fire timers and send letters are killed after 0 to 60 ms, time after time. A job that was in hand is
  given its attempt back, for hundreds of kills hit the same jobs; after the last kill the leases (30 s for timers, 60 s for
  letters) run out by themselves.
- F3: a PostgreSQL of its own, \`fsync\` on, is killed in turn by \`kill -9\` and by an immediate shutdown while eight
  people work through two processes.
- F5: 5 % of all round trips end in a reset, half of them after the server has done its work; then every packet is 200 ms
  late; then all connections break at once. Half-open: every connection swallows what it is told.
- F8: one of two processes is five minutes ahead; then both jump by nine days, and back by an hour.
- F10: every request goes two to five times at once to two processes, and once more later.
- F11: fifty decide one case at once through two processes, having seen the same revision.
- F12: a timer that throws, exits the process, loops for ever or takes all memory stands among 40 others. It must be given
  up at its 8th claim, and the others must be done. A process that does not come back is ended after 1.5 s, as a supervisor does.
- F15: the connection that hears the bell is ended; a message that is ready is looked at all the same.
- F17: PostgreSQL refuses the first one or two writes of a step with 40001 or 40P01; then all of them.
`;
}
