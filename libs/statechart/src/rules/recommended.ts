import { answerLeavesOrStays } from './answer-leaves-or-stays.js';
import { childrenAreAwaited } from './children-are-awaited.js';
import { choiceIsExhaustive } from './choice-is-exhaustive.js';
import { choiceIsUnambiguous } from './choice-is-unambiguous.js';
import { endAlwaysReachable } from './end-always-reachable.js';
import { eventHasASender } from './event-has-a-sender.js';
import { guardCanHold } from './guard-can-hold.js';
import { humanStateHasATask } from './human-state-has-a-task.js';
import { jointAnswers } from './joint-answers.js';
import { knownChild } from './known-child.js';
import { knownEvent } from './known-event.js';
import { knownField } from './known-field.js';
import { knownForm } from './known-form.js';
import { knownLadder } from './known-ladder.js';
import { knownMail } from './known-mail.js';
import { knownState } from './known-state.js';
import { knownTimer } from './known-timer.js';
import { labelRequired } from './label-required.js';
import { ladderHasDeadline } from './ladder-has-deadline.js';
import { messageIsHeard } from './message-is-heard.js';
import { needsCanBeFilled } from './needs-can-be-filled.js';
import { noDeadEnd } from './no-dead-end.js';
import { noImmediateLoop } from './no-immediate-loop.js';
import { noUnreachableState } from './no-unreachable-state.js';
import { noUnusedNames } from './no-unused-names.js';
import { readersCanWork } from './readers-can-work.js';
import { regionsDoNotStarve } from './regions-do-not-starve.js';
import { returnKeepsCountersign } from './return-keeps-countersign.js';
import type { Rule } from './rule.js';
import { separationIsPossible } from './separation-is-possible.js';
import { spanExists } from './span-exists.js';
import { stableId } from './stable-id.js';
import { stateShape } from './state-shape.js';
import { taskHasPeople } from './task-has-people.js';
import { timersDoNotShadow } from './timers-do-not-shadow.js';
import { typedCondition } from './typed-condition.js';
import { typedEffect } from './typed-effect.js';
import { typedField } from './typed-field.js';
import { uniqueNames } from './unique-names.js';
import { waitHasADeadline } from './wait-has-a-deadline.js';

/** Whether a finding keeps a definition from being published. */
export type Severity = 'error' | 'warning';

type Rules = Record<string, [Severity, Rule]>;

/** Rules about names and words; where one of them finds an error, the chart is not looked at. */
export const aboutNames: Rules = {
  'stable-id': ['error', stableId],
  'state-shape': ['error', stateShape],
  'known-state': ['error', knownState],
  'known-event': ['error', knownEvent],
  'known-field': ['error', knownField],
  'known-form': ['error', knownForm],
  'known-timer': ['error', knownTimer],
  'known-ladder': ['error', knownLadder],
  'known-mail': ['error', knownMail],
  'known-child': ['error', knownChild],
  'typed-field': ['error', typedField],
  'typed-condition': ['error', typedCondition],
  'typed-effect': ['error', typedEffect],
  'span-exists': ['error', spanExists],
  'unique-names': ['error', uniqueNames],
  'label-required': ['error', labelRequired],
  'no-unused-names': ['warning', noUnusedNames],
  'task-has-people': ['error', taskHasPeople],
  'joint-answers': ['error', jointAnswers],
  'ladder-has-deadline': ['error', ladderHasDeadline],
  'needs-can-be-filled': ['error', needsCanBeFilled],
  'readers-can-work': ['error', readersCanWork],
  'message-is-heard': ['error', messageIsHeard],
  'children-are-awaited': ['error', childrenAreAwaited],
  'guard-can-hold': ['error', guardCanHold],
  'no-immediate-loop': ['error', noImmediateLoop],
};

/** Rules about what may happen. */
export const aboutBehaviour: Rules = {
  'no-unreachable-state': ['error', noUnreachableState],
  'no-dead-end': ['error', noDeadEnd],
  'end-always-reachable': ['error', endAlwaysReachable],
  'human-state-has-a-task': ['error', humanStateHasATask],
  'event-has-a-sender': ['warning', eventHasASender],
  'answer-leaves-or-stays': ['error', answerLeavesOrStays],
  'wait-has-a-deadline': ['error', waitHasADeadline],
  'choice-is-exhaustive': ['error', choiceIsExhaustive],
  'choice-is-unambiguous': ['error', choiceIsUnambiguous],
  'regions-do-not-starve': ['error', regionsDoNotStarve],
  'timers-do-not-shadow': ['error', timersDoNotShadow],
  'return-keeps-countersign': ['warning', returnKeepsCountersign],
  'separation-is-possible': ['error', separationIsPossible],
};
