import { consumeToken } from "@/lib/auth/tokens/consume-token";
import { issueToken, type TokenKind } from "@/lib/auth/tokens/issue-token";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeUser } from "@/lib/testing/make-tenant";
import { type AccessReport, judge } from "../report";
import type { AccessStage } from "../stage";
import { AUTH_KINDS } from "./kinds";
import { proveCrossings } from "./prove-crossings";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const use = (kind: TokenKind, token: string, audience?: string) =>
  withSystem((tx) => consumeToken(tx, { kind, token, ...(audience !== undefined && { audience }) }));

/** each single-use secret is good once, in time, here, whole, for its one purpose, and stored as a hash. */
export async function proveTokens(stage: AccessStage, report: AccessReport): Promise<void> {
  await proveCrossings(stage, report);
  for (const kind of AUTH_KINDS) {
    await proveOnce(stage, report, kind);
    await proveWhole(stage, report, kind);
  }
  await controls(report);
}

/** A token of one kind for somebody new. */
async function issue(kind: TokenKind, ttlSeconds = 60): Promise<string> {
  const { id: userId } = await makeUser();
  return withSystem((tx) => issueToken(tx, { kind, userId, ttlSeconds }));
}

async function proveOnce(stage: AccessStage, report: AccessReport, kind: TokenKind): Promise<void> {
  const atOnce = stage.quick ? 20 : 100;
  const token = await issue(kind);
  judge(report, "forged_accepted", !(await use(kind, token, "evil.example")), `${kind} on another host`);
  const tries = await Promise.all(Array.from({ length: atOnce }, () => use(kind, token)));
  const taken = tries.filter((row) => row !== null).length;
  judge(report, "replays_accepted", taken === 1, `${kind}: ${taken} of ${atOnce} at once took it`);
  judge(report, "replays_accepted", !(await use(kind, token)), `${kind} was taken again`);
  const late = await issue(kind, 0);
  judge(report, "replays_accepted", !(await use(kind, late)), `${kind} was taken after its time`);
}

/** Every character changed, every length, and what is stored. */
async function proveWhole(stage: AccessStage, report: AccessReport, kind: TokenKind): Promise<void> {
  const token = await issue(kind);
  const step = stage.quick ? 9 : 1;
  const bits = stage.quick ? [32] : [1, 2, 4, 8, 16, 32];
  const wrong: string[] = [];
  for (let at = 0; at < token.length; at += step) {
    for (const bit of bits) {
      const other = ALPHABET[ALPHABET.indexOf(token[at] ?? "A") ^ bit];
      wrong.push(token.slice(0, at) + other + token.slice(at + 1));
    }
    wrong.push(token.slice(0, at));
  }
  wrong.push(`${token}A`, ` ${token}`, token.toLowerCase(), hashToken(token).toString("hex"));
  for (const changed of wrong) {
    judge(report, "forged_accepted", !(await use(kind, changed)), `a changed ${kind} was taken`);
  }
  const { rows } = await systemPool().query<{ hash: Buffer; text: string }>(
    "select token_hash as hash, t::text as text from platform.auth_tokens t where token_hash = $1",
    [hashToken(token)],
  );
  const isHashOnly = rows.length === 1 && rows[0]?.hash.length === 32 && !rows[0].text.includes(token);
  judge(report, "violations", isHashOnly, `${kind} is stored otherwise than as its SHA-256`);
}

async function controls(report: AccessReport): Promise<void> {
  const byHash = async (token: string) =>
    (await systemPool().query("select 1 from platform.auth_tokens where token_hash = $1", [hashToken(token)]))
      .rowCount;
  const found = await Promise.all(AUTH_KINDS.map(async (kind) => byHash(await issue(kind))));
  report.controls["a look-up by hash alone takes every kind"] = found.every((count) => count === 1);
  const token = await issue("password_reset");
  const naive = () =>
    withSystem(async (tx) => {
      const row = await tx.authToken.findUnique({ where: { tokenHash: hashToken(token) } });
      if (!row || row.usedAt) return false;
      await tx.authToken.update({ where: { id: row.id }, data: { usedAt: new Date() } });
      return true;
    });
  const results = await Promise.all(Array.from({ length: 50 }, naive));
  report.controls["read first, write later gives one token to many"] = results.filter(Boolean).length > 1;
}
