import * as z from "zod";
import { traceAccess } from "@/lib/access/decisions/trace-access";
import type { Permission } from "@/lib/access/permissions";
import { resolveRequest } from "@/lib/access/resolve-request";
import { type RouteHandler, route } from "@/lib/api/route";
import { createSession } from "@/lib/auth/create-session";
import { sealSession } from "@/lib/auth/session-cookie";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext } from "@/lib/testing/make-context";
import type { TestTenant, TestUser } from "@/lib/testing/make-tenant";

export const HERE = "192.0.2.10";
export const AWAY = "198.51.100.7";

/** One question and what the product itself answered. */
type Answer = { what: string; allowed: boolean };

export type Subject = {
  real: (permission: Permission) => Promise<Answer>;
  simulate: (permission: Permission) => Promise<boolean>;
};

export type MadeKey = { id: string; key: string; host: string };

/** Whoever asks sees the tenant as every request does; who they are does not matter to the answer. */
export function askingContext(tenant: TestTenant): Promise<TenantContext> {
  return makeContext(tenant, tenant.owner);
}

type Circumstances = { where: string; ip: string };

export function memberSubject(
  ctx: TenantContext,
  tenant: TestTenant,
  user: TestUser,
  { where, ip, mfa }: Circumstances & { mfa: boolean },
): Subject {
  let session: Promise<string> | undefined;
  const host = `${tenant.slug}.atrium.localhost:3000`;
  return {
    real: async (permission) => {
      session ??= openSession(user, host, mfa);
      const resolved = await resolveRequest({
        host,
        cookie: await session,
        requestId: "proof",
        ip,
        userAgent: "proof",
      });
      const allowed =
        resolved.kind === "tenant" || resolved.kind === "refused"
          ? resolved.ctx.decide(permission).allowed
          : false;
      return { what: `member in ${where} (${resolved.kind})`, allowed };
    },
    simulate: async (permission) => {
      const query = {
        member_id: user.id,
        permission,
        ip,
        second_factor: mfa ? "yes" : "no",
        sso: "no",
      } as const;
      return (await traceAccess(ctx, query)).allowed;
    },
  };
}

async function openSession(user: TestUser, host: string, mfa: boolean): Promise<string> {
  const info = { requestId: "proof", ip: HERE, userAgent: "proof" };
  const session = await withSystem((tx) =>
    createSession(tx, { userId: user.id, method: "password", mfa, info }),
  );
  return (await sealSession(session.sid, host)).split(";")[0] ?? "";
}

const probes = new Map<Permission, RouteHandler>();

function probeOf(permission: Permission): RouteHandler {
  const known = probes.get(permission);
  if (known) return known;
  const probe = route({
    method: "GET",
    path: "/api/v1/proof",
    summary: "Answers",
    tag: "Test",
    auth: "tenant",
    permission,
    response: z.object({ ok: z.boolean() }),
    handler: async () => ({ ok: true }),
  });
  probes.set(permission, probe);
  return probe;
}

export function keySubject(ctx: TenantContext, key: MadeKey, { where, ip }: Circumstances): Subject {
  return {
    real: async (permission) => {
      const headers = { "x-client-ip": ip };
      const { status } = await callRoute(probeOf(permission), { slug: key.host, key: key.key, headers });
      return { what: `key in ${where} (${status})`, allowed: status === 200 };
    },
    simulate: async (permission) => (await traceAccess(ctx, { api_key_id: key.id, permission, ip })).allowed,
  };
}
