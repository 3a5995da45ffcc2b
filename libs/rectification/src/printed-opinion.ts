/** An opinion as a year's list prints it. */
export interface PrintedOpinion {
  opinionNo: number;
  area: string;
  problems: string;
  manifestation: string;
  directions: string;
  /** As printed: 市交通运输局、市城投集团. */
  leadUnitsPrinted: string;
  /** The first leads, the others cooperate; empty for the open row that a year's list keeps for new issues (M067). */
  leadUnitIds: string[];
  /** The paper or file that it stands in. */
  source: string;
  note: string;
}

/** Whether two prints say the same, word for word. */
export function readsTheSame(one: PrintedOpinion, other: PrintedOpinion): boolean {
  return (
    one.opinionNo === other.opinionNo &&
    one.area === other.area &&
    one.problems === other.problems &&
    one.manifestation === other.manifestation &&
    one.directions === other.directions &&
    one.leadUnitsPrinted === other.leadUnitsPrinted &&
    one.leadUnitIds.join() === other.leadUnitIds.join() &&
    one.source === other.source &&
    one.note === other.note
  );
}
