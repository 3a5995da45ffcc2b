import {
  Bell,
  CaseOperations,
  DefinitionLibrary,
  Engine,
  InstanceLoader,
  Mailroom,
  StepComposer,
  Timers,
  type CalendarSource,
  type Effects,
} from '#engine';
import { Foreground, type Clock, type Database } from '#platform';

/** The engine with all its parts, as the product puts them together. */
export interface EngineParts {
  definitions: DefinitionLibrary;
  engine: Engine;
  timers: Timers;
  operations: CaseOperations;
  mailroom: Mailroom;
}

/** Puts an engine together without the product around it. */
export function engineParts(
  database: Database,
  effects: Effects,
  calendars: CalendarSource,
  clock: Clock,
): EngineParts {
  const definitions = new DefinitionLibrary(database);
  const foreground = new Foreground();
  const loader = new InstanceLoader(database, definitions, foreground);
  const composer = new StepComposer(definitions, effects, calendars, clock);
  const engine = new Engine(database, loader, composer, effects, new Bell(database), foreground);
  const operations = new CaseOperations(engine, effects, calendars, clock, definitions);
  const mailroom = new Mailroom(database, clock, engine, operations, definitions, calendars);
  return { definitions, engine, timers: new Timers(database, clock, effects, engine), operations, mailroom };
}
