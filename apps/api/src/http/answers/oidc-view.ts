import { z } from 'zod';

/** Whether one can sign in through an identity provider. */
export const oidcView = z.object({ isOn: z.boolean() }).meta({ id: 'OidcView' });

/** Where to go to sign out there as well. */
export const oidcLeaving = z.object({ url: z.string().nullable() }).meta({ id: 'OidcLeaving' });
