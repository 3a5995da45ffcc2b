import type { Results } from '../results.js';

/** The figures of a run, asked for by what they are. */
export class Figures {
  constructor(private readonly results: Results) {}

  /** All rounds; none where it was not measured. */
  rounds(work: string, subject: string, metric: string, clients: number): number[] {
    return this.#row(work, subject, metric, clients)?.rounds ?? [];
  }

  median(work: string, subject: string, metric: string, clients: number): number | null {
    return this.#row(work, subject, metric, clients)?.median ?? null;
  }

  /** Subjects of the approval, in the order of the page. */
  get subjects(): string[] {
    return ORDER.filter((subject) =>
      this.results.rows.some((row) => row.work === 'approval' && row.subject === subject),
    );
  }

  get clients(): number[] {
    const rates = this.results.rows.filter((row) => row.work === 'approval' && row.metric === 'rate');
    return [...new Set(rates.map((row) => row.clients))].sort((one, other) => one - other);
  }

  #row(work: string, subject: string, metric: string, clients: number): Results['rows'][number] | undefined {
    return this.results.rows.find(
      (row) => row.work === work && row.subject === subject && row.metric === metric && row.clients === clients,
    );
  }
}

const ORDER = ['pgbench-cte', 'pgbench-statements', 'engine', 'http', 'restate', 'dbos', 'flowable'];
