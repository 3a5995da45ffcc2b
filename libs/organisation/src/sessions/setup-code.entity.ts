import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The code with which an empty product is set up; gone once it was used. */
@Entity('setup_codes')
export class SetupCodeEntity {
  /** SHA-256 of the code; the code itself is printed once and kept nowhere. */
  @PrimaryColumn({ name: 'code_hash', type: 'bytea', primaryKeyConstraintName: 'setup_codes_pk' })
  codeHash!: Buffer;

  @Column({ name: 'made_at', type: 'timestamptz', default: () => 'now()' })
  madeAt!: Date;
}
