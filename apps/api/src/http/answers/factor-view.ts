import { z } from 'zod';
import { instant } from './text.js';

/** How the reader's account stands with its second factor. */
export const factorView = z
  .object({
    since: instant.nullable().describe('Since when a code is asked for; null: it is not'),
    codesLeft: z.int().min(0).describe('Recovery codes that were not used yet'),
    isRequired: z.boolean().describe('Whether a post of the reader must have it'),
  })
  .meta({ id: 'FactorView' });

/** What an authenticator app takes over. */
export const factorEnrolment = z
  .object({
    secret: z.string().describe('To be typed, in Base32'),
    uri: z.string().describe('To be read by a camera: otpauth://…'),
  })
  .meta({ id: 'FactorEnrolment' });

/** Shown once. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });
