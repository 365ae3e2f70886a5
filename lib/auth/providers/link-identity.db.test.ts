import { describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { makeUser } from "@/lib/testing/make-tenant";
import { setPassword } from "@/lib/testing/test-browser";
import { type LinkOutcome, linkIdentity } from "./link-identity";
import { readClaims } from "./read-claims";

const INFO = { requestId: "test", ip: "192.0.2.1", userAgent: null };
const PASSWORD = "vivid otter paints 73 barns";

function claims(change: Partial<Parameters<typeof linkIdentity>[1]> = {}) {
  const id = newId();
  return {
    provider: "google" as const,
    subject: id,
    email: `p-${id.slice(-12)}@example.test`,
    emailVerified: true,
    firstName: "Eva",
    lastName: "Jansen",
    currentUserId: null,
    previousSid: null,
    ...change,
  };
}

const reason = (outcome: LinkOutcome) => (outcome.kind === "refused" ? outcome.reason : outcome.kind);
const userOf = (outcome: LinkOutcome) => (outcome.kind === "refused" ? null : outcome.userId);

describe("a provider's word", () => {
  test("makes a person once, and is that person ever after, whatever address it then says", async () => {
    const input = claims();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => linkIdentity(INFO, input)));
    expect(new Set(outcomes.map(reason))).toEqual(new Set(["signed_in"]));
    expect(new Set(outcomes.map(userOf)).size).toBe(1);
    const moved = await linkIdentity(INFO, { ...input, email: "other@example.test", emailVerified: false });
    expect(userOf(moved)).toBe(userOf(outcomes[0] as LinkOutcome));
  });

  test("about an address it has not verified is not taken", async () => {
    const user = await makeUser();
    for (const email of [user.email, claims().email]) {
      expect(reason(await linkIdentity(INFO, claims({ email, emailVerified: false })))).toBe(
        "email_unverified",
      );
    }
    expect(reason(await linkIdentity(INFO, claims({ email: null })))).toBe("email_unverified");
  });

  test("joins an account without a password, and one with a password only when its owner is signed in", async () => {
    const open = await makeUser();
    expect(userOf(await linkIdentity(INFO, claims({ email: open.email })))).toBe(open.id);
    const guarded = await makeUser();
    await setPassword(guarded.id, PASSWORD);
    const input = claims({ email: guarded.email });
    expect(reason(await linkIdentity(INFO, input))).toBe("password_first");
    expect(reason(await linkIdentity(INFO, { ...input, currentUserId: open.id }))).toBe("password_first");
    expect(userOf(await linkIdentity(INFO, { ...input, currentUserId: guarded.id }))).toBe(guarded.id);
    expect(userOf(await linkIdentity(INFO, input))).toBe(guarded.id);
  });

  test("links nothing to an account that is closed", async () => {
    const gone = await makeUser();
    await systemPool().query("update platform.users set status = 'leaving' where id = $1", [gone.id]);
    expect(reason(await linkIdentity(INFO, claims({ email: gone.email })))).toBe("disabled");
    const { rows } = await systemPool().query("select 1 from platform.identities where user_id = $1", [
      gone.id,
    ]);
    expect(rows).toEqual([]);
  });

  test("of one provider says nothing about the same subject at another", async () => {
    const input = claims();
    const first = userOf(await linkIdentity(INFO, input));
    const other = await linkIdentity(INFO, { ...claims({ subject: input.subject }), provider: "github" });
    expect(userOf(other)).not.toBe(first);
  });

  test("does not spare a super admin the second factor, nor let a disabled person in", async () => {
    const input = claims();
    const userId = userOf(await linkIdentity(INFO, input));
    await systemPool().query("update platform.users set platform_role = 'super_admin' where id = $1", [
      userId,
    ]);
    expect(reason(await linkIdentity(INFO, input))).toBe("totp_enrolment_required");
    await systemPool().query("update platform.users set status = 'disabled' where id = $1", [userId]);
    expect(reason(await linkIdentity(INFO, input))).toBe("disabled");
  });
});

describe("claims", () => {
  const strict = { trustsDirectory: false };
  const verified = (provider: "google" | "azure-ad", profile: object, options = strict) =>
    readClaims(provider, { sub: "1", email: "Eva@Example.test", ...profile }, options)?.emailVerified;

  test("count an address as verified only when the provider says so in so many words", () => {
    for (const said of [true, "true"]) expect(verified("google", { email_verified: said })).toBe(true);
    for (const said of [false, "false", "no", null, undefined, {}, "TRUE "]) {
      expect(verified("google", { email_verified: said })).toBe(false);
    }
  });

  test("of Microsoft need a verified domain or the operator's own directory", () => {
    expect(verified("azure-ad", { email_verified: true })).toBe(false);
    expect(verified("azure-ad", { xms_edov: true })).toBe(true);
    expect(verified("azure-ad", {}, { trustsDirectory: true })).toBe(true);
  });

  test("give a normalised address or none, and a subject or nothing at all", () => {
    expect(readClaims("google", { sub: "1", email: " Eva@Example.TEST " }, strict)?.email).toBe(
      "eva@example.test",
    );
    expect(readClaims("google", { sub: "1", email: "eva\uff20example.test" }, strict)?.email).toBeNull();
    expect(readClaims("github", { id: 7, name: "Eva de Vries" }, strict)).toMatchObject({
      subject: "7",
      firstName: "Eva",
      lastName: "de Vries",
    });
    for (const profile of [{}, null, undefined, { sub: "" }, "x"])
      expect(readClaims("google", profile, strict)).toBeNull();
  });
});
