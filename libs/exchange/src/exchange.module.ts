import { Module } from '@nestjs/common';
import { OperationLog } from '#audit';
import { groupMemberTable, OrganisationModule, PeopleTable, unitTable } from '#organisation';
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
      inject: [Database, OperationLog, OpinionTable, PeopleTable],
      useFactory: (database: Database, operations: OperationLog, opinionTable: OpinionTable, people: PeopleTable) =>
        new Importer(database, operations, [
          unitTable,
          groupMemberTable,
          people,
          kpiTable,
          specialTargetTable,
          opinionTable,
        ]),
    },
  ],
  exports: [Importer],
})
export class ExchangeModule {}
