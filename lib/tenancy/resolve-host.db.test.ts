import { expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { makeTenant } from "@/lib/testing/make-tenant";
import { forgetDomain, resolveHost } from "./resolve-host";

test("a roll-out of custom domains that does not reach the workspace stops serving its name", async () => {
  const tenant = await makeTenant({ planKey: "professional" });
  const name = `portal-${newId().slice(-12)}.acme-shop.com`;
  await systemPool().query(
    `insert into platform.domains (id, tenant_id, hostname, token, status, verified_at)
     values ($1, $2, $3, 'x', 'verified', now())`,
    [newId(), tenant.id, name],
  );
  const rolledOutTo = async (percent: number) => {
    await systemPool().query(
      `insert into platform.feature_flags (feature, rollout_percent) values ('custom_domains', $1)
       on conflict (feature) do update set rollout_percent = $1`,
      [percent],
    );
    forgetDomain(name);
    return (await resolveHost(`${name}:3000`)).kind;
  };
  expect([await rolledOutTo(100), await rolledOutTo(0), await rolledOutTo(100)]).toEqual([
    "tenant",
    "unknown",
    "tenant",
  ]);
});
