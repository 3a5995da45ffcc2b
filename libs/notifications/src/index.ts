import { MailboxMailEntity } from './mailbox-mail.entity.js';
import { Mailbox1700000004000 } from './migrations/1700000004000-mailbox.js';

export * from './mail-settings.js';
export * from './mailbox.js';
export * from './notifications.module.js';

export const entities = [MailboxMailEntity];
export const migrations = [Mailbox1700000004000];
