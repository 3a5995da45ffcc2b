import { pointer } from '../pointer.js';
import type { Rule } from './rule.js';

/** A message from outside finds its case, and some state takes it. */
export const messageIsHeard: Rule = ({ definition, transitions }) => {
  const messages = Object.entries(definition.messages ?? {});
  const heard = new Set(transitions.filter(({ kind }) => kind === 'on').map(({ event }) => event));
  return [
    ...messages
      .filter(([event]) => !heard.has(event))
      .map(([event, { title }]) => ({
        pointer: pointer('messages', event),
        message: { zh: `没有状态接收“${title.zh}”。`, en: `No state takes “${title.en}”.` },
      })),
    ...messages
      .filter(([, message]) => message.early === 'refuse' && message.keepFor !== undefined)
      .map(([event]) => ({
        pointer: pointer('messages', event, 'keepFor'),
        message: { zh: '早到即拒收的消息没有保留期。', en: 'A message that is refused when early is not kept.' },
      })),
    ...(messages.length === 0 || definition.correlation !== undefined
      ? []
      : [
          {
            pointer: pointer('messages'),
            message: {
              zh: '有外来消息，须用 correlation 写明按哪个字段找到事项。',
              en: 'There are messages: say in `correlation` by which field they find their case.',
            },
          },
        ]),
  ];
};
