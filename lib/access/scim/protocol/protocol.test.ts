import SCIMMY from "scimmy";
import { describe, expect, test } from "vitest";
import { applyPatch } from "./apply-patch";
import { newBudget } from "./budget";
import { cleanResource } from "./clean-resource";
import { ENTERPRISE_SCHEMA, GROUP, type Json, type JsonObject, USER } from "./definitions";
import { matchFilter } from "./match-filter";
import { parseFilter } from "./parse-filter";
import { ScimError } from "./scim-error";
import { readSelection, selectAttributes } from "./select-attributes";

const anna: JsonObject = {
  id: "2819c223-7f76-453a-919d-413861904646",
  userName: "Anna@acme.com",
  externalId: "Oid-1",
  active: true,
  title: "",
  name: { givenName: "Anna", familyName: "de Vries" },
  emails: [
    { type: "work", value: "anna@acme.com", primary: true },
    { type: "home", value: "anna@home.example" },
  ],
  [ENTERPRISE_SCHEMA]: { department: "Sales", manager: { value: "m1" } },
  meta: { created: "2026-01-02T10:00:00Z", lastModified: "2026-03-04T10:00:00Z" },
};
const meets = (filter: string, resource = anna) =>
  matchFilter(USER, parseFilter(filter), resource, newBudget());
const patch = (resource: JsonObject, ...operations: Json[]) =>
  cleanResource(USER, applyPatch(USER, resource, { Operations: operations }));
const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof ScimError ? error.scimType : String(error);
  }
  return "accepted";
};

describe("a filter", () => {
  test.each([
    'userName eq "anna@ACME.com"',
    'externalId eq "Oid-1"',
    'userName sw "anna" and active eq true',
    'userName sw "bert" or active eq True',
    'not (userName eq "bert")',
    'emails[type eq "work"].value eq "ANNA@acme.com"',
    'emails[type eq "work" and value co "acme"]',
    'emails.value ew "home.example"',
    'emails co "home"',
    "name.familyName pr",
    'name.familyName ne "Jansen"',
    'meta.lastModified gt "2026-03-04T11:00:00+02:00"',
    'meta.created le "2026-01-02T10:00:00.000Z"',
    `${ENTERPRISE_SCHEMA}:department eq "sales"`,
    `${ENTERPRISE_SCHEMA}:manager.value eq "m1"`,
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "anna@acme.com"',
    'active eq "True"',
    'userName eq "x" or userName eq "y" or (active eq true and not (title pr))',
    "nickName eq null",
    'userName ge "anna" and userName lt "b"',
  ])("finds: %s", (filter) => expect(meets(filter)).toBe(true));

  test.each([
    'externalId eq "oid-1"',
    "title pr",
    "nickName pr",
    'emails[type eq "work"].value eq "anna@home.example"',
    'emails[type eq "other"]',
    'userName eq "anna"',
    "active eq false",
    'password eq "x"',
    'meta.created gt "2026-01-02T10:00:00Z"',
    'userName eq "x" or userName eq "y" and active eq true',
    'phoneNumbers.value co "1"',
  ])("does not find: %s", (filter) => expect(meets(filter)).toBe(false));

  test.each([
    "",
    "userName",
    "userName eq",
    'userName is "x"',
    'userName eq "x',
    '(userName eq "x"',
    'userName eq "x")',
    'userName eq "x" and',
    'emails[type eq "work"',
    "active gt true",
    "userName eq x",
    "1=1",
    `${"(".repeat(40)}active eq true${")".repeat(40)}`,
    Array.from({ length: 60 }, () => "active eq true").join(" or "),
    `userName eq "${"x".repeat(3_000)}"`,
  ])("is refused: %s", (filter) => expect(refusal(() => parseFilter(filter))).toBe("invalidFilter"));

  // Another implementation of the same grammar, where both speak it.
  test("says what another implementation says", () => {
    const people = Array.from({ length: 12 }, (_, index) => ({
      userName: `p${index}@acme.com`,
      active: index % 2 === 0,
      title: index % 3 === 0 ? "Boss" : "Worker",
      emails: [{ type: index % 4 === 0 ? "work" : "home", value: `p${index}@x.com` }],
    }));
    for (const filter of [
      'userName eq "p3@acme.com"',
      'title co "oss" and active eq true',
      'title sw "Work" or userName ew "1@acme.com"',
      'emails[type eq "work"]',
      'title ne "Boss"',
      "title pr and active eq false",
    ]) {
      const other = new SCIMMY.Types.Filter(filter).match(people as never) as { userName: string }[];
      const ours = people.filter((person) => meets(filter, person));
      expect(ours.map((person) => person.userName)).toEqual(other.map((person) => person.userName));
    }
  });
});

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

test("attributes and excludedAttributes show what they name, and always the id", () => {
  const shown = (attributes: string | null, excluded: string | null) =>
    selectAttributes(anna, readSelection(attributes, excluded));
  expect(shown("userName,emails.value", null)).toEqual({
    id: anna.id,
    userName: anna.userName,
    emails: [{ value: "anna@acme.com" }, { value: "anna@home.example" }],
  });
  expect(shown(`${ENTERPRISE_SCHEMA}:department`, null)).toEqual({
    id: anna.id,
    [ENTERPRISE_SCHEMA]: { department: "Sales" },
  });
  const rest = shown(null, "emails,name.givenName,id");
  expect(rest).not.toHaveProperty("emails");
  expect(rest).toMatchObject({ id: anna.id, name: { familyName: "de Vries" } });
});
