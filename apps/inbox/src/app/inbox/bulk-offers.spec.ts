import { describe, expect, test } from '@jest/globals';
import type { InboxRow } from '#contracts';
import { bulkOffers } from './bulk-offers.js';

const row = (workflow: string, ...events: string[]): InboxRow => ({
  instanceId: 'i',
  taskId: 't',
  workflow,
  workflowTitle: { zh: '', en: '' },
  title: { zh: '', en: '' },
  ask: { zh: '', en: '' },
  state: 's',
  stateTitle: { zh: '', en: '' },
  unit: null,
  openedAt: '',
  doneAt: null,
  outcome: null,
  due: null,
  standing: null,
  bulk: events.map((event) => ({ event, title: { zh: event, en: event }, style: 'plain', needs: [] })),
  revision: 1,
});

const eventsOf = (...rows: InboxRow[]): string[] => bulkOffers(rows).map((offer) => offer.event);

describe('outcomes for many rows', () => {
  test('are those that every row takes', () => {
    expect(eventsOf(row('annual-target', 'agree', 'return'), row('annual-target', 'return'))).toEqual(['return']);
  });

  test('are none for rows of two workflows, though the words be the same', () => {
    expect(eventsOf(row('annual-target', 'return'), row('opinion-rectification', 'return'))).toEqual([]);
  });

  test('are none for no rows', () => {
    expect(eventsOf()).toEqual([]);
  });
});
