import { callScim, entraUser, patchOf, type TestDirectory } from "@/lib/testing/scim-world";
import { type AccessReport, judge } from "../report";
import { readRows, type ScimScene } from "./prove-scim";

/** Parallel calls: one entry for one name, no change lost, no member without their entry. */
export async function proveDirectoryRaces(scene: ScimScene, report: AccessReport): Promise<void> {
  const { directory, quick } = scene;
  const many = quick ? 6 : 50;
  const user = entraUser(directory.domain, "race");
  const creates = await Promise.all(times(many, () => callScim(directory.token, "POST", "/Users", user)));
  const made = creates.filter(({ status }) => status === 201);
  const others = creates.filter(({ status }) => status === 409).length;
  judge(
    report,
    "violations",
    made.length === 1,
    `${made.length} of ${many} creates of one name made an entry`,
  );
  judge(
    report,
    "violations",
    others === many - 1,
    `${others} of ${many} creates of one name were answered 409`,
  );
  const id = made[0]?.body.id ?? "";
  const lost = await lostChanges(directory, id, many, (index) =>
    callScim(
      directory.token,
      "PATCH",
      `/Users/${id}`,
      patchOf({ op: "add", path: "phoneNumbers", value: [{ type: `t${index}`, value: `+31 ${index}` }] }),
    ),
  );
  judge(report, "violations", lost === 0, `${lost} of ${many} parallel PATCHes were lost`);
  report.figures["parallel PATCHes of one entry, lost"] = `${lost} of ${many}`;
  report.controls["directory: read, change, write without a lock loses changes"] =
    (await lostWithoutLock(directory, id, many)) > 0;
  await proveMembers(scene, report, many);
}

/** Known bad: what a server does that reads an entry, changes it and writes it back. */
async function lostWithoutLock(directory: TestDirectory, id: string, many: number): Promise<number> {
  await callScim(directory.token, "PATCH", `/Users/${id}`, patchOf({ op: "remove", path: "phoneNumbers" }));
  return lostChanges(directory, id, many, async (index) => {
    const [row] = await readRows<{ resource: { phoneNumbers?: unknown[] } }>(
      "select resource from shared.scim_users where id = $1",
      [id],
    );
    const phoneNumbers = [
      ...(row?.resource.phoneNumbers ?? []),
      { type: `t${index}`, value: `+31 ${index}` },
    ];
    await readRows("update shared.scim_users set resource = resource || $2 where id = $1", [
      id,
      JSON.stringify({ phoneNumbers }),
    ]);
  });
}

async function lostChanges(
  directory: TestDirectory,
  id: string,
  many: number,
  change: (index: number) => Promise<unknown>,
): Promise<number> {
  await Promise.all(times(many, change));
  const after = await callScim(directory.token, "GET", `/Users/${id}?attributes=phoneNumbers`);
  const kept = after.body.phoneNumbers;
  return many - (Array.isArray(kept) ? kept.length : 0);
}

/** Fifty people enter a group at once, then leave it at once, each by another form of the same wish. */
async function proveMembers(scene: ScimScene, report: AccessReport, many: number): Promise<void> {
  const { directory } = scene;
  const people: string[] = [];
  for (let index = 0; index < many; index += 1) {
    const made = await callScim(directory.token, "POST", "/Users", entraUser(directory.domain, `m${index}`));
    people.push(made.body.id);
  }
  const { id } = (await callScim(directory.token, "POST", "/Groups", { displayName: "Race" })).body;
  const patch = (operation: Record<string, unknown>) =>
    callScim(directory.token, "PATCH", `/Groups/${id}`, patchOf(operation));
  const count = async () =>
    ((await callScim(directory.token, "GET", `/Groups/${id}`)).body.members ?? []).length;
  await Promise.all(people.map((value) => patch({ op: "Add", path: "members", value: [{ value }] })));
  judge(report, "violations", (await count()) === many, `${await count()} of ${many} entered`);
  const stay = people.slice(0, 3);
  await Promise.all(
    people
      .slice(3)
      .map((value, index) =>
        patch(
          index % 2 === 0
            ? { op: "Remove", path: "members", value: [{ value }] }
            : { op: "remove", path: `members[value eq "${value}"]` },
        ),
      ),
  );
  judge(report, "violations", (await count()) === stay.length, `${await count()} stayed, not ${stay.length}`);
}

function times<T>(count: number, make: (index: number) => Promise<T>): Promise<T>[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
