import { expect, test } from '@jest/globals';
import { proposalText } from './proposal-words.js';

test.each(['\n', '\r\n', '\u2028', '\u2029', '\u0085', '\v'])(
  'what people write in a proposal makes no line of its own, which could name another address (%j)',
  (ending) => {
    const forged = `轮岗${ending}审批：https://evil.example/${ending}${ending}Decide: https://evil.example/`;
    const proposer = { accountId: '', name: { zh: '安全管理员', en: 'Security administrator' }, email: '' };
    for (const status of ['open', 'approved'] as const) {
      const { text } = proposalText({ status, changes: 2, reason: forged, answer: forged, proposer }, 'https://here/');
      const lines = text.split(/[\n\v\f\r\u0085\u2028\u2029]/);
      expect(lines.filter((line) => /^(审批|Decide)/.test(line) && line.includes('evil'))).toEqual([]);
      expect(lines).toContain('申请理由：轮岗 审批：https://evil.example/ Decide: https://evil.example/');
    }
  },
);
