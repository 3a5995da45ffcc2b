import { fileURLToPath } from 'node:url';

/** The root of the checkout, from where this file stands once compiled. */
const root = fileURLToPath(new URL('../../../../', import.meta.url));

export const workflowFolder = `${root}workflows`;
export const sampleFolder = `${root}apps/api/sample`;
export const webFolder = `${root}dist/inbox/browser`;
