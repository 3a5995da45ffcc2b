import type { Permission } from '#contracts';
import type { IconName } from '../surface/icons';

export interface Destination {
  path: string;
  word: string;
  icon: IconName;
  permission: Permission;
}

/** The places of the product, in the order of the rail; each shown to those who may go there. */
export const DESTINATIONS: Destination[] = [
  { path: '/inbox', word: 'nav.inbox', icon: 'inbox', permission: 'inbox.read' },
  { path: '/cases', word: 'nav.cases', icon: 'cases', permission: 'case.read' },
  { path: '/targets', word: 'nav.targets', icon: 'target', permission: 'target.read' },
  { path: '/import', word: 'nav.import', icon: 'import', permission: 'data.import' },
  { path: '/mail', word: 'nav.mail', icon: 'mail', permission: 'mail.read' },
  { path: '/incidents', word: 'nav.incidents', icon: 'late', permission: 'incident.settle' },
  { path: '/webhooks', word: 'nav.webhooks', icon: 'webhook', permission: 'webhook.read' },
  { path: '/batches', word: 'nav.batches', icon: 'batches', permission: 'batch.manage' },
  { path: '/audit', word: 'nav.audit', icon: 'history', permission: 'audit.read' },
  { path: '/accounts', word: 'nav.accounts', icon: 'users', permission: 'account.read' },
  { path: '/proposals', word: 'nav.proposals', icon: 'check', permission: 'account.approve' },
];
