import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Permission } from '#contracts';
import { CaseOperations, type CommandKey, type Operation, type StepResult } from '#engine';
import { z } from 'zod';
import { Permit } from './access.js';
import { acting } from './acting.js';
import { stepResult } from './answers/answer-result.js';
import { Key } from './command-key.js';
import { plainText, reason, stateMapping, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const operation = z.strictObject({ reason, revision: z.number().int().min(1).max(2_000_000_000) });
const modification = operation.extend({ states: z.array(plainText(200)).min(1).max(50) });
const version = z.number().int().min(1).max(1_000_000);
const migration = operation.extend({ version, mapping: stateMapping });
const restart = operation.extend({ seq: z.number().int().min(1).max(2_000_000_000) });

/** What is done to a case beside its chart, by those who answer for the whole. */
@ApiTags('operation')
@ApiHeader({ name: 'Idempotency-Key', required: true })
@Controller('api/cases/:instanceId/operations')
export class OperationController {
  constructor(private readonly operations: CaseOperations) {}

  @Post('cancel')
  @Permit('case.hold')
  @ApiOperation({ summary: 'Ends the case; its tasks, deadlines and children end with it' })
  @Replies(200, stepResult)
  cancel(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('instanceId', { schema: uuid }) instanceId: string,
    @Body({ schema: operation }) body: z.infer<typeof operation>,
  ): Promise<StepResult> {
    return this.operations.cancel(ordered(visitor, 'case.hold', key, instanceId, body));
  }

  @Post('suspend')
  @Permit('case.hold')
  @ApiOperation({ summary: 'Lets the case stand still: nothing can be done, and no clock counts' })
  @Replies(200, stepResult)
  suspend(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('instanceId', { schema: uuid }) instanceId: string,
    @Body({ schema: operation }) body: z.infer<typeof operation>,
  ): Promise<StepResult> {
    return this.operations.suspend(ordered(visitor, 'case.hold', key, instanceId, body));
  }

  @Post('resume')
  @Permit('case.hold')
  @ApiOperation({ summary: 'Lets a suspended case go on; every deadline moves by the working days it stood still' })
  @Replies(200, stepResult)
  resume(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('instanceId', { schema: uuid }) instanceId: string,
    @Body({ schema: operation }) body: z.infer<typeof operation>,
  ): Promise<StepResult> {
    return this.operations.resume(ordered(visitor, 'case.hold', key, instanceId, body));
  }

  @Post('modify')
  @Permit('case.move')
  @ApiOperation({ summary: 'Puts the case into other states, whatever the transitions of its chart say' })
  @Replies(200, stepResult)
  modify(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('instanceId', { schema: uuid }) instanceId: string,
    @Body({ schema: modification }) { states, ...body }: z.infer<typeof modification>,
  ): Promise<StepResult> {
    return this.operations.modify({ ...ordered(visitor, 'case.move', key, instanceId, body), states });
  }

  @Post('restart')
  @Permit('case.move')
  @ApiOperation({ summary: 'Begins again where a past step had led, with what was known then' })
  @Replies(200, stepResult)
  restart(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('instanceId', { schema: uuid }) instanceId: string,
    @Body({ schema: restart }) { seq, ...body }: z.infer<typeof restart>,
  ): Promise<StepResult> {
    return this.operations.restart({ ...ordered(visitor, 'case.move', key, instanceId, body), seq });
  }

  @Post('migrate')
  @Permit('case.move')
  @ApiOperation({ summary: 'Lets the case go on under another version of its workflow' })
  @Replies(200, stepResult)
  migrate(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('instanceId', { schema: uuid }) instanceId: string,
    @Body({ schema: migration }) { version, mapping, ...body }: z.infer<typeof migration>,
  ): Promise<StepResult> {
    return this.operations.migrate({ ...ordered(visitor, 'case.move', key, instanceId, body), version, mapping });
  }
}

function ordered(
  visitor: Visitor,
  permission: Permission,
  key: CommandKey,
  instanceId: string,
  body: z.infer<typeof operation>,
): Operation {
  return { tenantId: visitor.tenantId, instanceId, actor: acting(visitor, permission), key, ...body };
}
