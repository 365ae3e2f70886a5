import { GET as listMembers } from "@/app/api/v1/users/route";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { withOwner } from "@/lib/infra/database/with-owner";
import { callRoute } from "@/lib/testing/call-route";
import { forceStatus } from "@/lib/testing/force-status";
import { makeContext } from "@/lib/testing/make-context";
import { callScim } from "@/lib/testing/scim-world";
import { type AccessReport, judge } from "../report";
import { readRows, type ScimScene } from "./prove-scim";

type Switch = { what: string; turn: (scene: ScimScene, isOn: boolean) => Promise<unknown> };

const TOKEN = (set: string) => `update platform.scim_tokens set ${set} where id = $1`;

const SWITCHES: readonly Switch[] = [
  {
    what: "a revoked token",
    turn: ({ directory }, isOn) =>
      readRows(TOKEN(isOn ? "revoked_at = null" : "revoked_at = now()"), [directory.tokenId]),
  },
  {
    what: "an expired token",
    turn: ({ directory }, isOn) =>
      readRows(TOKEN(`expires_at = now() + interval '${isOn ? "1 day" : "-1 second"}'`), [directory.tokenId]),
  },
  {
    what: "a directory that is off",
    turn: ({ directory }, isOn) =>
      readRows("update platform.scim_directories set enabled = $2 where connection_id = $1", [
        directory.id,
        isOn,
      ]),
  },
  {
    what: "a connection that is off",
    turn: ({ directory }, isOn) =>
      readRows("update platform.sso_connections set status = $2 where id = $1", [
        directory.id,
        isOn ? "enabled" : "disabled",
      ]),
  },
  ...(["suspended", "offboarding", "erased"] as const).map(
    (status): Switch => ({
      what: `a workspace that is ${status}`,
      turn: ({ directory }, isOn) => forceStatus(directory.tenant.id, isOn ? "active" : status),
    }),
  ),
  {
    what: "a plan without single sign-on",
    turn: ({ directory }, isOn) =>
      readRows(
        "update platform.account_entitlements set enabled = $2 where account_id = $1 and feature = 'sso'",
        [directory.tenant.accountId, isOn],
      ),
  },
];

/** A token opens one directory while everything it stands on is in order; no other kind of key opens it. */
export async function proveDirectoryTokens(scene: ScimScene, report: AccessReport): Promise<void> {
  const { directory } = scene;
  for (const token of forgeries(directory.token, scene.quick ? 9 : 1)) {
    const answer = await status(token);
    judge(report, "forged_accepted", answer === 401, `a changed token was answered ${answer}`);
  }
  for (const { what, turn } of SWITCHES) {
    await turn(scene, false);
    const refused = await status(directory.token);
    await turn(scene, true);
    judge(report, "violations", refused === 401 || refused === 403, `${what} was answered ${refused}`);
    // Each comes back, so that it was this switch that refused.
    judge(report, "violations", (await status(directory.token)) === 200, `${what} did not come back`);
  }
  await proveKinds(scene, report);
  report.controls["directory: a token's end that nobody looks at"] = await isForgottenEndSeen(scene);
}

let visits = 0;

/** Each from an address of its own: what one address may get wrong a minute is another matter. */
async function status(token: string): Promise<number> {
  visits += 1;
  const headers = { "x-client-ip": `198.18.${Math.floor(visits / 250)}.${visits % 250}` };
  return (await callScim(token, "GET", "/Users?count=1", undefined, { headers })).status;
}

/** Every character changed, cut short, doubled, in other letters, and other people's tokens. */
function forgeries(token: string, step: number): string[] {
  const letters = [...token];
  const places = letters.map((letter, at) => ({ letter, at })).filter(({ at }) => at % step === 0);
  const flipped = places.map(({ letter, at }) => {
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
  const asToken = await status(key);
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
    const open = await status(directory.token);
    await client.query(good);
    const refused = await status(directory.token);
    await readRows(TOKEN("revoked_at = null"), [directory.tokenId]);
    return open === 200 && refused === 401;
  });
}
