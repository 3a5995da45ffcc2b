import { DomainError } from '#platform';

export function unknownType(name: string, kind: string): DomainError {
  return new DomainError('invalid', 'upload.type-unknown', {
    zh: `“${name}”的内容不是表格或文本（${kind}），没有收下，什么也没有导入。请在 Excel 中“另存为”XLSX 或 CSV UTF-8 后再上传。`,
    en: `“${name}” holds neither a workbook nor text (${kind}); it was not taken, and nothing was imported. In Excel, save as XLSX or CSV UTF-8 and upload again.`,
  });
}

export function infected(name: string, finding: string): DomainError {
  return new DomainError('invalid', 'upload.infected', {
    zh: `“${name}”中查出恶意内容（${finding}），已隔离，什么也没有导入。请用杀毒软件检查您的电脑，换用干净的文件；如属误报，请联系管理员。`,
    en: `“${name}” holds something harmful (${finding}); it was set apart, and nothing was imported. Have your computer checked and use a clean file; if this is a false alarm, tell an administrator.`,
  });
}

export function notScanned(name: string): DomainError {
  return new DomainError('unavailable', 'upload.not-scanned', {
    zh: `“${name}”没能查毒，没有收下，什么也没有导入。请稍后重试；如再次出现，请告诉管理员检查查毒服务（CLAMD）。`,
    en: `“${name}” could not be scanned for viruses; it was not taken, and nothing was imported. Try again later; if it happens again, ask an administrator to look after the scanner (CLAMD).`,
  });
}

export function tooLarge(name: string): DomainError {
  return new DomainError('too-large', 'request.too-large', {
    zh: `“${name}”超过 20 MB，没有收下，什么也没有导入。请拆成几个文件，分次上传。`,
    en: `“${name}” is larger than 20 MB; it was not taken, and nothing was imported. Part it into several files and upload one after the other.`,
  });
}

export function brokenOff(): DomainError {
  return new DomainError('invalid', 'import.broken-off', {
    zh: '上传在中途断开，文件没有收全，什么也没有导入。请重新上传。',
    en: 'The upload broke off before the files were complete, and nothing was imported. Upload them again.',
  });
}
