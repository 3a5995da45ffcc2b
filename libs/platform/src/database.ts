import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Sql } from './sql.js';

/** PostgreSQL as the libs use it: single statements, and transactions that are passed on as an `Sql`. */
@Injectable()
export class Database implements Sql {
  constructor(private readonly source: DataSource) {}

  async query<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    const runner = this.source.createQueryRunner();
    try {
      return await rowsOf<Row>(runner, statement, parameters);
    } finally {
      await runner.release();
    }
  }

  /** Runs the work in one transaction: committed when it resolves, undone when it throws. */
  async transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction();
      try {
        const result = await work({ query: (statement, parameters = []) => rowsOf(runner, statement, parameters) });
        await runner.commitTransaction();
        return result;
      } catch (error) {
        // The work failed: nothing of it may stay. The error itself is the caller's.
        if (runner.isTransactionActive) await runner.rollbackTransaction();
        throw error;
      }
    } finally {
      await runner.release();
    }
  }
}

/** TypeORM answers `[rows, count]` for UPDATE and DELETE; here rows are always rows. */
async function rowsOf<Row>(runner: QueryRunner, statement: string, parameters: unknown[]): Promise<Row[]> {
  const result = await runner.query(statement, parameters, true);
  return result.records as Row[];
}
