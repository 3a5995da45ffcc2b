import { HttpCode, type StreamableFile } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** What a type says, whatever way it is written: intersections are joined, and fields that may be missing are told apart. */
type Plain<T> = T extends readonly (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { [Name in keyof T]-?: Partial<Pick<T, Name>> extends Pick<T, Name> ? { maybe: Plain<T[Name]> } : Plain<T[Name]> }
    : T;

/** True where two types say the same, in fields that may be missing too. */
export type Same<One, Other> = [Plain<One>] extends [Plain<Other>]
  ? [Plain<Other>] extends [Plain<One>]
    ? true
    : false
  : false;

interface Differs {
  theSchemaDiffersFromWhatTheRouteAnswers: never;
}

/**
 * The status and JSON body of a route's answer, for the OpenAPI document. The route's own return type, a contract, must say the
 * same as the schema, or nothing compiles: so contract and document cannot drift apart.
 */
export function Replies<Schema extends z.ZodType>(status: 200 | 201, schema: Schema) {
  return <Route extends (...parameters: never[]) => unknown>(
    target: object,
    name: string,
    route: TypedPropertyDescriptor<Route> &
      (Same<Exclude<Awaited<ReturnType<Route>>, StreamableFile>, z.output<Schema>> extends true ? unknown : Differs),
  ): void => {
    HttpCode(status)(target, name, route);
    ApiResponse({ status, standardSchema: schema, description: status === 201 ? 'Made' : 'As asked' })(
      target,
      name,
      route,
    );
  };
}
