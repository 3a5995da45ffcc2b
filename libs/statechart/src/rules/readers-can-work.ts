import type { Field, FormField, Post } from '#contracts';
import { pointer, type Pointer } from '../pointer.js';
import type { Model } from './model.js';
import { EVERY_POST } from './posts.js';
import type { Fault, Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

/** Fields are kept for posts that exist, and never from those who fill them in or decide by them. */
export const readersCanWork: Rule = (model) => [
  ...Object.entries(model.definition.fields).flatMap(([name, field]) => unknownReaders(field, pointer('fields', name))),
  ...[...model.tasks, ...model.acts].flatMap(({ spec, pointer: at }) => keptFrom(model, spec, at)),
];

function unknownReaders(field: Field, at: Pointer): Fault[] {
  const columns = field.type === 'list' ? Object.entries(field.columns) : [];
  return [
    ...(field.readableBy ?? []).flatMap((post, index) =>
      unknownName(at.at('readableBy', index), { zh: '岗位', en: 'post' }, post, EVERY_POST),
    ),
    ...columns.flatMap(([name, column]) => unknownReaders(column, at.at('columns', name))),
  ];
}

interface Work {
  people: { post: Post };
  form?: string;
  needs?: string[];
  outcomes?: Record<string, { needs?: string[] }>;
}

function keptFrom({ definition: { fields, forms } }: Model, { people, form, ...work }: Work, at: Pointer): Fault[] {
  const asked: FormField[] = form === undefined ? [] : (forms[form]?.fields ?? []);
  const needed = [work, ...Object.values(work.outcomes ?? {})].flatMap(({ needs = [] }) => needs);
  const names = new Set([...asked.map(({ field }) => field), ...needed]);
  const written = new Set([...asked.filter(({ readOnly }) => readOnly !== true).map(({ field }) => field), ...needed]);
  return [...names].flatMap((name) => {
    const field = fields[name];
    if (!field) return [];
    const hidden = [field, ...(written.has(name) ? columnsOf(field) : [])].find(
      ({ readableBy }) => readableBy?.includes(people.post) === false,
    );
    return hidden ? [{ pointer: at.at('people', 'post'), message: unread(field, hidden, people.post) }] : [];
  });
}

/** Whoever writes a list without seeing a column of it would empty that column. */
const columnsOf = (field: Field): Field[] => (field.type === 'list' ? Object.values(field.columns) : []);

function unread(field: Field, hidden: Field, post: Post): Fault['message'] {
  const part = (language: 'zh' | 'en'): string =>
    hidden === field ? field.title[language] : `${field.title[language]} / ${hidden.title[language]}`;
  return {
    zh: `这里要用到“${part('zh')}”，但它的 readableBy 里没有 ${post}，办理人看不到。请补上该岗位，或不要求这一项。`,
    en: `“${part('en')}” is worked with here, but its readableBy leaves out ${post}, who cannot read it. Add the post, or do not ask for it.`,
  };
}
