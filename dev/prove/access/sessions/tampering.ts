import { createHmac } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { SESSION_COOKIE } from "@/lib/auth/session-cookie";
import { env } from "@/lib/infra/env";
import { newToken } from "@/lib/infra/tokens";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { makeVisitor, worthOf } from "./visitor";

const HOST = "atrium.localhost:3000";
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** tokens that are nearly a session. Every one is refused, and none makes the server fail. */
export async function proveTampering(stage: AccessStage, report: AccessReport): Promise<void> {
  const visitor = await makeVisitor();
  const good = visitor.browser.jar().get(SESSION_COOKIE) ?? "";
  const forged = [...flipped(good, stage), ...mixed(good, stage), ...(await made(good))];
  const wrong = new Map<number, number>();
  for (const token of forged) {
    const status = await worthOf(`${SESSION_COOKIE}=${token}`);
    report.attempts += 1;
    if (status === 401) continue;
    wrong.set(status, (wrong.get(status) ?? 0) + 1);
    if (status < 300) report.forged_accepted += 1;
    else report.violations += 1;
    report.findings.push(`a forged session was answered ${status}: ${token.slice(0, 60)}…`);
  }
  const still = await worthOf(`${SESSION_COOKIE}=${good}`);
  judge(report, "violations", still === 200, `the session itself was answered ${still}`);
  report.figures["forged sessions"] = forged.length;
  judge(report, "violations", stage.quick || forged.length >= 2_000, `only ${forged.length} forged sessions`);
  report.controls["a reader that believes the unsigned claims"] =
    careless(unsigned({ sid: "x", host: HOST })) === "x";
}

/** One bit of every byte flipped, and every length. */
function flipped(good: string, stage: AccessStage): string[] {
  const step = stage.quick ? 11 : 1;
  const tokens: string[] = [];
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const segments = good.split(".");
  segments.forEach((segment, index) => {
    for (let at = 0; at < segment.length; at += step) {
      const value = alphabet.indexOf(segment[at] ?? "A");
      // The last character of a segment has bits that decoding drops: only the first of its bits is always real.
      const bits = at === segment.length - 1 ? [32] : [1, 2, 4, 8, 16, 32];
      for (const bit of stage.quick ? bits.slice(-1) : bits) {
        const other = segment.slice(0, at) + alphabet[value ^ bit] + segment.slice(at + 1);
        tokens.push(segments.with(index, other).join("."));
      }
    }
  });
  for (let length = 0; length < good.length; length += step) {
    tokens.push(good.slice(0, length));
  }
  return tokens;
}

/** Several characters changed at once, wherever chance puts them. */
function mixed(good: string, stage: AccessStage): string[] {
  const any = () => Math.floor(stage.random() * good.length);
  return Array.from({ length: stage.quick ? 20 : 800 }, () => {
    let token = good;
    while (token === good) {
      for (let edit = 0; edit < 3; edit += 1) {
        const [from, to] = [any(), any()];
        if (good[from] !== "." && good[to] !== ".")
          token = token.slice(0, to) + good[from] + token.slice(to + 1);
      }
    }
    return token;
  });
}

/** Whole tokens made by somebody who knows how ours are made, but for the secret. */
async function made(good: string): Promise<string[]> {
  const secret = env().NEXTAUTH_SECRET;
  const { sid } = (await decode({ token: good, secret })) ?? {};
  const own = (token: Record<string, unknown>, key = secret, maxAge = 3600) =>
    encode({ token, secret: key, maxAge });
  const claims = { sid, host: HOST };
  const [header = "", ...rest] = good.split(".");
  const others = [
    "",
    "secret",
    `${secret}x`,
    secret.slice(1),
    newToken(),
    "local-0000000000000000000000000000000000",
  ];
  return [
    ...(await Promise.all(others.filter(Boolean).map((key) => own(claims, key)))),
    await own(claims, secret, -60),
    await own({ host: HOST }),
    await own({ sid, host: "acme.atrium.localhost:3000" }),
    await own({ sid }),
    await own({ sid: newToken(), host: HOST }),
    await own({ sid: { $ne: "" }, host: HOST }),
    await own({ sid: [sid], host: HOST }),
    await own({ sub: sid, email: "root@atrium.example", host: HOST }),
    unsigned(claims),
    unsigned({ ...claims, exp: 9_999_999_999 }),
    hmac(claims, secret),
    hmac(claims, ""),
    [base64({ alg: "none" }), ...rest].join("."),
    [base64({ alg: "dir", enc: "none" }), ...rest].join("."),
    [base64({ alg: "dir", enc: "A128GCM" }), ...rest].join("."),
    [base64({ alg: "RSA-OAEP", enc: "A256GCM" }), ...rest].join("."),
    [base64({ alg: "PBES2-HS256+A128KW", enc: "A256GCM", p2c: 2 ** 31 - 1, p2s: "AA" }), ...rest].join("."),
    [header, "", "", "", ""].join("."),
    `${good}.`,
    `.${good}`,
    `${good}.${good}`,
    "A".repeat(1_000_000),
    `${header}.${"A".repeat(1_000_000)}`,
    "null",
    "{}",
    "%00",
    "../../etc/passwd",
  ];
}

function unsigned(claims: Record<string, unknown>): string {
  return `${base64({ alg: "none", typ: "JWT" })}.${base64(claims)}.`;
}

function hmac(claims: Record<string, unknown>, secret: string): string {
  const text = `${base64({ alg: "HS256", typ: "JWT" })}.${base64({ ...claims, exp: 9_999_999_999 })}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

/** The known-bad variant: reads what a token says without looking at who signed it. */
function careless(token: string): unknown {
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
    sid?: unknown;
  };
  return claims.sid;
}
