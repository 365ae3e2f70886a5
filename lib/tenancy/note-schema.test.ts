import type pg from "pg";
import { expect, test } from "vitest";
import { noteSchema } from "./note-schema";

/** A lent connection, and how it was given back: `true` closes it. */
function lend() {
  const given: unknown[] = [];
  const client = {} as pg.PoolClient;
  const use = (schema: string) => {
    // As the pool does for every use.
    client.release = (error) => {
      given.push(error);
    };
    noteSchema(client, schema);
    client.release();
  };
  return { use, given };
}

test("a connection that has seen 350 tenants is closed, and none before", () => {
  const { use, given } = lend();
  for (let n = 0; n < 350; n += 1) use(`t_${n}`);
  expect(given.slice(0, -1).every((error) => error === undefined)).toBe(true);
  expect(given.at(-1)).toBe(true);
});

test("control: any number of uses by few tenants keeps it open", () => {
  const { use, given } = lend();
  for (let n = 0; n < 2_000; n += 1) use(`t_${n % 10}`);
  expect(given.every((error) => error === undefined)).toBe(true);
});
