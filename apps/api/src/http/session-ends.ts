import { Injectable } from '@nestjs/common';
import { Sessions } from '#organisation';
import { Database, everyTenant } from '#platform';

/** Ends the session of a token that a browser brought. */
@Injectable()
export class SessionEnds {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
  ) {}

  /** Of which tenant the session is, only its token tells. */
  end(token: string): Promise<void> {
    return everyTenant(() => this.database.transaction((sql) => this.sessions.close(sql, token)));
  }
}
