import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { check } from '../check.js';
import { aboutBehaviour, aboutNames } from './recommended.js';
import { bad, good } from './rules.fixture.js';

const LIB = new URL('../../../../../libs/statechart/', import.meta.url);
const rules = Object.keys({ ...aboutNames, ...aboutBehaviour });

describe('the rules', () => {
  test('find nothing in a sound definition', () => {
    expect(check(good())).toEqual([]);
  });

  test.each(rules)('%s alone finds fault with its fixture', (rule) => {
    const findings = check(bad(rule));
    expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
    for (const { message } of findings) expect([message.zh, message.en]).not.toContain('');
  });

  test('have one fixture each', () => {
    const fixtures = readdirSync(new URL('src/rules/bad/', LIB)).map((name) => name.replace('.json', ''));
    expect(fixtures.sort()).toEqual([...rules].sort());
  });

  test('are each said in one line', () => {
    const lines = readFileSync(new URL('rules.md', LIB), 'utf8').split('\n');
    const said = lines.flatMap((line) => /^\| `([a-z-]+)`/.exec(line)?.[1] ?? []);
    expect(said).toEqual(rules);
  });
});
