import { Body, Controller, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleSynced } from '#contracts';
import { ACCOUNT_NAME, changesTowards, LISTED_POSTS, Organisation, Proposals } from '#organisation';
import { Clock, Database, DomainError, type Sql } from '#platform';
import { z } from 'zod';
import { ForPeople, Fresh, Permit } from './access.js';
import { peopleSynced } from './answers/account-view.js';
import { calendarDay, plainText, reason } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const day = calendarDay.nullable().default(null);
const line = z
  .strictObject({
    account: plainText(64)
      .refine((name) => ACCOUNT_NAME.is.test(name), { params: { message: ACCOUNT_NAME.says } })
      .meta({ pattern: ACCOUNT_NAME.is.source }),
    name: plainText(200).trim().min(1),
    nameEn: plainText(200).trim().default(''),
    email: z.email().max(200),
    post: z.enum(LISTED_POSTS),
    unitCode: plainText(64).min(1),
    from: day,
    until: day,
  })
  .refine(({ from, until }) => from === null || until === null || from <= until, {
    path: ['until'],
    params: { message: { zh: '截止日期早于开始日期。', en: 'The last day lies before the first one.' } },
  });
const list = z.strictObject({ people: z.array(line).min(1).max(1000), isWhole: z.boolean().default(false), reason });
type List = z.infer<typeof list>;

/** Lists of people from another system. */
@ApiTags('account')
@Controller('api/organisation')
@ForPeople()
export class PeopleController {
  constructor(
    private readonly database: Database,
    private readonly proposals: Proposals,
    private readonly organisation: Organisation,
    private readonly clock: Clock,
  ) {}

  @Put('people')
  @Permit('account.propose')
  @Fresh()
  @ApiOperation({
    summary: 'Compares a list of people and posts with what is held; the difference becomes one proposal for approval',
    description:
      'The same list a second time changes nothing. Of a whole list (`isWhole`) whoever is missing is disabled, and posts that are missing end; the three administrators stay out of it.',
  })
  @Replies(200, peopleSynced)
  sync(@Who() visitor: Visitor, @Body({ schema: list }) body: List): Promise<PeopleSynced> {
    return this.database.transaction(async (sql) => {
      await this.#mustKnowUnits(sql, visitor.tenantId, body);
      const changes = await changesTowards(sql, visitor.tenantId, { ...body, now: this.clock.now() });
      if (changes.length === 0) return { proposalId: null, changes: 0 };
      const waiting = await this.proposals.waiting(sql, visitor, changes);
      if (waiting !== null) return { proposalId: waiting, changes: changes.length };
      const { proposalId } = await this.proposals.propose(sql, visitor, { changes, reason: body.reason });
      return { proposalId, changes: changes.length };
    });
  }

  async #mustKnowUnits(sql: Sql, tenantId: string, { people }: List): Promise<void> {
    const codes = people.map(({ unitCode }) => unitCode);
    const known = await this.organisation.refsByCodes(sql, tenantId, codes);
    const errors = codes.flatMap((code, at) => (known.has(code) ? [] : [unknownUnit(code, at)]));
    if (errors.length === 0) return;
    const detail = {
      zh: `有 ${errors.length} 行的单位代码不存在，没有提出任何变动。请先导入单位。`,
      en: `${errors.length} lines name units that are not known; nothing was asked for. Import the units first.`,
    };
    throw new DomainError('invalid', 'unit.unknown', detail, { errors: errors.slice(0, 200) });
  }
}

function unknownUnit(code: string, at: number) {
  const message = { zh: `没有代码为“${code}”的单位。`, en: `There is no unit with the code “${code}”.` };
  return { pointer: `/people/${at}/unitCode`, code: 'unit.unknown', message };
}
