import SCIMMY from "scimmy";
import { describe, expect, test } from "vitest";
import { anna, refusal } from "@/lib/testing/scim-person";
import { newBudget } from "./budget";
import { ENTERPRISE_SCHEMA, USER } from "./definitions";
import { matchFilter } from "./match-filter";
import { parseFilter } from "./parse-filter";
import { readSelection, selectAttributes } from "./select-attributes";

const meets = (filter: string, resource = anna) =>
  matchFilter(USER, parseFilter(filter), resource, newBudget());

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
