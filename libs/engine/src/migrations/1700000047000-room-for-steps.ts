import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; for pages that are written from now on
export class RoomForSteps1700000047000 implements MigrationInterface {
  /**
   * No step changes what an index of `instances` holds, so its row may stay on its page and spare all six of them. Cases that were
   * started one after the other share a page, and a batch may step all of them at once: each finds room for one more row.
   */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE instances SET (fillfactor = 45)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE instances SET (fillfactor = 70)`);
  }
}
