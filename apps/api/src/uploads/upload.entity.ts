import { Check, Column, Entity, Index, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/** 待检 · 安全 · 隔离: not looked at yet, found harmless, found harmful. */
export type UploadState = 'pending' | 'safe' | 'quarantined';

/** A file from outside that lies in the store; row and file go together. */
@Entity('uploads')
@Check('uploads_state_known', `state IN ('pending', 'safe', 'quarantined')`)
@Index('uploads_made_at_ix', ['madeAt'])
export class UploadEntity {
  /** Also the file's name in the store. */
  @PrimaryColumn('uuid', { name: 'upload_id', primaryKeyConstraintName: 'uploads_pk' }) uploadId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'account_id' }) accountId!: string;
  /** As the sender calls it; never part of a path. */
  @Column('text') name!: string;
  @Column('integer') bytes!: number;
  @Column('bytea') sha256!: Buffer;
  @Column('text') state!: UploadState;
  /** What the scanner calls it that it found. */
  @Column('text', { nullable: true }) finding!: string | null;
  @Column('timestamptz', { name: 'made_at', default: () => 'now()' }) madeAt!: Date;
}

// additive
export class Uploads1700000036000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE uploads (
        upload_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        account_id uuid NOT NULL,
        name text NOT NULL,
        bytes integer NOT NULL,
        sha256 bytea NOT NULL,
        state text NOT NULL,
        finding text,
        made_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT uploads_pk PRIMARY KEY (upload_id),
        CONSTRAINT uploads_state_known CHECK (state IN ('pending', 'safe', 'quarantined'))
      )`);
    await runner.query(`CREATE INDEX uploads_made_at_ix ON uploads (made_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE uploads`);
  }
}
