import { randomInt } from "node:crypto";
import type { RouteHandler } from "@/lib/api/route";
import { hashPassword } from "@/lib/auth/passwords/hash-password";
import { systemPool } from "@/lib/infra/database/pools";
import { openJob } from "@/lib/notifications/open-job";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute, type TestCall } from "./call-route";

/** Keeps cookies per host, as a browser does with `__Host-` ones, and comes from an address of its own. */
export class TestBrowser {
  readonly ip: string;
  readonly jars = new Map<string, Map<string, string>>();

  constructor(ip?: string) {
    this.ip = ip ?? `198.18.${randomInt(256)}.${randomInt(256)}`;
  }

  async call(handler: RouteHandler, call: Omit<TestCall, "cookie"> = {}): Promise<Response> {
    const slug = call.slug ?? "";
    const host = slug ? `${slug}.atrium.localhost:3000` : "atrium.localhost:3000";
    const cookie = this.cookieHeader(slug);
    const response = await callRoute(handler, {
      ...call,
      ...(cookie && { cookie }),
      headers: { origin: `http://${host}`, "x-client-ip": this.ip, ...call.headers },
    });
    const jar = this.jar(slug);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  jar(slug = ""): Map<string, string> {
    const jar = this.jars.get(slug) ?? new Map<string, string>();
    this.jars.set(slug, jar);
    return jar;
  }

  cookieHeader(slug = ""): string {
    return [...this.jar(slug)].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

export type OutboxMail = {
  template: string;
  to: string;
  locale: string;
  data: Record<string, unknown>;
  ifKnown?: string;
};

/** The mails waiting for an address, oldest first. */
export async function mailsTo(email: string): Promise<OutboxMail[]> {
  const { rows } = await systemPool().query<{ id: string; payload: string; tenantId: string | null }>(
    `select id, payload, tenant_id as "tenantId" from platform.outbox where queue = 'mail' and payload is not null order by id`,
  );
  const mails = await Promise.all(rows.map(async (row) => (await openJob(row)) as OutboxMail));
  return mails.filter((mail) => mail.to === email);
}

/** The last code mailed to an address. */
export async function codeFor(email: string): Promise<string> {
  const mail = (await mailsTo(email)).findLast((entry) => entry.template === "sign_up_code");
  return String(mail?.data.code);
}

export async function setPassword(userId: string, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await withSystem((tx) =>
    tx.credential.upsert({
      where: { userId },
      create: { userId, passwordHash },
      update: { passwordHash },
      select: { userId: true },
    }),
  );
}
