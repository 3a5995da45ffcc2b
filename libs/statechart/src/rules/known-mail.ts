import type { Pointer } from '../pointer.js';
import type { Model } from './model.js';
import { EVERY_POST } from './posts.js';
import type { Fault, Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

const RECIPIENTS = ['handler', 'leader', 'office', 'director'];

/** Every mail that is sent has words, and goes to somebody who exists. */
export const knownMail: Rule = ({ definition, actions }) =>
  actions
    .filter(({ spec }) => spec.type === 'mail.send')
    .flatMap(({ spec: { params }, pointer: at }) => [
      ...unknownName(
        at.at('params', 'template'),
        { zh: '邮件文字', en: 'mail' },
        String(params['template']),
        Object.keys(definition.mails ?? {}),
      ),
      ...recipients(definition, params['to'], at.at('params', 'to')),
    ]);

function recipients(definition: Model['definition'], to: unknown, at: Pointer): Fault[] {
  if (!Array.isArray(to) || to.length === 0)
    return [
      {
        pointer: at,
        message: {
          zh: '邮件没有收件人，请在 to 中列出。',
          en: 'The mail goes to nobody: list its recipients in `to`.',
        },
      },
    ];
  return to.flatMap((one: unknown, index) => {
    if (typeof one === 'string') return unknownName(at.at(index), { zh: '收件人', en: 'recipient' }, one, RECIPIENTS);
    if (typeof one !== 'object' || one === null || !('post' in one)) return notARecipient(at.at(index));
    return [
      ...unknownName(at.at(index, 'post'), { zh: '岗位', en: 'post' }, String(one.post), EVERY_POST),
      ...('of' in one
        ? unknownName(at.at(index, 'of'), { zh: '字段', en: 'field' }, String(one.of), Object.keys(definition.fields))
        : []),
    ];
  });
}

function notARecipient(at: Pointer): Fault[] {
  const message = {
    zh: `收件人应为 ${RECIPIENTS.join('、')} 之一，或 { post, of }。`,
    en: `A recipient is one of ${RECIPIENTS.join(', ')}, or { post, of }.`,
  };
  return [{ pointer: at, message }];
}
