import { CalendarDayEntity } from './calendars/calendar-day.entity.js';
import { CalendarYearEntity } from './calendars/calendar-year.entity.js';
import { ProposalEntity } from './grants/proposal.entity.js';
import { RecoveryCodeEntity } from './factors/recovery-code.entity.js';
import { SecondFactorEntity } from './factors/second-factor.entity.js';
import { AccountIdentityEntity } from './identities/account-identity.entity.js';
import { AccountEntity } from './people/account.entity.js';
import { PostHoldingEntity } from './people/post-holding.entity.js';
import { FormerPasswordEntity } from './sessions/former-password.entity.js';
import { PendingSignInEntity } from './sessions/pending-sign-in.entity.js';
import { SessionEntity } from './sessions/session.entity.js';
import { SetupCodeEntity } from './sessions/setup-code.entity.js';
import { SignInFailureEntity } from './sessions/sign-in-failure.entity.js';
import { TenantSettingEntity } from './tenants/tenant-setting.entity.js';
import { TenantEntity } from './tenants/tenant.entity.js';
import { ApiTokenEntity } from './tokens/api-token.entity.js';
import { UnitGroupMemberEntity } from './units/unit-group-member.entity.js';
import { UnitEntity } from './units/unit.entity.js';

export const entities = [
  TenantEntity,
  TenantSettingEntity,
  UnitEntity,
  UnitGroupMemberEntity,
  AccountEntity,
  PostHoldingEntity,
  ProposalEntity,
  SessionEntity,
  ApiTokenEntity,
  SignInFailureEntity,
  SetupCodeEntity,
  FormerPasswordEntity,
  PendingSignInEntity,
  AccountIdentityEntity,
  SecondFactorEntity,
  RecoveryCodeEntity,
  CalendarYearEntity,
  CalendarDayEntity,
];
