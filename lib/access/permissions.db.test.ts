import { expect, test } from "vitest";
import en from "@/components/i18n/messages/en/permissions.json";
import nl from "@/components/i18n/messages/nl/permissions.json";
import { ownerPool } from "@/lib/infra/database/pools";
import { PERMISSION_KEYS, permissionSpec, SYSTEM_ROLE_KEYS, SYSTEM_ROLES } from "./permissions";

type Line = string;

async function tableLines(): Promise<Line[]> {
  const { rows } = await ownerPool().query<{ line: string }>(
    `select key || ' ' || resource || ' ' || action || ' ' || risk || ' ' || scope || ' ' || coalesce(feature, 'every plan') as line from shared.permissions
     union all select role_key || ' allows ' || permission_key from shared.system_role_permissions`,
  );
  return rows.map(({ line }) => line);
}

function codeLines(): Line[] {
  return [
    ...PERMISSION_KEYS.map((key) => {
      const { risk, scope = "tenant", feature = "every plan" } = permissionSpec(key);
      return `${key} ${key.replace(":", " ")} ${risk} ${scope} ${feature}`;
    }),
    ...SYSTEM_ROLE_KEYS.flatMap((role) =>
      SYSTEM_ROLES[role].permissions.map((key) => `${role} allows ${key}`),
    ),
  ];
}

const differences = (one: Line[], two: Line[]) => [
  ...one.filter((line) => !two.includes(line)),
  ...two.filter((line) => !one.includes(line)),
];

test("the catalogue in code and the table in the database are the same", async () => {
  expect(differences(codeLines(), await tableLines())).toEqual([]);
});

test("control: a permission that only one of them has is caught", async () => {
  const table = await tableLines();
  expect(differences([...codeLines(), "agents:fly agents fly low tenant every plan"], table)).toHaveLength(1);
  expect(differences(codeLines(), table.slice(1))).toHaveLength(1);
});

test("every permission is explained in both languages", () => {
  for (const { about, resources, actions } of [en, nl]) {
    for (const key of PERMISSION_KEYS) {
      const [resource = "", action = ""] = key.split(":");
      expect(about).toHaveProperty(key.replace(":", "_"));
      expect(resources).toHaveProperty(resource);
      expect(actions).toHaveProperty(action);
    }
  }
});
