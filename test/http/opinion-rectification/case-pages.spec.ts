import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CasePage, CaseRow, ChangesView, ChartNode, DefinitionView } from '#contracts';
import { OpinionOffice, PLAN, paged, refusal } from './opinion-office.js';

const WORKFLOW = 'opinion-rectification';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
  await opinions.bring(1, 'classified');
  await opinions.officer.act(opinions.idOf(1), 'merge', { data: { mergedInto: 2 } });
  await opinions.bring(31, 'rectifying');
  const id = await opinions.bring(9, 'planUnitReview');
  const [operator, leader] = [await opinions.lead(id, 'operator'), await opinions.lead(id, 'leader')];
  await leader.answer(id, 'return', { opinion: '再细化' });
  await operator.answer(id, 'submit', { data: PLAN });
});
afterAll(() => opinions.close());

describe('history and changes of a case', () => {
  test('who did what, in which post, from where to where', async () => {
    const entries = await opinions.history(opinions.idOf(9));
    expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.map(({ title, toPaths }) => [title.zh, toPaths.join()])).toEqual([
      ['立项', 'collected'],
      ['转入梳理', 'classified'],
      ['交办', 'assigned'],
      ['签收', 'planDrafting'],
      ['提交审签', 'planUnitReview'],
      ['退回修改', 'planDrafting'],
      ['提交审签', 'planUnitReview'],
    ]);
    expect(entries[5]).toMatchObject({
      opinion: '再细化',
      actor: { post: { zh: '单位分管领导' } },
      unit: { code: 'HZ-GAJ' },
      from: [{ zh: '单位领导审签' }],
    });
  });

  test('nothing has changed where nothing was changed between submissions', async () => {
    const changes = await (
      await opinions.lead(opinions.idOf(9), 'leader')
    ).get<ChangesView>(`/api/cases/${opinions.idOf(9)}/changes`);
    expect(changes.body.groups.flatMap((group) => group.changes)).toEqual([]);
  });

  test('there is nothing to compare before the second submission', async () => {
    const changes = await opinions.officer.get<ChangesView>(`/api/cases/${opinions.idOf(31)}/changes`);
    expect(changes.body).toMatchObject({ since: null, groups: [] });
  });

  test('both are missing to whoever may not see the case', async () => {
    const stranger = await opinions.person('hz-ywj.operator');
    for (const part of ['', '/history', '/changes']) {
      expect(refusal(await stranger.get(`/api/cases/${opinions.idOf(9)}${part}`))).toEqual([404, 'case.missing']);
    }
  });
});

describe('the list of cases', () => {
  const list = async (query: string, person = opinions.officer): Promise<CasePage> =>
    (await person.get<CasePage>(`/api/cases?workflow=${WORKFLOW}&limit=200${query}`)).body;

  test('counts states, and each filter shows as many', async () => {
    const { states, total } = await list('');
    expect(states.reduce((sum, state) => sum + state.count, 0)).toBe(total);
    for (const { path, count } of states) {
      const page = await list(`&state=${path}`);
      expect([path, page.rows.length, page.total]).toEqual([path, count, count]);
      expect(page.states).toEqual(states);
    }
  });

  test('filters by unit, words and whether it runs', async () => {
    expect(
      (await list(`&unit=${await opinions.unitId('HZ-JTJ')}`)).rows.map((row) => row.columns['opinionNo']),
    ).toEqual([10, 12, 21, 37]);
    expect((await list('&q=养老')).rows.map((row) => row.columns['opinionNo'])).toEqual([34]);
    expect((await list('&status=done')).rows.map((row) => row.columns['opinionNo'])).toEqual([1]);
    expect((await list('&status=running')).total).toBe(52);
  });

  test('a unit sees its own, counted for itself', async () => {
    const page = await list('', await opinions.person('hz-jtj.leader'));
    expect([page.total, page.rows.length, page.states.reduce((sum, state) => sum + state.count, 0)]).toEqual([4, 4, 4]);
  });

  test('shows the soonest open deadline of each', async () => {
    const [row] = (await list('&q=第 31 号')).rows;
    expect(row?.due).toMatchObject({ at: '2017-12-31T15:59:59.999Z' });
    expect((await list('&status=done')).rows[0]?.due).toBeNull();
  });

  test('by tens is the whole list', async () => {
    const { rows, total } = (await opinions.officer.get<CasePage>(`/api/cases?workflow=${WORKFLOW}&limit=200`)).body;
    const byTens = await paged<CaseRow>(opinions.officer, `/api/cases?workflow=${WORKFLOW}`, 10);
    expect(byTens.map((row) => row.instanceId)).toEqual(rows.map((row) => row.instanceId));
    expect([rows.length, total]).toEqual([53, 53]);
  });

  test('of a workflow that does not exist is refused', async () => {
    expect(refusal(await opinions.officer.get('/api/cases?workflow=no-such'))).toEqual([404, 'definition.missing']);
  });
});

