import { mkdtemp, rm, stat } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePorts } from "../environment/ports";
import { codeIn } from "./page";
import { type Mailbox, startMailbox } from "./server";
import { MessageStore } from "./store";

let mailbox: Mailbox;
let folder: string;
let smtpPort = 0;
let base = "";

const send = (to: string, subject: string, text: string, html?: string) =>
  createTransport({ host: "127.0.0.1", port: smtpPort }).sendMail({
    from: "Atrium <no-reply@atrium.localhost>",
    to,
    subject,
    text,
    html,
  });
const list = async (query: string) => (await fetch(`${base}/messages?${query}`)).json();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "atrium-mailbox-"));
  const [smtp = 0, http = 0] = await freePorts(2);
  smtpPort = smtp;
  base = `http://127.0.0.1:${http}`;
  mailbox = await startMailbox({ smtpPort, httpPort: http, file: path.join(folder, "mailbox.json") });
});
beforeEach(() => mailbox.store.clear());
afterAll(async () => {
  await mailbox.stop();
  await rm(folder, { recursive: true });
});

describe("the mailbox", () => {
  it("keeps a message that arrived by SMTP, with its code and links", async () => {
    await send(
      "ann@example.com",
      "Your code",
      "Use 482913 now",
      '<a href="http://a.test/?x=1&amp;y=2">go</a>',
    );
    const [message] = await list("to=ANN@example.com&subject=code");
    expect(message).toMatchObject({
      to: ["ann@example.com"],
      subject: "Your code",
      code: "482913",
      links: ["http://a.test/?x=1&y=2"],
    });
  });

  it("answers a waiting reader as soon as the message arrives, and only that reader's message", async () => {
    const waiting = list("to=bob@example.com&wait=5000");
    await send("carol@example.com", "Other", "Hello");
    await send("bob@example.com", "Invitation", "Join us");
    const found = await waiting;
    expect(found.map((message: { subject: string }) => message.subject)).toEqual(["Invitation"]);
  });

  it("gives up waiting after the asked time", async () => {
    expect(await list("to=nobody@example.com&wait=50")).toEqual([]);
  });

  it("forgets everything on DELETE", async () => {
    await send("ann@example.com", "One", "1");
    await fetch(`${base}/messages`, { method: "DELETE" });
    expect(await list("")).toEqual([]);
  });

  it("is not emptied by another site's page", async () => {
    await send("ann@example.com", "One", "1");
    const headers = { "sec-fetch-site": "cross-site" };
    const response = await fetch(`${base}/messages`, { method: "DELETE", headers });
    expect(response.status).toBe(403);
    expect(await list("")).toHaveLength(1);
  });

  it("is not read under a name that another site made resolve to this machine", async () => {
    const status = await new Promise((resolve) => {
      request(`${base}/messages`, { headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(421);
  });

  it("shows markup of a subject as text, and the mail itself without scripts", async () => {
    await send("ann@example.com", "<script>alert(1)</script>", "Hello", "<script>alert(2)</script>");
    const page = await (await fetch(base)).text();
    expect(page).toContain("&lt;script&gt;alert(1)");
    const [message] = await list("");
    const mail = await fetch(`${base}/messages/${message.id}.html`);
    expect(mail.headers.get("content-security-policy")).toMatch(/^sandbox /);
  });

  it("still has its messages after a restart, in a file for its owner only", async () => {
    await send("ann@example.com", "Kept", "Hello");
    mailbox.store.save();
    const file = path.join(folder, "mailbox.json");
    expect(new MessageStore(file).find({ subject: "kept" })).toHaveLength(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe("the code of a message", () => {
  it.each([
    ["123 456 is your code", "", "123456"],
    ["Confirm your address", "Your code is 654321.", "654321"],
    ["Invoice 2026-000123", "Total 1234567", undefined],
    ["Welcome", "See http://a.test/123456", undefined],
  ])("of %j and %j is %j", (subject, text, expected) => {
    expect(codeIn({ subject, text })).toBe(expected);
  });
});
