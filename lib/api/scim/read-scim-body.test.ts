import { expect, test } from "vitest";
import { readScimBody } from "./read-scim-body";

const read = (body: unknown) =>
  readScimBody(
    new Request("http://x", {
      method: "POST",
      headers: { "content-type": "application/scim+json" },
      body: JSON.stringify(body),
    }),
  );

test("a wide list is read like any other", async () => {
  const Operations = Array.from({ length: 300_000 }, () => 1);
  expect(await read({ Operations })).toEqual({ Operations });
});

test("a body that is nested deeply, or has very many names, is refused", async () => {
  let deep: object = {};
  for (let level = 0; level < 14; level += 1) deep = { deep };
  await expect(read(deep)).rejects.toMatchObject({ scimType: "invalidSyntax" });
  const wide = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`x${n}`, 1]));
  await expect(read({ wide })).rejects.toMatchObject({ scimType: "invalidSyntax" });
});
