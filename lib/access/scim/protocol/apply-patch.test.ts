import { describe, expect, test } from "vitest";
import { anna, refusal } from "@/lib/testing/scim-person";
import { applyPatch } from "./apply-patch";
import { cleanResource } from "./clean-resource";
import { ENTERPRISE_SCHEMA, GROUP, type Json, type JsonObject, USER } from "./definitions";

const patch = (resource: JsonObject, ...operations: Json[]) =>
  cleanResource(USER, applyPatch(USER, resource, { Operations: operations }));

describe("a PATCH", () => {
  test("takes Entra's words: capitals, texts for truths, values without a path", () => {
    expect(patch(anna, { op: "Replace", path: "active", value: "False" })).toMatchObject({ active: false });
    expect(patch(anna, { op: "replace", value: { active: "False" } })).toMatchObject({ active: false });
    const changed = patch(anna, {
      op: "Add",
      value: {
        "name.givenName": "Anne",
        displayName: "Anne de Vries",
        'emails[type eq "work"].value': "anne@acme.com",
        [`${ENTERPRISE_SCHEMA}:department`]: "Legal",
        customThing: "passed over",
        id: "another",
      },
    });
    expect(changed).toMatchObject({
      displayName: "Anne de Vries",
      name: { givenName: "Anne", familyName: "de Vries" },
      [ENTERPRISE_SCHEMA]: { department: "Legal", manager: { value: "m1" } },
    });
    expect(changed.emails).toEqual([
      { type: "work", value: "anne@acme.com", primary: true },
      { type: "home", value: "anna@home.example" },
    ]);
    expect(changed).not.toHaveProperty("customThing");
  });

  test("makes the element that a path's filter describes, where there is none", () => {
    const { emails: _gone, ...bare } = anna;
    const made = patch(bare, { op: "Replace", path: 'emails[type eq "work"].value', value: "a@acme.com" });
    expect(made.emails).toEqual([{ type: "work", value: "a@acme.com" }]);
    const vague = { op: "replace", path: 'emails[type co "w"].value', value: "x" };
    expect(refusal(() => patch(bare, vague))).toBe("noTarget");
  });

  test("names a manager by the id alone, and takes one away", () => {
    const path = `${ENTERPRISE_SCHEMA}:manager`;
    expect(patch(anna, { op: "Add", path, value: "m2" })[ENTERPRISE_SCHEMA]).toMatchObject({
      manager: { value: "m2" },
    });
    expect(patch(anna, { op: "Remove", path })[ENTERPRISE_SCHEMA]).toEqual({ department: "Sales" });
  });

  test("adds, replaces and removes elements of a list", () => {
    const home = { op: "add", path: "emails", value: [{ type: "other", value: "o@x.com", primary: true }] };
    const emails = patch(anna, home).emails as JsonObject[];
    expect(emails.map((email) => [email.type, email.primary ?? false])).toEqual([
      ["work", false],
      ["home", false],
      ["other", true],
    ]);
    const gone = patch(anna, { op: "remove", path: 'emails[type eq "home"]' }).emails as JsonObject[];
    expect(gone.map((email) => email.type)).toEqual(["work"]);
    expect(patch(anna, { op: "remove", path: "emails" })).not.toHaveProperty("emails");
    expect(patch(anna, { op: "replace", path: "name", value: { givenName: "A" } }).name).toEqual({
      givenName: "A",
      familyName: "de Vries",
    });
  });

  test("removes the members that the value or the path names, and no others", () => {
    const group: JsonObject = {
      displayName: "Sales",
      members: [{ value: "a", display: "A" }, { value: "b" }, { value: "c" }],
    };
    const left = (...operations: Json[]) => {
      const next = applyPatch(GROUP, group, { Operations: operations });
      return ((next.members ?? []) as JsonObject[]).map((member) => member.value);
    };
    expect(left({ op: "Remove", path: "members", value: [{ value: "a" }] })).toEqual(["b", "c"]);
    expect(left({ op: "remove", path: "members", value: { value: "b", type: "User" } })).toEqual(["a", "c"]);
    expect(left({ op: "remove", path: 'members[value eq "c"]' })).toEqual(["a", "b"]);
    expect(left({ op: "remove", path: "members", value: [{ value: "zzz" }] })).toEqual(["a", "b", "c"]);
    expect(left({ op: "remove", path: "members" })).toEqual([]);
    expect(left({ op: "Add", path: "members", value: [{ value: "a" }, { value: "d" }] })).toEqual([
      "b",
      "c",
      "a",
      "d",
    ]);
    expect(left({ op: "replace", value: { members: [{ value: "x" }] } })).toEqual(["x"]);
  });

  test("is all or nothing, and leaves what it was given alone", () => {
    const before = structuredClone(anna);
    const broken = [
      { op: "replace", path: "title", value: "Boss" },
      { op: "replace", path: "nothing.here.at.all", value: 1 },
    ];
    expect(refusal(() => patch(anna, ...broken))).toBe("invalidPath");
    expect(anna).toEqual(before);
  });

  test.each([
    ["invalidSyntax", { op: "move", path: "title", value: "x" }],
    ["noTarget", { op: "remove" }],
    ["invalidValue", { op: "add", value: "text" }],
    ["invalidPath", { op: "add", path: "unknownThing", value: "x" }],
    ["invalidPath", { op: "add", path: "emails[type eq", value: "x" }],
    ["mutability", { op: "replace", path: "id", value: "x" }],
    ["mutability", { op: "replace", path: "groups", value: [] }],
    ["invalidValue", { op: "replace", path: "active", value: "perhaps" }],
    ["invalidValue", { op: "replace", path: "title", value: { a: 1 } }],
    ["invalidValue", { op: "replace", path: "title", value: "x".repeat(2_000) }],
    ["invalidValue", { op: "replace", path: "displayName", value: "a\u0007b" }],
  ])("is refused as %s: %j", (scimType, operation) => {
    expect(refusal(() => patch(anna, operation as Json))).toBe(scimType);
  });

  const crowd: JsonObject = {
    displayName: "Sales",
    members: Array.from({ length: 1_000 }, (_, n) => ({ value: `m${n}`, display: `Member ${n}` })),
  };
  const operations = (most: number, make: (n: number) => Json) =>
    Array.from({ length: most }, (_, n) => make(n));
  const terms = Array.from({ length: 50 }, (_, n) => `value co "nobody${n}"`).join(" or ");
  const wide = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`x${n}`, "y"]));

  test.each<[string, Json[], string]>([
    ["filters", operations(1_000, () => ({ op: "remove", path: `members[${terms}]` })), "tooMany"],
    [
      "parts of every element",
      operations(1_000, () => ({ op: "add", path: "members.display", value: "x" })),
      "tooMany",
    ],
    [
      "new primaries",
      operations(1_000, (n) => ({ op: "add", path: "members", value: { value: `m${n}`, primary: true } })),
      "tooMany",
    ],
    [
      "lists within elements",
      [
        {
          op: "replace",
          path: 'members[value eq "m0"].display',
          value: Array.from({ length: 9_000 }, () => "x"),
        },
        ...operations(999, () => ({ op: "remove", path: `members[display eq "${"y".repeat(900)}"]` })),
      ],
      "tooMany",
    ],
    ["names that are none", operations(400, () => ({ op: "add", value: wide })), "tooMany"],
    [
      "a list that grows",
      operations(9, (n) => ({ op: "add", path: "members", value: { value: `n${n}` } })),
      "invalidValue",
    ],
  ])("stops before it keeps everybody else waiting: %s", (_what, given, why) => {
    const startedAt = performance.now();
    expect(refusal(() => applyPatch(GROUP, crowd, { Operations: given }))).toBe(why);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  test("does what a provider may well send: a thousand members one by one, and a hundred by name", () => {
    const added = operations(1_000, (n) => ({ op: "Add", path: "members", value: [{ value: `m${n}` }] }));
    const group = applyPatch(GROUP, { displayName: "Sales" }, { Operations: added });
    expect(group.members).toHaveLength(1_000);
    const gone = operations(100, (n) => ({ op: "remove", path: `members[value eq "m${n}"]` }));
    expect(applyPatch(GROUP, group, { Operations: gone }).members).toHaveLength(900);
  });

  test("keeps no password and no prototype", () => {
    const clean = cleanResource(USER, {
      userName: "a",
      password: "geheim",
      x509Certificates: [{ value: "x" }],
    });
    expect(clean).toEqual({ userName: "a" });
    patch(
      anna,
      JSON.parse('{"op":"add","value":{"__proto__":{"polluted":true},"constructor":{"x":1}}}') as Json,
    );
    expect({}).not.toHaveProperty("polluted");
  });
});
