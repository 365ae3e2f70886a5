import { expect, test } from "vitest";

// A cell that nobody answers for, beside the one that this file has.
process.env.CELLS = JSON.stringify({ gone: "postgres://nobody@127.0.0.1:9/nothing" });
const { findManager } = await import("@/lib/auth/email-change/find-manager");
const { getOwnEmail } = await import("@/lib/auth/email-change/get-own-email");
const { makeUserContext } = await import("@/lib/testing/make-context");
const { makeUser } = await import("@/lib/testing/make-tenant");
const { collectOwnData } = await import("./collect-own-data");

test("while a cell is down nobody gets an incomplete file, nor an address that a directory may decide about", async () => {
  const person = await makeUser();
  const ctx = makeUserContext(person);
  const unavailable = { code: "tenant_unavailable" };
  await expect(collectOwnData(ctx)).rejects.toMatchObject(unavailable);
  await expect(findManager(person)).rejects.toMatchObject(unavailable);
  // The page is shown all the same; asking for a change is what must not go through.
  expect(await getOwnEmail(ctx)).toMatchObject({ email: person.email });
});
