import { Organisation1700000001000 } from './migrations/1700000001000-organisation.js';
import { OwnSessions1700000018000 } from './migrations/1700000018000-own-sessions.js';
import { SetupCodes1700000019000 } from './migrations/1700000019000-setup-codes.js';
import { FormerPasswords1700000020000 } from './migrations/1700000020000-former-passwords.js';
import { PowersApart1700000030000 } from './migrations/1700000030000-powers-apart.js';
import { AccountProposals1700000031000 } from './migrations/1700000031000-account-proposals.js';
import { FailuresByAddress1700000021000 } from './migrations/1700000021000-failures-by-address.js';
import { SignInPolicy1700000025000 } from './migrations/1700000025000-sign-in-policy.js';
import { AccountIdentities1700000027000 } from './migrations/1700000027000-account-identities.js';
import { ApiTokens1700000028000 } from './migrations/1700000028000-api-tokens.js';
import { SecondFactors1700000026000 } from './migrations/1700000026000-second-factors.js';
import { TenantsBelow1700000041000 } from './migrations/1700000041000-tenants-below.js';
import { OrganisationRevision1700000051000 } from './migrations/1700000051000-organisation-revision.js';
import { SetupCodesOfTenants1700000042000 } from './migrations/1700000042000-setup-codes-of-tenants.js';

export { entities } from './entities.js';
export const migrations = [
  Organisation1700000001000,
  OwnSessions1700000018000,
  SetupCodes1700000019000,
  FormerPasswords1700000020000,
  FailuresByAddress1700000021000,
  SignInPolicy1700000025000,
  SecondFactors1700000026000,
  AccountIdentities1700000027000,
  ApiTokens1700000028000,
  PowersApart1700000030000,
  AccountProposals1700000031000,
  TenantsBelow1700000041000,
  SetupCodesOfTenants1700000042000,
  OrganisationRevision1700000051000,
];

export { Calendars, type PublishedYear } from './calendars/calendars.js';
export { SecondFactors, type Holder as FactorHolder } from './factors/second-factors.js';
export type { Claimed, GroupPost, IdentityRules } from './identities/claimed.js';
export { Identities } from './identities/identities.js';
export * from './import-table.js';
export { OrganisationModule } from './organisation.module.js';
export { changesTowards, LISTED_POSTS } from './grants/people-sync.js';
export { PeopleTable } from './grants/people-table.js';
export { ProposalList, type ListedProposal, type ProposalFacts, type ProposalQuery } from './grants/proposal-list.js';
export { Proposals, type ProposalActor, type ProposalListener, type ProposalNews } from './grants/proposals.js';
export { hasSecurityAdministrator } from './grants/power-holders.js';
export { AccountBook, type AccountQuery } from './people/account-book.js';
export { Actors } from './people/actors.js';
export { ACCOUNT_NAME } from './people/account-name.js';
export { AccountResets } from './people/account-resets.js';
export { Accounts, type NewAccount } from './people/accounts.js';
export {
  isPost,
  permissionsOf,
  POSTS,
  postTitle,
  powerOf,
  rulesOf,
  type Power,
  type Rule,
  type Scope,
} from './people/posts.js';
export { PostHolders, type PostHolder } from './people/post-holders.js';
export { holdingsIn, POSTS_OVER_CHILDREN, reachOf, type Holding, type Reach } from './people/reach.js';
export { hashedSampleAccounts, SAMPLE_PASSWORD, sampleAccounts, type SampleHolder } from './people/sample-accounts.js';
export { hashPassword, verifyPassword } from './sessions/password.js';
export { drawnPassword } from './sessions/drawn-password.js';
export { noteRefusals } from './sessions/refusals.js';
export { passwordProblems, passwordRules, unfitPassword } from './sessions/password-rules.js';
export { Passwords } from './sessions/passwords.js';
export { Recognition, type SignedIn } from './sessions/recognition.js';
export { Renewals } from './sessions/renewals.js';
export { type OpenedSession, type Origin } from './sessions/open-session.js';
export { Sessions, type CodeAwaited, type OwnSession } from './sessions/sessions.js';
export { SignInPolicy, type PolicyName } from './sessions/sign-in-policy.js';
export { SetupCodes } from './sessions/setup-codes.js';
export { TENANT_CODE } from './tenants/tenant-code.js';
export { Tenants, type KnownTenant, type ListedTenant, type Tenant, type TenantBelow } from './tenants/tenants.js';
export { unknownTenant } from './tenants/unknown-tenant.js';
export { ApiTokens } from './tokens/api-tokens.js';
export { TokenRecognition } from './tokens/token-recognition.js';
export { groupMemberTable } from './units/group-member-table.js';
export { KnownUnits, type KnownUnit } from './units/known-units.js';
export { Organisation, type HeldPost, type Holder } from './units/organisation.js';
export { unitIdsByCode } from './units/unit-ids.js';
export { UNIT_CODE, unitTable } from './units/unit-table.js';
