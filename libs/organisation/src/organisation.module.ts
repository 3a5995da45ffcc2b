import { Module } from '@nestjs/common';
import { Calendars } from './calendars/calendars.js';
import { Accounts } from './people/accounts.js';
import { Actors } from './people/actors.js';
import { Passwords } from './sessions/passwords.js';
import { Recognition } from './sessions/recognition.js';
import { Sessions } from './sessions/sessions.js';
import { SetupCodes } from './sessions/setup-codes.js';
import { Tenants } from './tenants/tenants.js';
import { Organisation } from './units/organisation.js';

/** Needs `Database` and `Clock` from the composition root. */
@Module({
  providers: [Accounts, Actors, Calendars, Organisation, Passwords, Recognition, Sessions, SetupCodes, Tenants],
  exports: [Accounts, Actors, Calendars, Organisation, Passwords, Recognition, Sessions, SetupCodes, Tenants],
})
export class OrganisationModule {}
