import { expect, test } from "vitest";
import { updateMember } from "@/lib/access/members/update-member";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { waitingMails } from "@/lib/testing/invitation-mails";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { setPolicy } from "@/lib/testing/set-policy";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { inviteMembers } from "../invite-members";
import { cancelBatch } from "./cancel-batch";
import { exportBatch } from "./export-batch";
import { getBatch } from "./get-batch";
import { listBatches } from "./list-batches";
import { previewBatch } from "./preview-batch";
import { resumeBatches } from "./resume-batches";
import { runBatch } from "./run-batch";
import { startBatch } from "./start-batch";

const list = (count: number) => Array.from({ length: count }, (_, n) => `p${n}@list.test`).join("\n");

test("each row of a file gets its verdict before anything is sent", async () => {
  const tenant = await makeTenant({ limits: { seats: 6 } });
  const owner = await makeContext(tenant, tenant.owner);
  const manager = await makeUser();
  await addMember(tenant, manager, "agent_manager");
  await inviteMembers(owner, { invitations: [{ email: "waits@list.test", role: "viewer" }] });
  await setPolicy(tenant.id, { email_domains: ["list.test", "example.test"] });
  const text = [
    "\uFEFFE-mail;Rol;Naam;Taal",
    'ANNA@list.test;Ontwikkelaar;"Jansen; Anna";nl',
    "anna@list.test;viewer;;",
    `${manager.email};viewer;;`,
    "waits@list.test;viewer;;",
    "no address;viewer;;",
    "boss@list.test;emperor;;",
    "far@elsewhere.test;viewer;;",
    "fr@list.test;viewer;;frans",
    "second@list.test;;=HYPERLINK(1);",
    "third@list.test;;;",
    "fourth@list.test;;;",
    "",
  ].join("\r\n");
  const { rows, valid } = await previewBatch(owner, { text, role: "viewer" });
  expect(rows.map(({ email, role, verdict }) => [email, role, verdict])).toEqual([
    ["anna@list.test", "developer", "valid"],
    ["anna@list.test", "viewer", "duplicate"],
    [manager.email, "viewer", "already_member"],
    ["waits@list.test", "viewer", "already_invited"],
    ["no address", "viewer", "invalid"],
    ["boss@list.test", "emperor", "unknown_role"],
    ["far@elsewhere.test", "viewer", "domain_not_allowed"],
    ["fr@list.test", "viewer", "unknown_language"],
    ["second@list.test", "viewer", "valid"],
    ["third@list.test", "viewer", "valid"],
    ["fourth@list.test", "viewer", "over_seats"],
  ]);
  expect(valid).toBe(3);
  expect(await tenantActions(tenant.id)).toEqual(["invitation.sent"]);

  const batch = await startBatch(owner, { text, role: "viewer" });
  expect(batch).toMatchObject({ status: "queued", total: 11, handled: 8, invited: 0 });
  await expect(startBatch(owner, { text: "x@list.test", role: "viewer" })).rejects.toMatchObject({
    details: { reason: "batch_running" },
  });
  // The worker may get a job twice: nobody is invited twice.
  await Promise.all([1, 2, 3].map(() => runBatch(tenant.id, batch.id)));
  expect(await getBatch(owner, batch.id)).toMatchObject({ status: "done", handled: 11, invited: 3 });
  const mails = (await waitingMails(tenant.id)) as unknown as { to: string; locale: string }[];
  expect(mails.map(({ to, locale }) => [to, locale])).toEqual([
    ["waits@list.test", "en"],
    ["anna@list.test", "nl"],
    ["second@list.test", "en"],
    ["third@list.test", "en"],
  ]);
  const csv = await exportBatch(owner, batch.id);
  expect(csv).toContain("anna@list.test,developer,Jansen; Anna,nl,invited");
  expect(csv).toContain("second@list.test,viewer,'=HYPERLINK(1),en,invited");
});

