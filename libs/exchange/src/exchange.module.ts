import { Module } from '@nestjs/common';
import { groupMemberTable, OrganisationModule, unitTable } from '#organisation';
import { Database } from '#platform';
import { OpinionTable, RectificationModule } from '#rectification';
import { kpiTable, specialTargetTable } from '#targets';
import { Importer } from './importer.js';

/** Needs `Database` from the composition root. */
@Module({
  imports: [OrganisationModule, RectificationModule],
  providers: [
    {
      provide: Importer,
      inject: [Database, OpinionTable],
      useFactory: (database: Database, opinionTable: OpinionTable) =>
        new Importer(database, [unitTable, groupMemberTable, kpiTable, specialTargetTable, opinionTable]),
    },
  ],
  exports: [Importer],
})
export class ExchangeModule {}
