import { TENANT_CODE } from '#organisation';
import { textRefusal } from '#platform';
import { z } from 'zod';

/** A text of the address or body that PostgreSQL and people can read: no control characters, not too long. */
export function plainText(maxLength: number) {
  return z
    .string()
    .superRefine((text, context) => {
      const refusal = textRefusal(text, maxLength);
      if (refusal)
        context.addIssue({ code: 'custom', message: refusal.message.en, params: { message: refusal.message } });
    })
    .meta({ maxLength });
}

/** A text of the address that may be missing or empty: null then. */
export function optionalText(maxLength: number) {
  return plainText(maxLength)
    .transform((text) => text.trim() || null)
    .nullable()
    .default(null);
}

/** How many rows a page holds. */
export const limit = z.coerce.number().int().min(1).max(200).default(50);

export const uuid = z.uuid();

/** The code of a tenant. */
export const tenantCode = z
  .string()
  .max(40)
  .refine((code) => TENANT_CODE.is.test(code), { params: { message: TENANT_CODE.says } })
  .meta({ pattern: TENANT_CODE.is.source });

/** A day that somebody may mean: of this century or the last, or of the centuries that follow. */
export const calendarDay = z.iso.date().refine((text) => text >= '1900-01-01', {
  params: { message: { zh: '日期不能早于 1900 年。', en: 'The day must not be before 1900.' } },
});

/** Why somebody steps in: what history keeps. */
export const reason = plainText(2000)
  .trim()
  .refine((text) => text !== '', {
    params: { message: { zh: '请说明理由。', en: 'Say why.' } },
  })
  .meta({ minLength: 1 });

/** How states of one version are called in another, by path. */
export const stateMapping = z.record(z.string().max(200), z.string().max(200)).default({});
