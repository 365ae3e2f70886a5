import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { resolveRequest } from "@/lib/access/resolve-request";
import { problemResponse } from "@/lib/api/problem";
import { assertSameOrigin } from "@/lib/api/read-input";
import { assertRootHost } from "@/lib/auth/assert-root-host";
import { DEVICE_COOKIE, DEVICE_COOKIE_OPTIONS, readDevice } from "@/lib/auth/devices/device-cookie";
import { FLOW_COOKIES, readFlowCookie } from "@/lib/auth/flow-cookie";
import { assertPlainQuery } from "@/lib/auth/providers/assert-plain-query";
import { authOptions } from "@/lib/auth/providers/auth-options";
import { openSession } from "@/lib/auth/session-cookie";
import { newId } from "@/lib/core/ids";

type Segment = { params: Promise<{ nextauth: string[] }> };

/** next-auth, for the identity providers only: on the root host, with options made for this one request. */
async function handle(request: NextRequest, segment: Segment): Promise<Response> {
  const info = {
    requestId: request.headers.get("x-request-id") ?? newId(),
    ip: request.headers.get("x-client-ip"),
    userAgent: request.headers.get("user-agent")?.slice(0, 500) ?? null,
  };
  try {
    const host = (request.headers.get("host") ?? "").toLowerCase();
    assertRootHost(host);
    // Its form token alone would do while no other host can plant a cookie here; this needs no such promise.
    assertSameOrigin(request);
    assertPlainQuery(request.nextUrl.searchParams);
    const cookie = request.headers.get("cookie");
    const [jar, previousSid, current] = await Promise.all([
      cookies(),
      openSession(cookie, host),
      resolveRequest({ ...info, host, cookie }),
    ]);
    const device = readDevice(cookie);
    const link = readFlowCookie(cookie, "link");
    const options = authOptions({
      ...info,
      device,
      host,
      previousSid,
      link: link && current.kind === "user" ? { token: link, ctx: current.ctx } : null,
      drop: (flow) => {
        const { name } = FLOW_COOKIES[flow];
        jar.set(name, "", { path: "/", httpOnly: true, secure: true, sameSite: "lax", maxAge: 0 });
      },
      currentUserId: current.kind === "user" ? current.ctx.actor.userId : null,
      keep: (flow, value) => {
        const { name, maxAgeSeconds: maxAge } = FLOW_COOKIES[flow];
        jar.set(name, value, { path: "/", httpOnly: true, secure: true, sameSite: "lax", maxAge });
        jar.set(DEVICE_COOKIE, device.token, DEVICE_COOKIE_OPTIONS);
      },
    });
    return (await NextAuth(request, segment, options)) as Response;
  } catch (error) {
    return problemResponse(error, info.requestId);
  }
}

export { handle as GET, handle as POST };
