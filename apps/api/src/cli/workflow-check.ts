import { join } from 'node:path';
import { workflowFolder } from '../paths.js';
import { checkWorkflowFiles, type CheckedFile } from '../workflow-files.js';

/**
 * Checks workflow files against the schema and the rules, and says what it finds; answers 0 where there is nothing.
 * Files of other workflows that are checked together may be named as children.
 */
export async function checkWorkflows(files: string[], say: (line: string) => void): Promise<number> {
  const checked = await checkWorkflowFiles(files, join(workflowFolder, 'workflow.schema.json'));
  for (const line of checked.flatMap(linesOf)) say(line);
  const count = checked.reduce((sum, { findings }) => sum + findings.length, 0);
  say(
    count === 0
      ? `✓ ${files.length} 个流程文件没有问题 · ${files.length} workflow files, nothing found`
      : `✗ 共 ${count} 处 · ${count} findings`,
  );
  return count === 0 ? 0 : 1;
}

function linesOf({ file, findings }: CheckedFile): string[] {
  if (findings.length === 0) return [];
  return [
    file,
    ...findings.map(
      ({ rule, severity, pointer, message }) => `  ${SEVERITIES[severity]} ${rule} ${pointer || '/'}\n    ${message}`,
    ),
  ];
}

const SEVERITIES = { error: '错误 · error', warning: '提醒 · warning' };
