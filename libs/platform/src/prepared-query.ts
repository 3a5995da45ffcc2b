import type { Connection, PoolClient, Submittable } from 'pg';
import { prepareValue } from 'pg/lib/utils.js';

/** A prepared statement with its parameters; `name` is that of the text alone. */
export interface Prepared {
  name: string;
  text: string;
  values: unknown[];
}

/** What pg's `Connection` offers to whoever speaks the protocol; its published types know older signatures. */
interface Wire {
  stream: { cork(): void; uncork(): void };
  parsedStatements: Record<string, string | undefined>;
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: unknown[]; valueMapper(value: unknown): unknown }): void;
  describe(message: { type: 'P' }): void;
  execute(message: object): void;
  sync(): void;
}

/** What PostgreSQL says of a column. */
interface Field {
  name: string;
  dataTypeID: Parameters<PoolClient['getTypeParser']>[0];
}

/** How the rows of a statement are read on one connection. */
interface Columns {
  names: string[];
  readers: ((text: string) => unknown)[];
  /** A row that holds nothing: its copies all have one shape. */
  blank: Record<string, unknown>;
}

const known = new WeakMap<PoolClient, Map<string, Columns>>();

/**
 * A prepared statement on its way through pg's `Client`. pg's own `Query` asks at each use what columns there are, and builds
 * their readers anew. A prepared statement has the same columns for as long as its connection lives, or PostgreSQL refuses it.
 */
export class PreparedQuery<Row> implements Submittable {
  readonly name: string;
  readonly text: string;
  readonly #rows: Row[] = [];
  #columns: Columns | undefined;
  #unread: Error | null = null;

  /** `callback` is pg's to replace: it puts its own in the place of it where a statement may take only so long. */
  constructor(
    private readonly client: PoolClient,
    private readonly statement: Prepared,
    public callback: (error: Error | null, rows: Row[]) => void,
  ) {
    this.name = statement.name;
    this.text = statement.text;
    this.#columns = known.get(client)?.get(statement.name);
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    const { name, text, values } = this.statement;
    wire.stream.cork();
    try {
      if (wire.parsedStatements[name] === undefined) wire.parse({ name, text });
      wire.bind({ statement: name, values, valueMapper: prepareValue });
      if (!this.#columns) wire.describe({ type: 'P' });
      wire.execute({});
    } catch (error) {
      // A parameter that has no text. What was said before is still to be ended.
      this.#unread = error instanceof Error ? error : new Error(String(error));
    } finally {
      wire.sync();
      wire.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    const names = fields.map((field) => field.name);
    this.#columns = {
      names,
      readers: fields.map(
        ({ dataTypeID }) => this.client.getTypeParser(dataTypeID, 'text') as Columns['readers'][number],
      ),
      blank: Object.fromEntries(names.map((column) => [column, null])),
    };
    if (!known.has(this.client)) known.set(this.client, new Map());
    known.get(this.client)?.set(this.name, this.#columns);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (!this.#columns || this.#unread) return;
    const { names, readers, blank } = this.#columns;
    const row = Object.assign({}, blank);
    try {
      names.forEach((name, at) => {
        const text = fields[at];
        row[name] = typeof text === 'string' ? readers[at]?.(text) : null;
      });
    } catch (error) {
      this.#unread = error instanceof Error ? error : new Error(String(error));
    }
    this.#rows.push(row as Row);
  }

  /** A statement that ends without a description has no columns, and is not asked for them again. */
  handleCommandComplete(): void {
    if (!this.#columns) this.handleRowDescription({ fields: [] });
  }

  handleEmptyQuery(): void {
    // Nothing to read.
  }

  /** Rows are copied over no prepared statement: PostgreSQL is told so, and refuses it. */
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('COPY is not for prepared statements');
  }

  handleCopyData(): void {
    // What COPY sends is for nobody.
  }

  handleReadyForQuery(): void {
    this.callback(this.#unread, this.#rows);
  }

  handleError(error: Error): void {
    this.callback(error, []);
  }
}
