import { z } from 'zod';

/** Words in both languages. */
export const text = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'Text' });

/** An instant as ISO 8601 writes it. */
export const instant = z.iso.datetime({ offset: true });
