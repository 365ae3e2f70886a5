import { newId } from "@/lib/core/ids";
import { addMember, makeUser } from "@/lib/testing/make-tenant";
import { callScim, entraUser, patchOf } from "@/lib/testing/scim-world";
import { membershipOf } from "@/lib/testing/sso-world";
import { type AccessReport, judge } from "../report";
import { readRows, type ScimScene } from "./prove-scim";

const METHODS = ["GET", "PUT", "PATCH", "DELETE"] as const;

/** Another connection's and another workspace's entries answer like such as never were, and nobody's address is taken. */
export async function proveDirectoryReach(scene: ScimScene, report: AccessReport): Promise<void> {
  const { directory, neighbour, foreign } = scene;
  const made = await callScim(directory.token, "POST", "/Users", entraUser(directory.domain, "reach"));
  const group = await callScim(directory.token, "POST", "/Groups", { displayName: "Reach" });
  const before = await digest(scene);
  for (const token of [neighbour.token, foreign.token]) {
    for (const [kind, id] of [
      ["Users", made.body.id],
      ["Groups", group.body.id],
    ]) {
      for (const method of METHODS) {
        const theirs = await ask(token, method, `/${kind}/${id}`);
        const never = await ask(token, method, `/${kind}/${newId()}`);
        judge(report, "violations", theirs === never, `${method} ${kind} of another connection: ${theirs}`);
      }
    }
    const listed = await callScim(
      token,
      "GET",
      `/Users?filter=${encodeURIComponent(`id eq "${made.body.id}"`)}`,
    );
    judge(
      report,
      "violations",
      listed.body.totalResults === 0,
      "another connection's entry was found by its id",
    );
    const taken = await callScim(token, "POST", "/Groups", {
      displayName: `Taking ${newId()}`,
      members: [{ value: made.body.id }],
    });
    judge(
      report,
      "violations",
      taken.status === 400,
      `another connection's entry became a member: ${taken.status}`,
    );
  }
  judge(report, "violations", before === (await digest(scene)), "a foreign call changed an entry");
  await proveAddresses(scene, report);
}

async function ask(token: string, method: (typeof METHODS)[number], path: string): Promise<string> {
  const bodies = {
    GET: undefined,
    DELETE: undefined,
    PUT: { userName: "x", displayName: "x" },
    PATCH: patchOf({ op: "replace", path: "displayName", value: "x" }),
  };
  const answer = await callScim(token, method, path, bodies[method]);
  return `${answer.status} ${answer.body.detail?.replace(/[0-9a-f-]{36}/g, "…") ?? ""}`;
}

async function digest({ directory }: ScimScene): Promise<string> {
  const found = await readRows(
    `select u.id, u.revision, u.resource from shared.scim_users u where connection_id = $1
     union all select g.id, g.revision, to_jsonb(g.display_name) from shared.scim_groups g where connection_id = $1 order by 1`,
    [directory.id],
  );
  return JSON.stringify(found);
}

/** A person elsewhere is not taken in by naming their address, in whatever way it is written. */
async function proveAddresses(scene: ScimScene, report: AccessReport): Promise<void> {
  const { directory, neighbour } = scene;
  const victim = await makeUser({ email: `victim-${newId().slice(-8)}@elsewhere.example` });
  await addMember(scene.foreign.tenant, victim, "tenant_admin");
  const wishes = [
    victim.email,
    victim.email.toUpperCase(),
    ` ${victim.email} `,
    `${victim.email}@${directory.domain}`,
    `a@${directory.domain}@elsewhere.example`,
    `a@sub.${directory.domain}`,
    `a@${directory.domain}.evil.example`,
    `a@evil${directory.domain}`,
    `a@${neighbour.domain}`,
  ];
  for (const address of scene.quick ? wishes.slice(0, 4) : wishes) {
    for (const change of [
      { userName: address, emails: [] },
      { emails: [{ value: address, primary: true }] },
    ]) {
      const user = entraUser(directory.domain, `t-${newId().slice(-8)}`, change);
      const answer = await callScim(directory.token, "POST", "/Users", user);
      const isOwn = answer.status === 201 && (await isOfDomain(answer.body.id, directory.domain));
      judge(
        report,
        "escalations",
        answer.status === 400 || isOwn,
        `${address} was taken in: ${answer.status}`,
      );
    }
  }
  const member = await membershipOf(directory.tenant.id, victim.id);
  judge(report, "escalations", member === undefined, "a stranger was made a member by their address");
}

async function isOfDomain(id: string, domain: string): Promise<boolean> {
  const [row] = await readRows<{ email: string }>(
    "select m.email from shared.scim_users u join shared.memberships m using (tenant_id, user_id) where u.id = $1",
    [id],
  );
  return row?.email.endsWith(`@${domain}`) ?? false;
}
