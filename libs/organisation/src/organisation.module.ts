import { Module } from '@nestjs/common';
import { Calendars } from './calendars/calendars.js';
import { PeopleTable } from './grants/people-table.js';
import { ProposalList } from './grants/proposal-list.js';
import { Proposals } from './grants/proposals.js';
import { AccountBook } from './people/account-book.js';
import { SecondFactors } from './factors/second-factors.js';
import { Identities } from './identities/identities.js';
import { AccountResets } from './people/account-resets.js';
import { PostHolders } from './people/post-holders.js';
import { Accounts } from './people/accounts.js';
import { Actors } from './people/actors.js';
import { Passwords } from './sessions/passwords.js';
import { Recognition } from './sessions/recognition.js';
import { Renewals } from './sessions/renewals.js';
import { Sessions } from './sessions/sessions.js';
import { SetupCodes } from './sessions/setup-codes.js';
import { Tenants } from './tenants/tenants.js';
import { ApiTokens } from './tokens/api-tokens.js';
import { TokenRecognition } from './tokens/token-recognition.js';
import { Organisation } from './units/organisation.js';

const doors = [
  AccountBook,
  AccountResets,
  Accounts,
  Actors,
  ApiTokens,
  Calendars,
  Identities,
  Organisation,
  Passwords,
  PeopleTable,
  PostHolders,
  ProposalList,
  Proposals,
  Recognition,
  Renewals,
  SecondFactors,
  Sessions,
  SetupCodes,
  Tenants,
  TokenRecognition,
];

/** Needs `Database`, `Clock`, `SecretBox` and `SignInPolicy` from the composition root. */
@Module({ providers: doors, exports: doors })
export class OrganisationModule {}
