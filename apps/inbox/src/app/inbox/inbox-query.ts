import type { InboxTab } from '#contracts';
import type { Query } from '../http/query.js';

export const TABS: InboxTab[] = ['todo', 'done', 'started'];
export const DUE_FILTERS = ['overdue', 'near'] as const;

/** What the reader asked of the inbox; the address holds it all. */
export interface InboxQuery {
  tab: InboxTab;
  q: string;
  workflow: string;
  state: string;
  due: '' | (typeof DUE_FILTERS)[number];
}

export type AddressPart = string | undefined;

/** Reads the address; what it does not know counts as not said. */
export function inboxQuery(said: Partial<Record<keyof InboxQuery, AddressPart>>): InboxQuery {
  return {
    tab: TABS.find((tab) => tab === said.tab) ?? 'todo',
    q: said.q ?? '',
    workflow: said.workflow ?? '',
    state: said.state ?? '',
    due: DUE_FILTERS.find((due) => due === said.due) ?? '',
  };
}

/** The parameters of the API's request; empty ones are left out. */
export function inboxParams(query: InboxQuery, cursor: string | null): Query {
  const said = Object.entries({ ...query, cursor: cursor ?? '' }).filter(([, value]) => value !== '');
  return { ...Object.fromEntries(said), limit: 50 };
}

export function isFiltered(query: InboxQuery): boolean {
  return [query.q, query.workflow, query.state, query.due].some((value) => value !== '');
}