test("a list is sent in steps, and what changed meanwhile counts", async () => {
  const tenant = await makeTenant({ limits: { seats: 60 } });
  const owner = await makeContext(tenant, tenant.owner);
  const second = await makeUser();
  await addMember(tenant, second, "tenant_admin");
  const batch = await startBatch(await makeContext(tenant, second), { text: list(58), role: "developer" });
  await inviteMembers(owner, { invitations: [{ email: "p57@list.test", role: "viewer" }] });
  await systemPool().query(
    "update platform.account_entitlements set limit_value = 58 where account_id = $1 and feature = 'seats'",
    [tenant.accountId],
  );
  await runBatch(tenant.id, batch.id);
  const { rows } = await getBatch(owner, batch.id);
  const count = (wanted: string) => rows.filter(({ result }) => result === wanted).length;
  expect([count("invited"), count("over_seats"), count("already_invited")]).toEqual([55, 2, 1]);

  const late = await startBatch(await makeContext(tenant, second), {
    text: "late@list.test",
    role: "developer",
  }).catch((error: unknown) => error);
  expect(late).toMatchObject({ details: { reason: "batch_has_nobody" } });
  await systemPool().query(
    "update platform.account_entitlements set limit_value = null where account_id = $1 and feature = 'seats'",
    [tenant.accountId],
  );
  const last = await startBatch(await makeContext(tenant, second), {
    text: "late@list.test",
    role: "developer",
  });
  await updateMember(owner, second.id, { role: "viewer" });
  await runBatch(tenant.id, last.id);
  expect((await getBatch(owner, last.id)).rows[0]?.result).toBe("not_sent");
});

test("lists have limits, and are their workspace's alone", async () => {
  const tenant = await makeTenant();
  const owner = await makeContext(tenant, tenant.owner);
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  const wish = { text: "a@list.test", role: "viewer" };
  for (const [text, code] of [
    [list(501), "list_too_long"],
    ["x".repeat(262_145), "list_too_large"],
    ["name,role\nAnna,viewer", "list_empty"],
    ['email\n"anna@list.test', "list_quote"],
  ] as const) {
    const refusal = await previewBatch(owner, { ...wish, text }).catch((error: unknown) => error);
    expect(JSON.stringify(refusal)).toContain(code);
  }
  const asViewer = await makeContext(tenant, viewer);
  for (const attempt of [previewBatch, startBatch]) {
    await expect(attempt(asViewer, wish)).rejects.toMatchObject({ code: "permission_denied" });
  }
  const { id } = await startBatch(owner, wish);
  await expect(getBatch(asViewer, id)).rejects.toMatchObject({ code: "permission_denied" });
  const other = await makeTenant();
  const elsewhere = await makeContext(other, other.owner);
  for (const wanted of [id, newId()]) {
    await expect(getBatch(elsewhere, wanted)).rejects.toMatchObject({ code: "not_found" });
  }
  const foreign = runBatch(other.id, id);
  await foreign;
  expect((await getBatch(owner, id)).handled).toBe(0);
});

