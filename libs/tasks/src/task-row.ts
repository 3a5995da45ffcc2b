/** A task as an answer finds it. */
export interface TaskRow {
  task_id: string;
  tenant_id: string;
  instance_id: string;
  entry: number;
  state: string;
  name: string;
  desk: string;
  status: 'open' | 'done' | 'cancelled';
  done_by_name_zh: string | null;
  done_by_name_en: string | null;
  done_at: Date | null;
  outcome: string | null;
}
