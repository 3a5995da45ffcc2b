import { Module } from '@nestjs/common';
import { OperationLog } from '#audit';
import { groupMemberTable, OrganisationModule, unitTable } from '#organisation';
import { Database } from '#platform';
import { OpinionTable, RectificationModule } from '#rectification';
import { kpiTable, specialTargetTable } from '#targets';
import { Importer } from './importer.js';

/** Needs `Database` and `OperationLog` from the composition root. */
@Module({
  imports: [OrganisationModule, RectificationModule],
  providers: [
    {
      provide: Importer,
      inject: [Database, OperationLog, OpinionTable],
      useFactory: (database: Database, operations: OperationLog, opinionTable: OpinionTable) =>
        new Importer(database, operations, [unitTable, groupMemberTable, kpiTable, specialTargetTable, opinionTable]),
    },
  ],
  exports: [Importer],
})
export class ExchangeModule {}
