import { SYSTEM, type StartCommand } from '#engine';
import type { PrintedOpinion } from './printed-opinion.js';

/** The workflow that opinions travel through (B5). */
const OPINION_RECTIFICATION = 'opinion-rectification';

/** An opinion that stands in the register, with what the year before left behind about it. */
export interface OpinionToOpen extends PrintedOpinion {
  opinionId: string;
  year: number;
  /** Years raised up to the last one, where it was carried over from there; null where it was not. */
  carriedAfterYears: number | null;
}

/**
 * The command that opens the case of an opinion. Of joint leads the first named leads and the others cooperate; what
 * the year before carried over is proposed for tracked supervision (M071).
 */
export function openingOf(tenantId: string, opinion: OpinionToOpen): StartCommand {
  const [leadUnitId, ...coopUnitIds] = opinion.leadUnitIds;
  const { carriedAfterYears } = opinion;
  return {
    tenantId,
    workflow: OPINION_RECTIFICATION,
    title: {
      zh: `社会评价意见第 ${opinion.opinionNo} 号：${opinion.manifestation}`,
      en: `Public opinion no. ${opinion.opinionNo}: ${opinion.manifestation}`,
    },
    unitId: leadUnitId ?? null,
    recordId: opinion.opinionId,
    subject: {
      year: opinion.year,
      opinionNo: opinion.opinionNo,
      text: opinion.manifestation,
      area: opinion.area,
      problems: opinion.problems,
      directions: opinion.directions,
      source: 'survey',
      leadUnitsPrinted: opinion.leadUnitsPrinted,
      importNote: opinion.note,
      kind: carriedAfterYears === null ? 'ordinary' : 'tracked',
      yearsRepeated: carriedAfterYears === null ? null : carriedAfterYears + 1,
      leadUnitId: leadUnitId ?? null,
      coopUnitIds,
    },
    actor: SYSTEM,
    key: `opinion:${opinion.opinionId}`,
  };
}
