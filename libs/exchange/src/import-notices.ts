import type { ImportProblem } from '#contracts';

/** That a file was not in UTF-8, and was read all the same. */
export function readInEncoding(file: string, encoding: string): ImportProblem {
  return {
    file,
    row: 0,
    column: null,
    value: encoding,
    code: 'file.encoding',
    message: {
      zh: `文件编码为 ${encoding}，已按此读取。请抽查几个汉字是否正确；下次可“另存为”CSV UTF-8。`,
      en: `The file is encoded in ${encoding} and was read as such. Check a few characters; next time save as CSV UTF-8.`,
    },
  };
}

/** That a file was left aside, for no table bears its name. */
export function leftAside(file: string, names: string[]): ImportProblem {
  return {
    file,
    row: 0,
    column: null,
    value: null,
    code: 'file.left-aside',
    message: {
      zh: `未导入：不认识这个文件名。可导入的文件：${names.join('、')}（.csv 或 .xlsx）。`,
      en: `Not imported: the name is not known. Files that can be imported: ${names.join(', ')} (.csv or .xlsx).`,
    },
  };
}
