import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A mail that the built-in mailbox received in place of the world outside. */
@Entity('mailbox_mails')
@Index('mailbox_mails_by_time', ['tenantId', 'receivedAt', 'mailId'])
export class MailboxMailEntity {
  @PrimaryColumn('uuid', { name: 'mail_id', primaryKeyConstraintName: 'mailbox_mails_pk' }) mailId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('timestamptz', { name: 'received_at' }) receivedAt!: Date;
  @Column('text') sender!: string;
  @Column('text', { array: true }) recipients!: string[];
  @Column('text') subject!: string;
  @Column('text') body!: string;
  @Column('text', { name: 'message_id' }) messageId!: string;
  @Column('uuid', { name: 'instance_id', nullable: true }) instanceId!: string | null;
}
