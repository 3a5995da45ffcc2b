import type { WorkflowDefinition } from '#contracts';
import { check, compile } from '#statechart';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A workflow file that cannot be published: the message names the file, the place in it and the reason. */
export class BrokenWorkflow extends Error {}

/** Something in a workflow file that is to be mended, or, as a warning, looked at. */
export interface FileFinding {
  rule: string;
  severity: 'error' | 'warning';
  pointer: string;
  message: string;
}

/** A workflow file as it was read; `definition` is null where it does not fit the schema. */
export interface CheckedFile {
  file: string;
  definition: WorkflowDefinition | null;
  findings: FileFinding[];
}

/** Reads every `<folder>/<workflow>/<version>.json`, checked against the schema and the rules. */
export async function readWorkflowFiles(folder: string): Promise<WorkflowDefinition[]> {
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const versions = (await readdir(join(folder, entry.name))).filter((file) => /^\d+\.json$/.test(file));
    files.push(...versions.map((name) => join(folder, entry.name, name)));
  }
  const checked = await checkWorkflowFiles(files, join(folder, 'workflow.schema.json'));
  return checked.flatMap(({ file, definition, findings }) => {
    const errors = findings.filter(({ severity }) => severity === 'error');
    if (errors.length > 0 || !definition) throw broken(file, errors);
    compile(definition);
    return [definition];
  });
}

/**
 * Checks workflow files one by one against the schema and the rules; each may name the others as its children. A file
 * that is named by a version must stand in the folder of its workflow.
 */
export async function checkWorkflowFiles(files: string[], schemaFile: string): Promise<CheckedFile[]> {
  const schema: unknown = JSON.parse(await readFile(schemaFile, 'utf8'));
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile<WorkflowDefinition>(schema as object);
  const read: CheckedFile[] = [];
  for (const file of files) {
    const parsed = await parsedFile(file);
    if ('fault' in parsed) read.push({ file, definition: null, findings: [fault('file', '', parsed.fault)] });
    else if (validate(parsed.value))
      read.push({ file, definition: parsed.value, findings: misplaced(file, parsed.value) });
    else {
      const faults = (validate.errors ?? []).filter((error) => error.keyword !== 'if').map(schemaFault);
      read.push({ file, definition: null, findings: faults });
    }
  }
  const definitions = read.flatMap(({ definition }) => definition ?? []);
  return read.map((one) => {
    if (!one.definition) return one;
    const findings = check(one.definition, definitions).map(({ rule, severity, pointer, message }) => ({
      rule,
      severity,
      pointer,
      message: `${message.zh} ${message.en}`,
    }));
    return { ...one, findings: [...one.findings, ...findings] };
  });
}

async function parsedFile(file: string): Promise<{ value: unknown } | { fault: string }> {
  try {
    return { value: JSON.parse(await readFile(file, 'utf8')) };
  } catch (error) {
    // Whether a file is there and holds JSON can only be found out by reading it.
    return error instanceof SyntaxError
      ? { fault: `不是有效的 JSON · not valid JSON (${error.message})` }
      : { fault: `文件读不出来 · the file cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
}

function misplaced(file: string, { workflow, version }: WorkflowDefinition): FileFinding[] {
  const name = basename(file);
  if (!/^\d+\.json$/.test(name) || (name === `${version}.json` && basename(dirname(file)) === workflow)) return [];
  const place = `${workflow}/${version}.json`;
  return [fault('place', '/workflow', `文件位置应为 ${place} · the file belongs at ${place}`)];
}

function schemaFault(error: ErrorObject): FileFinding {
  const more = 'additionalProperty' in error.params ? ` (${String(error.params['additionalProperty'])})` : '';
  return fault('schema', error.instancePath, `${error.message ?? error.keyword}${more}`);
}

function fault(rule: string, pointer: string, message: string): FileFinding {
  return { rule, severity: 'error', pointer, message };
}

function broken(file: string, faults: FileFinding[]): BrokenWorkflow {
  const lines = faults.map(({ pointer, message }) => `  ${pointer || '/'}: ${message}`);
  const name = join(basename(dirname(file)), basename(file));
  return new BrokenWorkflow(
    `流程文件 ${name} 不能使用，请改正以下各处 · workflow file ${name} cannot be used, mend these:\n${lines.join('\n')}`,
  );
}
