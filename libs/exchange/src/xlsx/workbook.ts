import { FileRefused } from '../file-refused.js';
import type { Archive } from './archive.js';
import { readXml } from './xml.js';

export interface FirstSheet {
  /** Path of the sheet inside the archive. */
  path: string;
  /** Whether days are counted from 1904, as old Excel for Mac did. */
  countsFrom1904: boolean;
}

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** Finds the first sheet that is not hidden. */
export async function firstSheet(archive: Archive): Promise<FirstSheet> {
  const visible: (string | undefined)[] = [];
  let countsFrom1904 = false;
  await readXml(WORKBOOK, archive.text(WORKBOOK), {
    open(name, attributes) {
      if (name === 'workbookPr') countsFrom1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name === 'sheet' && (attributes['state'] ?? 'visible') === 'visible') visible.push(relationOf(attributes));
    },
  });
  const path = (await readTargets(archive)).get(visible[0] ?? '');
  if (path === undefined || !archive.has(path)) throw noSheet();
  return { path, countsFrom1904 };
}

function relationOf(attributes: Record<string, string>): string | undefined {
  return Object.entries(attributes).find(([name]) => name === 'id' || name.endsWith(':id'))?.[1];
}

async function readTargets(archive: Archive): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  await readXml(RELATIONS, archive.text(RELATIONS), {
    open(name, attributes) {
      if (name === 'Relationship') targets.set(attributes['Id'] ?? '', pathFrom('xl/', attributes['Target'] ?? ''));
    },
  });
  return targets;
}

function pathFrom(folder: string, target: string): string {
  return target.startsWith('/') ? target.slice(1) : folder + target;
}

function noSheet(): FileRefused {
  return new FileRefused('file.xlsx-without-sheet', {
    zh: '工作簿里没有可见的工作表。请把要导入的表放在第一个工作表，“另存为”XLSX 后再导入。',
    en: 'The workbook has no visible sheet. Put the table to import on the first sheet and save as XLSX.',
  });
}
