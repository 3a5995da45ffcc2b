import { describe, expect, test } from '@jest/globals';
import type { WorkflowDefinition } from '#contracts';
import { begin, check, compile, graphOf, step, type Position } from '#statechart';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../workflows/${path}`, import.meta.url), 'utf8'));
const definition = read('opinion-rectification/2.json') as WorkflowDefinition;
const schema = read('workflow.schema.json') as Record<string, unknown>;
const chart = compile(definition);

type Facts = Record<string, unknown>;

/** Where the event leads from a state, under these facts; null where it is refused. */
function go(from: string, event: string, facts: Facts): { to: string; facts: Facts; effects: string[] } | null {
  const [outer = '', inner] = from.split('.');
  const position: Position = {
    value: inner === undefined ? outer : { [outer]: inner },
    history: {},
    subject: { year: 2017, ...facts },
  };
  const outcome = step(chart, position, { type: event });
  if (outcome === null) return null;
  return {
    to: outcome.states.join(),
    facts: { ...outcome.position.subject },
    effects: outcome.effects.map((effect) => effect.name),
  };
}

const timer = (name: string, state: string): string => `xstate.after.${name}.opinion-rectification.${state}`;

const LEAD = { leadUnitId: 'u1' };
const PLAN = {
  planContent: '完善摇号规则',
  steps: [{ date: '2017-06-30', content: '听取意见' }],
  leaderInCharge: '副局长',
  division: '法规处',
  measures: '修订细则',
};
const KEY_TARGETS = { keyTargets: [{ target: '公布新细则', date: '2017-10-31' }] };

describe('the file of opinion rectification', () => {
  test('fits the schema of workflows', () => {
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    validate(definition);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('names nothing that it does not define', () => {
    expect(check(definition)).toEqual([]);
  });

  test('has the states of B5', () => {
    expect(Object.keys(definition.machine.states ?? {})).toEqual([
      'collected',
      'classified',
      'assigned',
      'responsibilityDispute',
      'planDrafting',
      'planUnitReview',
      'planOfficeReview',
      'targetPublicity',
      'rectifying',
      'trackedRectifying',
      'threePartyCheck',
      'completionReview',
      'resultPublicity',
      'satisfactionSurvey',
      'thirdPartyEvaluation',
      'resultDecision',
      'closed',
      'carriedOver',
      'merged',
    ]);
  });

  test('reaches every state, and from each an end', () => {
    const { nodes, edges } = graphOf(definition);
    const inner = nodes.filter((node) => node.parent !== null);
    const arrows = [
      ...edges,
      ...inner.flatMap((node) => [
        { from: node.path, to: String(node.parent) },
        { from: String(node.parent), to: node.path },
      ]),
    ];
    const from = closure(['collected'], arrows);
    const back = closure(
      nodes.filter((node) => node.kind === 'end').map((node) => node.path),
      arrows.map((arrow) => ({ from: arrow.to, to: arrow.from })),
    );
    for (const node of nodes)
      expect([node.path, from.has(node.path), back.has(node.path)]).toEqual([node.path, true, true]);
  });

  test('offers every event to somebody', () => {
    for (const state of chart.states.values()) {
      const offered = new Set([
        ...Object.keys(state.meta.acts ?? {}),
        ...(state.meta.tasks ?? []).flatMap((task) =>
          Object.entries(task.outcomes).flatMap(([event, spec]) => (spec.sends === false ? [] : event)),
        ),
      ]);
      expect([state.path, [...offered].sort()]).toEqual([state.path, Object.keys(state.config.on ?? {}).sort()]);
    }
  });

  test('asks on the form for everything that an answer needs', () => {
    for (const state of chart.states.values()) {
      const answers = [
        ...(state.meta.tasks ?? []).flatMap((task) =>
          Object.values(task.outcomes).map((outcome) => ({ outcome, form: task.form })),
        ),
        ...Object.values(state.meta.acts ?? {}).map((act) => ({ outcome: act, form: act.form })),
      ];
      for (const { outcome, form } of answers) {
        const asked = (definition.forms[form ?? '']?.fields ?? [])
          .filter((one) => !one.readOnly)
          .map((one) => one.field);
        expect(['opinion', ...asked]).toEqual(expect.arrayContaining(outcome.needs ?? []));
      }
    }
  });

  test('begins with the collection', () => {
    expect(begin(chart, { year: 2017 }).states).toEqual(['collected']);
  });
});

describe('every transition of B5 is taken', () => {
  test.each<[string, string, string, Facts?]>([
    ['collected', 'importDone', 'classified'],
    ['classified', 'assign', 'assigned', LEAD],
    ['classified', 'merge', 'merged', { mergedInto: 11 }],
    ['assigned', 'accept', 'planDrafting'],
    ['assigned', 'object', 'responsibilityDispute'],
    ['assigned', timer('assignedSilence', 'assigned'), 'planDrafting'],
    ['responsibilityDispute', 'decide', 'assigned', LEAD],
    ['planDrafting', 'submit', 'planUnitReview', PLAN],
    ['planUnitReview', 'sign', 'planOfficeReview'],
    ['planUnitReview', 'return', 'planDrafting'],
    ['planOfficeReview', 'return', 'planDrafting'],
    ['planOfficeReview', 'acceptOrdinary', 'rectifying', { kind: 'ordinary' }],
    ['planOfficeReview', 'acceptKey', 'targetPublicity.publishing', { kind: 'key', ...KEY_TARGETS }],
    ['planOfficeReview', 'acceptTracked', 'trackedRectifying', { kind: 'tracked' }],
    ['targetPublicity.publishing', 'published', 'targetPublicity.open'],
    ['targetPublicity.open', timer('publicityWindow', 'targetPublicity.open'), 'rectifying', { kind: 'key' }],
    ['targetPublicity.open', 'commentsNeedChange', 'planDrafting'],
    ['rectifying', 'upgrade', 'trackedRectifying', { overdueSteps: 1 }],
    ['rectifying', 'upgrade', 'trackedRectifying', { yearsRepeated: 2 }],
    ['rectifying', 'upgrade', 'trackedRectifying', { completionReturns: 2 }],
    ['rectifying', 'reportDone', 'completionReview'],
    ['rectifying', timer('yearEnd', 'rectifying'), 'carriedOver'],
    ['trackedRectifying', 'check', 'threePartyCheck'],
    ['threePartyCheck', 'findings', 'trackedRectifying'],
    ['trackedRectifying', 'reportDone', 'completionReview'],
    ['trackedRectifying', timer('yearEnd', 'trackedRectifying'), 'carriedOver'],
    ['completionReview', 'return', 'rectifying', { kind: 'key' }],
    ['completionReview', 'returnTracked', 'trackedRectifying', { kind: 'tracked' }],
    ['completionReview', 'acceptOrdinary', 'resultDecision', { kind: 'ordinary' }],
    ['completionReview', 'acceptKey', 'resultPublicity.publishing', { kind: 'key' }],
    ['completionReview', 'acceptTracked', 'thirdPartyEvaluation', { kind: 'tracked' }],
    ['resultPublicity.publishing', 'published', 'resultPublicity.open'],
    ['resultPublicity.open', timer('publicityWindow', 'resultPublicity.open'), 'satisfactionSurvey', { kind: 'key' }],
    ['satisfactionSurvey', 'resultIn', 'resultDecision', { satisfaction: 90 }],
    ['thirdPartyEvaluation', 'reportIn', 'resultDecision', { thirdPartyConclusion: 'passed' }],
    ['resultDecision', 'close', 'closed', { publicAnswer: '已修订细则' }],
    ['resultDecision', 'reopen', 'rectifying', { kind: 'key', passed: false }],
    ['resultDecision', 'reopen', 'rectifying', { kind: 'ordinary' }],
    ['resultDecision', 'reopenTracked', 'trackedRectifying', { kind: 'tracked', passed: false }],
    ['resultDecision', 'carryOver', 'carriedOver', { kind: 'key', passed: false, yearOver: true }],
  ])('%s: %s leads to %s', (from, event, to, facts = {}) => {
    expect(go(from, event, facts)?.to).toBe(to);
  });
});

describe('what B5 forbids is refused', () => {
  test.each<[string, string, string, Facts]>([
    ['handing over without a lead unit', 'classified', 'assign', { leadUnitId: null }],
    ['a second objection', 'assigned', 'object', { objected: true }],
    ['a decision without a lead unit', 'responsibilityDispute', 'decide', {}],
    ['a plan without steps', 'planDrafting', 'submit', { ...PLAN, steps: [] }],
    ['a plan without a division', 'planDrafting', 'submit', { ...PLAN, division: ' ' }],
    ['an ordinary case with key targets', 'planOfficeReview', 'acceptOrdinary', { kind: 'ordinary', ...KEY_TARGETS }],
    ['an ordinary case on the tracked list', 'planOfficeReview', 'acceptOrdinary', { kind: 'tracked' }],
    ['a key case without key targets', 'planOfficeReview', 'acceptKey', { kind: 'key', keyTargets: [] }],
    ['a key case on the tracked list', 'planOfficeReview', 'acceptKey', { ...KEY_TARGETS, kind: 'tracked' }],
    ['a tracked case off the list', 'planOfficeReview', 'acceptTracked', { kind: 'key' }],
    [
      'an upgrade without a ground',
      'rectifying',
      'upgrade',
      { overdueSteps: 0, yearsRepeated: 1, completionReturns: 1 },
    ],
    ['the return of a tracked case as untracked', 'completionReview', 'return', { kind: 'tracked' }],
    ['the return of a key case as tracked', 'completionReview', 'returnTracked', { kind: 'key' }],
    ['a key case past notice and survey', 'completionReview', 'acceptOrdinary', { kind: 'key' }],
    ['an ordinary case into the survey', 'completionReview', 'acceptKey', { kind: 'ordinary' }],
    ['a key case to the third party', 'completionReview', 'acceptTracked', { kind: 'key' }],
    ['closing without an answer', 'resultDecision', 'close', { publicAnswer: '' }],
    ['reopening what passed', 'resultDecision', 'reopen', { kind: 'key', passed: true }],
    ['reopening when the year is over', 'resultDecision', 'reopen', { kind: 'key', passed: false, yearOver: true }],
    ['reopening a tracked case as untracked', 'resultDecision', 'reopen', { kind: 'tracked', passed: false }],
    ['reopening a key case as tracked', 'resultDecision', 'reopenTracked', { kind: 'key', passed: false }],
    ['reopening a tracked case that passed', 'resultDecision', 'reopenTracked', { kind: 'tracked', passed: true }],
    ['carrying over within the year', 'resultDecision', 'carryOver', { passed: false }],
    ['carrying over what passed', 'resultDecision', 'carryOver', { passed: true, yearOver: true }],
  ])('%s', (_, from, event, facts) => {
    expect(go(from, event, facts)).toBeNull();
  });
});

describe('what the steps write', () => {
  test('an objection is remembered', () => {
    expect(go('assigned', 'object', {})?.facts.objected).toBe(true);
  });

  test('the office settles the kind by what the plan holds', () => {
    expect(go('planOfficeReview', 'acceptKey', { kind: 'ordinary', ...KEY_TARGETS })?.facts.kind).toBe('key');
    expect(go('planOfficeReview', 'acceptOrdinary', { kind: 'key' })?.facts.kind).toBe('ordinary');
    expect(go('rectifying', 'upgrade', { kind: 'key', overdueSteps: 3 })?.facts.kind).toBe('tracked');
  });

  test('a case both tracked and key gets both notices and stays tracked', () => {
    const both = { kind: 'tracked', ...KEY_TARGETS };
    expect(go('planOfficeReview', 'acceptTracked', both)?.to).toBe('targetPublicity.publishing');
    expect(go('targetPublicity.open', timer('publicityWindow', 'targetPublicity.open'), both)?.to).toBe(
      'trackedRectifying',
    );
    expect(go('completionReview', 'acceptTracked', both)?.to).toBe('resultPublicity.publishing');
    expect(go('resultPublicity.open', timer('publicityWindow', 'resultPublicity.open'), both)?.to).toBe(
      'thirdPartyEvaluation',
    );
  });

  test('85 percent passes, less does not', () => {
    expect(go('satisfactionSurvey', 'resultIn', { satisfaction: 85 })?.facts.passed).toBe(true);
    expect(go('satisfactionSurvey', 'resultIn', { satisfaction: 84.9 })?.facts.passed).toBe(false);
  });

  test('a failed evaluation is told to leadership', () => {
    const failed = go('thirdPartyEvaluation', 'reportIn', { thirdPartyConclusion: 'failed' });
    expect([failed?.facts.passed, failed?.effects]).toEqual([false, ['mail.send']]);
  });

  test('the second return of completion asks for an upgrade', () => {
    expect(go('completionReview', 'return', { kind: 'key' })).toMatchObject({
      effects: [],
      facts: { completionReturns: 1 },
    });
    expect(go('completionReview', 'return', { kind: 'key', completionReturns: 1 })).toMatchObject({
      effects: ['mail.send'],
      facts: { completionReturns: 2 },
    });
  });

  test('a progress report is added to the list and the entry is blank again', () => {
    const first = { progressOn: '2017-04-30', progressText: '已听取意见', progressProof: '会议纪要' };
    const reported = go('rectifying', 'progress', { ...first, progress: [] });
    expect(reported).toMatchObject({ to: 'rectifying', facts: { progress: [first], progressText: null } });
  });

  test('the year that ends is noted where a decision is due, which then cannot reopen', () => {
    const noted = go('resultDecision', timer('yearEnd', 'resultDecision'), { kind: 'ordinary' });
    expect(noted).toMatchObject({ to: 'resultDecision', facts: { yearOver: true } });
  });
});

describe('the schema of workflows', () => {
  test.each<[string, string, (broken: WorkflowDefinition) => void]>([
    ['an unknown key', '', (broken) => Object.assign(broken, { owner: 'office' })],
    ['a text without English', '/title', (broken) => Object.assign(broken, { title: { zh: '意见' } })],
    [
      'a field without its options',
      '/fields/kind',
      (broken) => Object.assign(broken.fields, { kind: { type: 'choice', title: { zh: '类别', en: 'Kind' } } }),
    ],
    [
      'a field of no known type',
      '/fields/kind/type',
      (broken) => Object.assign(broken.fields, { kind: { type: 'colour', title: { zh: '色', en: 'Colour' } } }),
    ],
    ['a span in hours', '/timers/yearEnd', (broken) => Object.assign(broken.timers, { yearEnd: { hours: 3 } })],
    [
      'a comparison with two operators',
      '/machine/states/classified/on/assign/guard/params',
      (broken) =>
        Object.assign(broken.machine.states?.classified?.on ?? {}, {
          assign: { guard: { type: 'when', params: { field: 'kind', is: 'key', filled: true } } },
        }),
    ],
    [
      'a post that nobody holds',
      '/machine/states/collected/meta/tasks/0/people/post',
      (broken) => Object.assign(broken.machine.states?.collected?.meta?.tasks?.[0]?.people ?? {}, { post: 'mayor' }),
    ],
  ])('refuses %s at its place', (_, pointer, spoil) => {
    const broken = structuredClone(definition);
    spoil(broken);
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    expect(validate(broken)).toBe(false);
    expect((validate.errors ?? []).map((error) => error.instancePath)).toContain(pointer);
  });
});

function closure(start: string[], arrows: { from: string; to: string }[]): Set<string> {
  const reached = new Set(start);
  for (const at of reached) for (const arrow of arrows) if (arrow.from === at) reached.add(arrow.to);
  return reached;
}
