import type { WorkflowDefinition } from '#contracts';
import { check, compile } from '#statechart';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A workflow file that cannot be published: the message names the file, the place in it and the reason. */
export class BrokenWorkflow extends Error {}

/** Reads every `<folder>/<workflow>/<version>.json`, checked against the schema and its own names. */
export async function readWorkflowFiles(folder: string): Promise<WorkflowDefinition[]> {
  const schema: unknown = JSON.parse(await readFile(join(folder, 'workflow.schema.json'), 'utf8'));
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile<WorkflowDefinition>(schema as object);
  const definitions: WorkflowDefinition[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    for (const name of (await readdir(join(folder, entry.name))).filter((file) => /^\d+\.json$/.test(file))) {
      const file = `${entry.name}/${name}`;
      const parsed = parse(file, await readFile(join(folder, file), 'utf8'));
      if (!validate(parsed))
        throw broken(file, (validate.errors ?? []).filter((error) => error.keyword !== 'if').map(schemaFault));
      if (parsed.workflow !== entry.name || name !== `${parsed.version}.json`) {
        throw broken(file, [
          `/workflow: 文件位置应为 ${parsed.workflow}/${parsed.version}.json · the file belongs at ${parsed.workflow}/${parsed.version}.json`,
        ]);
      }
      const findings = check(parsed);
      if (findings.length > 0)
        throw broken(
          file,
          findings.map((finding) => `${finding.pointer}: ${finding.message.zh} ${finding.message.en}`),
        );
      compile(parsed);
      definitions.push(parsed);
    }
  }
  return definitions;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // JSON.parse tells the place; it cannot be asked beforehand.
    throw broken(file, [`/: 不是有效的 JSON · not valid JSON (${String(error)})`]);
  }
}

function schemaFault(error: ErrorObject): string {
  const more = 'additionalProperty' in error.params ? ` (${String(error.params['additionalProperty'])})` : '';
  return `${error.instancePath || '/'}: ${error.message ?? error.keyword}${more}`;
}

function broken(file: string, faults: string[]): BrokenWorkflow {
  return new BrokenWorkflow(
    `流程文件 ${file} 不能使用，请改正以下各处 · workflow file ${file} cannot be used, mend these:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  );
}
