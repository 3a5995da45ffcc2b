import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

const title = { zh: '某', en: 'Some' };

describe('known-mail', () => {
  test('fails on its bad fixture', () => {
    expect(found('known-mail', bad('known-mail'))).toEqual(['/machine/states/approved/entry/params/template']);
  });

  test('passes a sound definition', () => {
    expect(found('known-mail', good())).toEqual([]);
  });

  test('goes to people who exist', () => {
    expect(
      found(
        'known-mail',
        good((definition, states) => {
          definition.mails = { told: { subject: title, body: title } };
          stateOf(states, 'approved').entry = [
            { type: 'mail.send', params: { template: 'told', to: ['handlers', { post: 'office.head' }] } },
          ];
        }),
      ),
    ).toEqual(['/machine/states/approved/entry/0/params/to/0', '/machine/states/approved/entry/0/params/to/1/post']);
  });

  test('goes to somebody', () => {
    expect(
      found(
        'known-mail',
        good((definition, states) => {
          definition.mails = { told: { subject: title, body: title } };
          stateOf(states, 'approved').entry = { type: 'mail.send', params: { template: 'told', to: [] } };
        }),
      ),
    ).toEqual(['/machine/states/approved/entry/params/to']);
  });
});
