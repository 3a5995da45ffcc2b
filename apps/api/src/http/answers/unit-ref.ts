import { z } from 'zod';
import { text } from './text.js';

const unit = { unitId: z.uuid(), code: z.string(), name: z.string(), nameEn: z.string() };

/** A unit as the pages name it. */
export const unitRef = z.object(unit).meta({ id: 'UnitRef' });

/** Units, for pickers. */
export const unitList = z.array(unitRef);

/** A unit that a target is allocated to, with how far its sheet has come. */
export const targetUnit = z
  .object({
    ...unit,
    sheetId: z.uuid().nullable(),
    instanceId: z.uuid().nullable(),
    stateTitle: text.nullable(),
    issued: z.boolean(),
  })
  .meta({ id: 'TargetUnit' });
