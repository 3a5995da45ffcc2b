import { URI, type TOTP } from 'otpauth';
import type { Database } from '#platform';

/** An authenticator app, by another implementation than the product's, that has read the QR code. */
export class Authenticator {
  readonly #totp: TOTP;

  constructor(
    uri: string,
    private readonly database: Database,
  ) {
    this.#totp = URI.parse(uri) as TOTP;
  }

  /** The code that it shows, so many steps of thirty seconds ahead of the database's clock. */
  async code(ahead = 0): Promise<string> {
    const [now] = await this.database.query<{ ms: number }>(`select (extract(epoch from now()) * 1000)::float8 as ms`);
    return this.#totp.generate({ timestamp: (now?.ms ?? 0) + ahead * 30_000 });
  }
}
