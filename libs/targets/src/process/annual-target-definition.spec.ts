import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { WorkflowDefinition } from '#contracts';
import { actionsOf, begin, check, compile, graphOf, placeStates, takes, targetsOf } from '#statechart';
import { draftingEffects } from './drafting-effects.js';
import { endingEffects } from './ending-effects.js';
import { reviewEffects } from './review-effects.js';

const FILE = new URL('../../../../../workflows/annual-target/1.json', import.meta.url);
const definition = JSON.parse(readFileSync(FILE, 'utf8')) as WorkflowDefinition;
const graph = graphOf(definition);

/** The transitions of B1, in the words of the chart. */
const TRANSITIONS = `
  allocated send drafting
  allocated valueMissing awaitingValue
  allocated always drafting
  awaitingValue valueReceived drafting
  awaitingValue valueMissing issued
  drafting submit unitReview
  drafting withdraw withdrawn
  unitReview sign cosign
  unitReview sign officeReview
  unitReview return drafting
  cosign allAgreed officeReview
  cosign objected officeReview
  cosign cosignSilence officeReview
  officeReview pass publicComment
  officeReview return drafting
  officeReview refuse notAdmitted
  publicComment publicCommentWindow commentHandling
  commentHandling handled directorReview
  commentHandling needsChange drafting
  directorReview approve leadershipApproval
  directorReview return officeReview
  leadershipApproval agree issued
  leadershipApproval return officeReview
  leadershipApproval refuse notAdmitted`;

describe('the definition of annual-target', () => {
  test('names nothing that is not there', () => {
    expect(check(definition)).toEqual([]);
  });

  test('has the transitions of B1, and no others', () => {
    const edges = new Set(graph.edges.map((edge) => `${edge.from} ${edge.event} ${edge.to}`));
    const wanted = TRANSITIONS.trim()
      .split('\n')
      .map((line) => line.trim());
    expect([...edges].sort()).toEqual(wanted.sort());
  });

  test('calls only effects that are carried out, and mails that have words', () => {
    const actions = [...placeStates(definition.machine).values()].flatMap(({ config }) => [
      ...actionsOf(config.entry),
      ...actionsOf(config.exit),
      ...[...Object.values(config.on ?? {}), ...Object.values(config.after ?? {})]
        .flatMap(targetsOf)
        .flatMap((target) => actionsOf(target.actions)),
    ]);
    const known = [...draftingEffects, ...reviewEffects, ...endingEffects].map((effect) => effect.name);
    const called = actions.map((action) => action.type).filter((name) => name.startsWith('sheet.'));
    expect([...new Set(called)].sort()).toEqual([...known, 'sheet.publish', 'sheet.closeComments'].sort());
    const templates = actions
      .filter((action) => action.type === 'mail.send')
      .map((action) => String(action.params['template']));
    expect([...new Set(templates)].sort()).toEqual(Object.keys(definition.mails ?? {}).sort());
  });

  test('starts a self-declared sheet in drafting, and asks for nothing else', () => {
    const outcome = begin(compile(definition), { origin: 'declared', awaiting: false });
    expect(outcome.states).toEqual(['drafting']);
    expect(outcome.entered).toEqual(['drafting']);
  });

  test.each([
    [{ awaiting: true }, 'send', false],
    [{ awaiting: false }, 'send', true],
    [{ awaiting: true }, 'valueMissing', true],
    [{ awaiting: false }, 'valueMissing', false],
  ])('with %o “%s” is taken from allocation: %s', (subject, event, taken) => {
    const chart = compile(definition);
    const { position } = begin(chart, { origin: 'assigned', ...subject });
    expect(takes(chart, position, event)).toBe(taken);
  });
});
