import path from 'node:path';
import { root } from './checkout.mjs';

/** Folder of everything that the product keeps. */
export const dataFolder = path.resolve(root, process.env.DATA_DIR || '.data');

/** The PostgreSQL server that the machine's owner named, if any. */
export const givenDatabase = process.env.DATABASE_URL || undefined;

/** The Chromium that the machine's owner named, if any. */
export const givenChromium = process.env.CHROME_PATH || undefined;
