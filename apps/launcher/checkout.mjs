import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A path inside the checkout. */
export const inCheckout = (...parts) => path.join(root, ...parts);