describe.each(['opinion-rectification', 'annual-target'])('the picture of %s', (workflow) => {
  let view: DefinitionView;

  beforeAll(async () => {
    view = (await opinions.officer.get<DefinitionView>(`/api/definitions/${workflow}/1`)).body;
  });

  const isInside = (inner: ChartNode, outer: ChartNode): boolean => inner.path.startsWith(`${outer.path}.`);
  const overlap = (one: Box, other: Box): boolean =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;

  test('places every node within its bounds', () => {
    const { nodes, width, height } = view.chart;
    expect(nodes.length).toBeGreaterThan(10);
    for (const { path, x, y, width: w, height: h } of nodes) {
      expect([path, w > 0 && h > 0, x >= 0 && y >= 0, x + w <= width && y + h <= height]).toEqual([
        path,
        true,
        true,
        true,
      ]);
    }
  });

  test('lays no node over another, but within its group', () => {
    const { nodes } = view.chart;
    const pairs = nodes.flatMap((one, index) => nodes.slice(index + 1).map((other) => [one, other] as const));
    const clashes = pairs.filter(
      ([one, other]) => overlap(one, other) && !isInside(one, other) && !isInside(other, one),
    );
    expect(clashes.map(([one, other]) => `${one.path} × ${other.path}`)).toEqual([]);
    const outside = nodes.flatMap((group) => nodes.filter((node) => isInside(node, group) && !overlap(node, group)));
    expect(outside).toEqual([]);
  });

  test('draws every arrow from the edge of its node to the edge of the next', () => {
    const nodes = new Map(view.chart.nodes.map((node) => [node.path, node]));
    const touches = (path: string, point: Point | undefined): boolean => {
      const node = nodes.get(path);
      return (
        node !== undefined &&
        point !== undefined &&
        overlap(node, { x: point.x - 2, y: point.y - 2, width: 4, height: 4 })
      );
    };
    for (const { from, to, points } of view.chart.edges) {
      expect([from, to, points.length >= 2, touches(from, points[0]), touches(to, points.at(-1))]).toEqual([
        from,
        to,
        true,
        true,
        true,
      ]);
    }
  });

  test('writes no arrow’s words over a node or other words', () => {
    const { edges, nodes } = view.chart;
    const labels = edges.flatMap((edge) => (edge.label ? [{ ...edge.label, words: `${edge.from} → ${edge.to}` }] : []));
    expect(labels).toHaveLength(edges.length);
    const boxes = nodes.filter((node) => node.kind !== 'group');
    expect(
      labels.flatMap((label) =>
        boxes.filter((node) => overlap(node, label)).map((node) => `${label.words} over ${node.path}`),
      ),
    ).toEqual([]);
    expect(
      labels.flatMap((label, index) =>
        labels
          .slice(index + 1)
          .filter((other) => overlap(label, other))
          .map((other) => `${label.words} over ${other.words}`),
      ),
    ).toEqual([]);
  });

  test('names every state and arrow in both languages', () => {
    for (const { title } of [...view.chart.nodes, ...view.chart.edges])
      expect(title).toEqual({
        zh: expect.stringMatching(/\p{Script=Han}/u),
        en: expect.stringMatching(/^[\x20-\x7e–—’“”…]+$/),
      });
  });
});

test.each(['opinion-rectification/3', 'no-such/1', 'opinion-rectification/99999999999'])(
  'the definition %s that is not there is missing',
  async (path) => {
    expect((await opinions.officer.get(`/api/definitions/${path}`)).status).toBe(404);
  },
);

interface Point {
  x: number;
  y: number;
}

interface Box extends Point {
  width: number;
  height: number;
}
