/** Parameters of a request's address. */
export type Query = Record<string, string | number | boolean>;
