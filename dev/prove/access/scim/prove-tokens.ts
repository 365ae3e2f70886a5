import { GET as listMembers } from "@/app/api/v1/users/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { withOwner } from "@/lib/infra/database/with-owner";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import { callScim } from "@/lib/testing/scim-world";
import { type AccessReport, judge } from "../report";
import { readRows, type ScimScene } from "./prove-scim";

type Switch = { what: string; on: string; off: string; id: (scene: ScimScene) => string };

const TOKEN = (set: string) => `update platform.scim_tokens set ${set} where id = $1`;
const SWITCHES: readonly Switch[] = [
  {
    what: "a revoked token",
    on: TOKEN("revoked_at = now()"),
    off: TOKEN("revoked_at = null"),
    id: ({ directory }) => directory.tokenId,
  },
  {
    what: "an expired token",
    on: TOKEN("expires_at = now() - interval '1 second'"),
    off: TOKEN("expires_at = now() + interval '1 day'"),
    id: ({ directory }) => directory.tokenId,
  },
  {
    what: "a directory that is off",
    on: "update platform.scim_directories set enabled = false where connection_id = $1",
    off: "update platform.scim_directories set enabled = true where connection_id = $1",
    id: ({ directory }) => directory.id,
  },
  {
    what: "a connection that is off",
    on: "update platform.sso_connections set status = 'disabled' where id = $1",
    off: "update platform.sso_connections set status = 'enabled' where id = $1",
    id: ({ directory }) => directory.id,
  },
  ...(["suspended", "offboarding", "erased"] as const).map((status) => ({
    what: `a workspace that is ${status}`,
    on: `update platform.tenants set status = '${status}' where id = $1`,
    off: "update platform.tenants set status = 'active' where id = $1",
    id: ({ directory }: ScimScene) => directory.tenant.id,
  })),
  {
    what: "a plan without single sign-on",
    on: "update platform.account_entitlements set enabled = false where account_id = $1 and feature = 'sso'",
    off: "update platform.account_entitlements set enabled = true where account_id = $1 and feature = 'sso'",
    id: ({ directory }) => directory.tenant.accountId,
  },
];

/** A token opens one directory while everything it stands on is in order; no other kind of key opens it. */
export async function proveDirectoryTokens(scene: ScimScene, report: AccessReport): Promise<void> {
  const { directory } = scene;
  const status = async (token: string) => (await callScim(token, "GET", "/Users?count=1")).status;
  for (const token of forgeries(directory.token)) {
    const answer = await status(token);
    judge(report, "forged_accepted", answer === 401, `a changed token was answered ${answer}`);
  }
  for (const { what, on, off, id } of SWITCHES) {
    await readRows(on, [id(scene)]);
    const refused = await status(directory.token);
    await readRows(off, [id(scene)]);
    judge(report, "violations", refused === 401 || refused === 403, `${what} was answered ${refused}`);
    // Each comes back, so that it was this switch that refused.
    judge(report, "violations", (await status(directory.token)) === 200, `${what} did not come back`);
  }
  await proveKinds(scene, report);
  report.controls["directory: a token's end that nobody looks at"] = await isForgottenEndSeen(scene);
}

/** Every character changed, cut short, doubled, in other letters, and other people's tokens. */
function forgeries(token: string): string[] {
  const letters = [...token];
  const flipped = letters.map((letter, at) => {
    const other = letter === "a" ? "b" : "a";
    return [...letters.slice(0, at), other, ...letters.slice(at + 1)].join("");
  });
  const shapes = [
    "",
    token.slice(0, -1),
    `${token}a`,
    token.toUpperCase(),
    token.replace("scim_", "ak_live_"),
  ];
  return [...flipped, ...shapes, "null", "Bearer", `scim_${"0".repeat(49)}`].filter((each) => each !== token);
}

async function proveKinds({ directory }: ScimScene, report: AccessReport): Promise<void> {
  const admin = await makeContext(directory.tenant, directory.tenant.owner);
  const { key } = await createApiKey(admin, { name: "key", scopes: ["sso:read"], expires_in_days: 1 });
  const asToken = (await callScim(key, "GET", "/Users")).status;
  judge(report, "forged_accepted", asToken === 401, `an API key opened the directory: ${asToken}`);
  const asKey = (await callRoute(listMembers, { key: directory.token })).status;
  judge(report, "forged_accepted", asKey === 401, `a directory's token opened the API: ${asKey}`);
  const onOther = await callRoute(listMembers, { slug: directory.tenant.slug, key: directory.token });
  judge(report, "forged_accepted", onOther.status === 401, "a directory's token opened a tenant host");
}

/** Known bad: a directory function that does not look at a token's end lets a revoked one in. */
async function isForgottenEndSeen({ directory }: ScimScene): Promise<boolean> {
  return withOwner("main", async (client) => {
    const name = "platform.use_scim_token(bytea, text)";
    const { rows } = await client.query<{ text: string }>(
      "select pg_get_functiondef($1::regprocedure) as text",
      [name],
    );
    const good = rows[0]?.text ?? "";
    await readRows(TOKEN("revoked_at = now()"), [directory.tokenId]);
    await client.query(
      good.replace("when k.revoked_at is not null then 'revoked'", "when false then 'revoked'"),
    );
    const open = (await callScim(directory.token, "GET", "/Users")).status;
    await client.query(good);
    const refused = (await callScim(directory.token, "GET", "/Users")).status;
    await readRows(TOKEN("revoked_at = null"), [directory.tokenId]);
    return open === 200 && refused === 401;
  });
}
