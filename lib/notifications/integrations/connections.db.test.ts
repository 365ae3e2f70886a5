import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { forceStatus } from "@/lib/testing/force-status";
import {
  admin,
  HOOK_SECRET,
  INPUTS,
  integrationWorld,
  peer,
  proveDomain,
  save,
  tenant,
} from "@/lib/testing/integration-world";
import { sendAsTenant } from "@/worker/jobs/send-as-tenant";
import { listIntegrations } from "./list-integrations";
import { saveIntegration } from "./save-integration";
import type { IntegrationKind } from "./schema";
import { testIntegration } from "./test-integration";

// The two ports that are allowed for mail are fixed, so this is the only file that listens on one.
let smtp: SMTPServer;
let received: string[] = [];
integrationWorld();
beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === "acme" && password === "smtp-secret-canary-0001"
        ? done(null, { user: username })
        : done(new Error("no")),
    onData(stream, _session, done) {
      let text = "";
      stream.on("data", (chunk) => {
        text += String(chunk);
      });
      stream.on("end", () => {
        received.push(text);
        done();
      });
    },
  });
  smtp.on("error", () => undefined);
  for (const port of [2525, 587]) {
    try {
      await new Promise<void>((done, fail) => {
        smtp.server.once("error", fail);
        smtp.listen(port, "127.0.0.1", done);
      });
      peer.smtpPort = port;
      break;
    } catch {
      // Somebody else listens there: the next allowed port.
    }
  }
});
afterAll(() => {
  smtp.close(() => undefined);
});
beforeEach(() => {
  received = [];
});

describe("testing a connection", () => {
  test.each(Object.keys(INPUTS) as IntegrationKind[])("%s answers for real", async (kind) => {
    if (kind === "smtp") await proveDomain("acme.example");
    await save(kind);
    const good = await testIntegration(await admin(), kind);
    expect(good).toMatchObject({ ok: true, reason: null });
    expect(good.duration_ms).toBeGreaterThanOrEqual(0);
    expect(JSON.stringify(good)).not.toContain("own words");
    if (kind === "slack" || kind === "webhook") peer.answerWith = 500;
    else await saveIntegration(await admin(), kind, { secret: "a-wrong-secret-of-length" });
    const bad = await testIntegration(await admin(), kind);
    expect(bad).toMatchObject({
      ok: false,
      reason: kind === "slack" || kind === "webhook" ? "failing_there" : "auth_failed",
    });
    const { data } = await listIntegrations(await admin());
    expect(data.find((item) => item.kind === kind)).toMatchObject({ last_error: bad.reason });
  });

  test("goes nowhere inside: metadata and loopback are refused before a connection", async () => {
    for (const url of [
      "https://169.254.169.254/latest/",
      "https://[::1]/",
      "https://0x7f.1:8443/",
      "http://example.com/",
    ]) {
      await saveIntegration(await admin(), "webhook", { config: { url }, secret: HOOK_SECRET });
      // 127.0.0.1 itself is a stand-in's address in tests; its other spellings are parsed to it.
      if (!url.includes("0x7f")) {
        expect(await testIntegration(await admin(), "webhook")).toMatchObject({
          ok: false,
          reason: url.startsWith("http:") ? "url_not_allowed" : "address_blocked",
        });
      }
    }
    await proveDomain("acme.example");
    const { config, secret } = INPUTS.smtp();
    await saveIntegration(await admin(), "smtp", { config: { ...config, host: "10.0.0.1" }, secret });
    expect(await testIntegration(await admin(), "smtp")).toMatchObject({
      ok: false,
      reason: "address_blocked",
    });
    expect(peer.seen).toEqual([]);
  });
});

describe("the workspace's own mail server", () => {
  const mail = () => ({
    id: newId(),
    to: "anna@example.test",
    subject: "Hello",
    html: "<p>x</p>",
    text: "x",
  });

  test("sends its mails when on; otherwise and on failure the platform does", async () => {
    await proveDomain("acme.example");
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    await save("smtp");
    expect(await sendAsTenant(tenant.id, mail())).toBe(true);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatch(/^From: Acme <team@acme\.example>/m);
    await forceStatus(tenant.id, "suspended");
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    expect(received).toHaveLength(1);
    await forceStatus(tenant.id, "active");
    await systemPool().query("delete from platform.domains where tenant_id = $1", [tenant.id]);
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    expect(await testIntegration(await admin(), "smtp")).toMatchObject({
      ok: false,
      reason: "sender_unproved",
    });
    expect(received).toHaveLength(1);
    await proveDomain("acme.example");
    await saveIntegration(await admin(), "smtp", { secret: "wrong-password-here" });
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    const { data } = await listIntegrations(await admin());
    expect(data.find((item) => item.kind === "smtp")).toMatchObject({ last_error: "auth_failed" });
    await saveIntegration(await admin(), "smtp", { enabled: false });
    expect(await sendAsTenant(tenant.id, mail())).toBe(false);
    expect(received).toHaveLength(1);
    expect(await lookUpTenant(tenant.id)).not.toBeNull();
  });
});
