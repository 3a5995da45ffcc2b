import type { Field, Option } from '#contracts';

const RADIOS_UP_TO = 4;

/** Whether options stand side by side instead of in a list that opens. This is a pure function. */
export function hasRadios(options: readonly Option[]): boolean {
  return options.length <= RADIOS_UP_TO;
}

/** Whether the field is a group of controls, named as a group and not by a `<label>`. This is a pure function. */
export function isGroup(field: Field): boolean {
  return ['yesNo', 'list'].includes(field.type) || (field.type === 'choice' && hasRadios(field.options));
}
