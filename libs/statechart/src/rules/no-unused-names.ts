import type { Text } from '#contracts';
import { pointer } from '../pointer.js';
import type { Rule } from './rule.js';

/** What is declared is used: forms, timers, ladders and mails. */
export const noUnusedNames: Rule = ({ definition, transitions, tasks, acts, actions }) => {
  const used = {
    forms: [...tasks, ...acts].map(({ spec }) => spec.form),
    timers: transitions.filter(({ kind }) => kind === 'after').map(({ event }) => event),
    ladders: tasks.map(({ spec }) => spec.ladder),
    mails: actions.filter(({ spec }) => spec.type === 'mail.send').map(({ spec }) => spec.params['template']),
  };
  return KINDS.flatMap(({ key, zh, en }) =>
    Object.keys(definition[key] ?? {})
      .filter((name) => !used[key].includes(name))
      .map((name) => ({
        pointer: pointer(key, name),
        message: { zh: `没有用到${zh}“${name}”。`, en: `The ${en} “${name}” is not used.` },
      })),
  );
};

const KINDS: ({ key: 'forms' | 'timers' | 'ladders' | 'mails' } & Text)[] = [
  { key: 'forms', zh: '表单', en: 'form' },
  { key: 'timers', zh: '时限', en: 'timer' },
  { key: 'ladders', zh: '催办梯次', en: 'ladder' },
  { key: 'mails', zh: '邮件文字', en: 'mail' },
];
