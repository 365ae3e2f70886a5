import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withSystem } from "@/lib/tenancy/with-system";
import { type MailSink, startMailSink } from "@/lib/testing/mail-sink";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { startWorkerProcess, type WorkerProcess } from "@/lib/testing/worker-process";

// A worker takes seconds to start, and many times that on a machine that tests everything at once.
const PATIENCE_MS = 60_000;
vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

let sink: MailSink;
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  sink = await startMailSink();
});
afterEach(async () => {
  await worker?.kill();
  worker = undefined;
});
afterAll(() => sink.stop());

const start = () => startWorkerProcess({ SMTP_URL: sink.url });

function enqueueCode(to: string, dedupeKey?: string): Promise<string> {
  return withSystem((tx) =>
    enqueueMail(tx, {
      template: "sign_up_code",
      to,
      locale: "nl",
      data: { code: "123456", minutes: 10 },
      ...(dedupeKey && { dedupeKey }),
    }),
  );
}

async function openRows(): Promise<number> {
  const { rows } = await systemPool().query("select 1 from platform.outbox where done_at is null");
  return rows.length;
}

async function settled(): Promise<void> {
  await expect.poll(openRows, { timeout: PATIENCE_MS, interval: 50 }).toBe(0);
}

async function delayOfOne(): Promise<number> {
  const askedAt = performance.now();
  const id = await enqueueCode("timed@example.test");
  await sink.waitFor((mail) => mail.messageId?.includes(id) ?? false);
  return performance.now() - askedAt;
}

test("a committed mail is delivered at once, sealed until then and wiped after", async () => {
  worker = start();
  await enqueueCode("warm-up@example.test");
  await sink.waitFor((mail) => mail.text?.includes("123456") ?? false);
  const id = await enqueueCode("first@example.test");
  const { rows } = await systemPool().query("select payload from platform.outbox where id = $1", [id]);
  expect(String(rows[0]?.payload)).not.toContain("123456");
  const mail = await sink.waitFor((m) => m.messageId === `<${id}@atrium.localhost>`);
  expect(mail.subject).toBe("123456 is je code voor Atrium");
  const delays = [await delayOfOne(), await delayOfOne(), await delayOfOne()];
  expect(Math.min(...delays)).toBeLessThan(1_000);
  await settled();
  const after = await systemPool().query("select payload, done_at from platform.outbox where id = $1", [id]);
  expect(after.rows[0]).toMatchObject({ payload: null, done_at: expect.any(Date) });
});

test("a known address gets another mail than the code that was asked for", async () => {
  worker = start();
  const known = await makeUser();
  const stranger = "stranger@example.test";
  for (const to of [known.email, stranger]) {
    await withSystem((tx) =>
      enqueueMail(tx, {
        template: "sign_up_code",
        to,
        locale: "en",
        data: { code: "654321", minutes: 10 },
        ifKnown: "account_exists",
      }),
    );
  }
  await settled();
  const textTo = (address: string) =>
    sink.mails.find((mail) => JSON.stringify(mail.to).includes(address))?.text ?? "";
  expect(textTo(stranger)).toContain("654321");
  expect(textTo(known.email)).toContain("already");
  expect(textTo(known.email)).not.toContain("654321");
});

test("a mail of a transaction that rolled back, and a repeated key, are not sent", async () => {
  worker = start();
  const key = newId();
  await enqueueCode("once@example.test", key);
  await enqueueCode("once@example.test", key);
  await withSystem(async (tx) => {
    await enqueueMail(tx, { template: "account_exists", to: "never@example.test", locale: "en", data: {} });
    throw new Error("no");
  }).catch(() => undefined);
  await settled();
  const to = (address: string) => sink.mails.filter((mail) => JSON.stringify(mail.to).includes(address));
  expect(to("once@example.test")).toHaveLength(1);
  expect(to("never@example.test")).toHaveLength(0);
});

test("workers that are killed lose no mail, and a repeat carries the same Message-ID", async () => {
  const ids = await Promise.all(
    Array.from({ length: 60 }, (_, n) => enqueueCode(`killed-${n}@example.test`)),
  );
  for (let round = 0; round < 3; round += 1) {
    const before = sink.mails.length;
    worker = start();
    await expect
      .poll(() => sink.mails.length, { timeout: PATIENCE_MS, interval: 5 })
      .toBeGreaterThan(before + 5);
    await worker.kill();
  }
  worker = start();
  await settled();
  const delivered = sink.mails.filter((mail) => JSON.stringify(mail.to).includes("killed-"));
  expect(new Set(delivered.map((mail) => mail.messageId)).size).toBe(ids.length);
  expect(delivered.length).toBeLessThan(ids.length + 3 * 10);
});

test("asked to stop, a worker ends cleanly within 8 seconds", async () => {
  worker = start();
  const id = await enqueueCode("last@example.test");
  await sink.waitFor((mail) => mail.messageId?.includes(id) ?? false);
  const { code, tookMs } = await worker.stop();
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(8_000);
  console.log(`stopped in ${Math.round(tookMs)} ms`);
});

test("an invitation whose address is refused for good bounces, one that is refused for now waits", async () => {
  worker = start();
  const tenant = await makeTenant();
  const [gone, busy] = [`gone@${tenant.slug}.test`, `busy@${tenant.slug}.test`];
  sink.refuses.set(gone, 550).set(busy, 450);
  await inviteMembers(await makeContext(tenant, tenant.owner), {
    invitations: [gone, busy].map((email) => ({ email, role: "viewer" })),
  });
  const told = await sink.waitFor((mail) => mail.subject?.includes(gone) ?? false);
  expect([told.to].flat()[0]?.text).toBe(tenant.owner.email);
  const { rows } = await systemPool().query(
    "select email, status, bounce_reason from shared.invitations where tenant_id = $1 order by email desc",
    [tenant.id],
  );
  expect(rows).toEqual([
    { email: gone, status: "bounced", bounce_reason: expect.stringMatching(/^550 /) },
    { email: busy, status: "pending", bounce_reason: null },
  ]);
  sink.refuses.clear();
});
