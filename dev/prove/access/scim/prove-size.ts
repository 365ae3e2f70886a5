import { MAX_CANDIDATES } from "@/lib/access/scim/protocol/run-list";
import { bindRoles, callScim, patchOf, type TestDirectory } from "@/lib/testing/scim-world";
import { type AccessReport, judge } from "../report";
import { readRows, type ScimScene } from "./prove-scim";

/** The largest group there may be: entered, bound and emptied in one call each, all or nothing. */
export async function proveGroupSize(scene: ScimScene, report: AccessReport): Promise<void> {
  const { directory } = scene;
  const most = scene.quick ? 50 : 1_000;
  const people = await fill(directory, most);
  const members = people.map((value) => ({ value }));
  const timed = async (what: string, work: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await work();
    report.figures[`${what}, ${most} members, ms`] = Math.round(performance.now() - startedAt);
  };
  let id = "";
  await timed("a group made", async () => {
    const made = await callScim(directory.token, "POST", "/Groups", { displayName: "Everybody", members });
    id = made.body.id;
    judge(report, "violations", made.status === 201, `a group of ${most} was answered ${made.status}`);
  });
  await timed("roles bound to a group", () => bindRoles(directory, id, ["developer"]));
  judge(report, "violations", (await holders(directory)) === most, "not every member got the role");
  await proveHeavyPatch(scene, report, id);
  await provePageOfGroups(scene, report, id);
  await timed("everybody removed by value", async () => {
    const body = patchOf({ op: "Remove", path: "members", value: members });
    const gone = await callScim(directory.token, "PATCH", `/Groups/${id}`, body);
    judge(report, "violations", gone.status === 204, `removing ${most} was answered ${gone.status}`);
  });
  judge(report, "violations", (await holders(directory)) === 0, "somebody kept a role of a group they left");
}

/** The heaviest PATCH that may be sent: refused before it keeps every other workspace waiting. */
async function proveHeavyPatch(
  { directory, quick }: ScimScene,
  report: AccessReport,
  id: string,
): Promise<void> {
  const terms = Array.from({ length: 50 }, (_, n) => `value co "nobody${n}"`).join(" or ");
  const heavy = Array.from({ length: 500 }, () => ({ op: "remove", path: `members[${terms}]` }));
  const startedAt = performance.now();
  const answer = await callScim(directory.token, "PATCH", `/Groups/${id}`, patchOf(...heavy));
  const took = Math.round(performance.now() - startedAt);
  report.figures["the heaviest PATCH refused, ms"] = took;
  const isRefused = answer.status === 400 && answer.body.scimType === "tooMany";
  judge(report, "violations", isRefused, `the heaviest PATCH was answered ${answer.status}`);
  judge(report, "violations", quick || took < 3_000, `the heaviest PATCH took ${took} ms`);
}

/** A page of large groups ends before it is too much for one answer, and the next one goes on behind it. */
async function provePageOfGroups({ directory }: ScimScene, report: AccessReport, id: string): Promise<void> {
  await readRows(
    `with made as (
       insert into shared.scim_groups (tenant_id, id, connection_id, display_name, display_name_key)
       select $1, gen_random_uuid(), $2, 'Copy ' || n, 'copy ' || n from generate_series(1, 7) n returning id
     )
     insert into shared.scim_group_members (tenant_id, group_id, scim_user_id)
     select $1, made.id, m.scim_user_id from made, shared.scim_group_members m where m.tenant_id = $1 and m.group_id = $3`,
    [directory.tenant.id, directory.id, id],
  );
  const ask = async (start: number, more = "") =>
    (await callScim(directory.token, "GET", `/Groups?startIndex=${start}${more}`)).body;
  let seen = 0;
  let most = 0;
  const { totalResults } = await ask(1, "&count=0");
  for (let pages = 0; seen < totalResults && pages < 20; pages += 1) {
    const { Resources } = await ask(seen + 1);
    const members = Resources.reduce((sum, group) => sum + (group.members?.length ?? 0), 0);
    most = Math.max(most, members);
    seen += Resources.length;
  }
  judge(report, "violations", seen === totalResults, `paging found ${seen} of ${totalResults} groups`);
  judge(report, "violations", most <= 5_000, `one page showed ${most} members`);
  await readRows("delete from shared.scim_groups where tenant_id = $1 and display_name like 'Copy %'", [
    directory.tenant.id,
  ]);
}

/** Beyond what one list may read, a filter that the database cannot answer is refused; one that it can is quick. */
export async function proveDirectorySize(scene: ScimScene, report: AccessReport): Promise<void> {
  const { directory } = scene;
  await fill(directory, scene.quick ? 10 : MAX_CANDIDATES + 1, "list");
  const ask = (text: string) => callScim(directory.token, "GET", `/Users?filter=${encodeURIComponent(text)}`);
  const wide = await ask('title eq "nobody"');
  const isRight = scene.quick ? wide.status === 200 : wide.body.scimType === "tooMany";
  judge(report, "violations", isRight, `a filter over everybody was answered ${wide.status}`);
  const startedAt = performance.now();
  const one = await ask(`userName eq "LIST7@${directory.domain}" and active eq true`);
  report.figures["one person found by userName, ms"] = Math.round(performance.now() - startedAt);
  judge(report, "violations", one.body.totalResults === 1, "a person was not found by userName");
}

async function holders(directory: TestDirectory): Promise<number> {
  const [row] = await readRows<{ count: number }>(
    `select count(*)::int as count from shared.role_bindings b join shared.roles r using (tenant_id)
     where b.tenant_id = $1 and r.id = b.role_id and r.key = 'developer' and b.source = 'scim' and b.subject_type = 'user'`,
    [directory.tenant.id],
  );
  return row?.count ?? 0;
}

/** Entries of people, written straight into the tables: how they get there is proved elsewhere. */
async function fill(directory: TestDirectory, most: number, name = "size"): Promise<string[]> {
  const tenantId = directory.tenant.id;
  const found = await readRows<{ id: string }>(
    `with person as (
       insert into platform.users (id, email, first_name, last_name, email_verified_at)
       select gen_random_uuid(), $5 || n || '@' || $3, 'Size', n::text, now() from generate_series(1, $4::int) n
       returning id, email
     ), member as (
       insert into shared.memberships (tenant_id, user_id, email, first_name, last_name, source)
       select $1, id, email, 'Size', 'Person', 'scim' from person returning user_id, email
     )
     insert into shared.scim_users (tenant_id, id, connection_id, user_id, user_name, user_name_key)
     select $1, gen_random_uuid(), $2, user_id, email, email from member returning id::text`,
    [tenantId, directory.id, directory.domain, most, name],
  );
  await readRows(
    `insert into platform.user_tenants (user_id, tenant_id)
     select user_id, tenant_id from shared.memberships where tenant_id = $1 on conflict do nothing`,
    [tenantId],
  );
  return found.map(({ id }) => id);
}