test("a list that does not move is set going again, then ended; stopping one makes room for the next", async () => {
  const tenant = await makeTenant({ limits: { seats: 200 } });
  const owner = await makeContext(tenant, tenant.owner);
  const dead = await startBatch(owner, { text: list(60), role: "viewer" });
  const jobs = async () => {
    const { rows } = await systemPool().query(
      "select dedupe_key from platform.outbox where tenant_id = $1 and queue = 'invite-batch' order by created_at, dedupe_key",
      [tenant.id],
    );
    return rows.map(({ dedupe_key: key }) => String(key).split(":")[2] ?? "");
  };
  const later = () => resumeBatches(new Date(Date.now() + 16 * 60_000));
  await resumeBatches();
  expect(await jobs()).toEqual([""]);
  for (let sweeps = 0; sweeps < 3; sweeps += 1) await later();
  expect((await jobs()).sort()).toEqual(["", "1", "2", "3"]);
  expect((await getBatch(owner, dead.id)).status).toBe("queued");
  await later();
  const ended = await getBatch(owner, dead.id);
  expect(ended).toMatchObject({ status: "done", invited: 0, handled: 60 });
  expect(ended.rows[0]?.result).toBe("failed");
  // Its job may still come: nothing is sent any more.
  await runBatch(tenant.id, dead.id);

  const next = await startBatch(owner, { text: list(60), role: "viewer" });
  await systemPool().query(
    "update shared.invitation_batch_rows set result = 'invited' where batch_id = $1 and line <= 3",
    [next.id],
  );
  expect(await cancelBatch(owner, next.id)).toMatchObject({ status: "done", invited: 3, handled: 60 });
  await cancelBatch(owner, next.id);
  await runBatch(tenant.id, next.id);
  expect(await exportBatch(owner, next.id)).toContain("p9@list.test,viewer,,en,cancelled");
  const last = await startBatch(owner, { text: "one@list.test", role: "viewer" });
  expect(await tenantActions(tenant.id)).toEqual([
    "invitation_batch.started",
    "invitation_batch.failed",
    "invitation_batch.started",
    "invitation_batch.cancelled",
    "invitation_batch.started",
  ]);

  const page = await listBatches(owner, { limit: 2 });
  expect(page.data.map(({ id, handled, invited }) => [id, handled, invited])).toEqual([
    [last.id, 0, 0],
    [next.id, 60, 3],
  ]);
  const rest = await listBatches(owner, { limit: 2, cursor: page.page.next_cursor ?? "" });
  expect(rest.data.map(({ id }) => id)).toEqual([dead.id]);
  const viewer = await makeUser();
  await addMember(tenant, viewer, "viewer");
  const asViewer = await makeContext(tenant, viewer);
  for (const attempt of [listBatches(asViewer, {}), cancelBatch(asViewer, last.id)]) {
    await expect(attempt).rejects.toMatchObject({ code: "permission_denied" });
  }
  const other = await makeTenant();
  const elsewhere = await makeContext(other, other.owner);
  expect((await listBatches(elsewhere, {})).data).toEqual([]);
  await expect(cancelBatch(elsewhere, last.id)).rejects.toMatchObject({ code: "not_found" });
});

test("a row that always fails is noted with its reason, and the rest of the list is sent", async () => {
  const tenant = await makeTenant({ limits: { seats: 200 } });
  const owner = await makeContext(tenant, tenant.owner);
  // The database refuses one of them, at whichever step it comes.
  const bad = `p7@${tenant.slug}.test`;
  await ownerPool().query(
    `alter table shared.invitations add constraint "bad ${tenant.slug}" check (email <> '${bad}') not valid`,
  );
  const text = list(9).replaceAll("list.test", `${tenant.slug}.test`);
  const batch = await startBatch(owner, { text, role: "viewer" });
  await runBatch(tenant.id, batch.id);
  const done = await getBatch(owner, batch.id);
  expect(done).toMatchObject({ status: "done", invited: 8, handled: 9 });
  expect(done.rows.filter(({ result }) => result !== "invited")).toMatchObject([
    { email: bad, result: "failed", reason: "unexpected" },
  ]);
  expect(await exportBatch(owner, batch.id)).toContain(`${bad},viewer,,en,failed,unexpected`);
  const { length } = await waitingMails(tenant.id);
  expect(length).toBe(8);
  // Alone it may be the system's fault: the job is tried again, and only a restart settles it.
  const alone = await startBatch(owner, { text: bad, role: "viewer" });
  await expect(runBatch(tenant.id, alone.id)).rejects.toThrow();
  expect((await getBatch(owner, alone.id)).handled).toBe(0);
  await resumeBatches(new Date(Date.now() + 16 * 60_000));
  await runBatch(tenant.id, alone.id);
  expect((await getBatch(owner, alone.id)).rows).toMatchObject([{ result: "failed" }]);
});
