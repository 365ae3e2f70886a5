import "server-only";
import { inviteEmail } from "@/lib/access/invitations/schema";
import { roleName } from "@/lib/access/roles/role-name";
import { countSeats } from "@/lib/access/seats/count-seats";
import { isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { WishRow } from "./read-rows";
import type { BatchVerdict } from "./schema";

export type Locale = "en" | "nl";
export type JudgedRow = WishRow & { verdict: BatchVerdict; roleId: string | null; locale: Locale };

const LANGUAGES: Record<string, Locale> = {
  en: "en",
  english: "en",
  engels: "en",
  nl: "nl",
  dutch: "nl",
  nederlands: "nl",
};

type Rules = {
  tenantId: string;
  locale: Locale;
  defaultRole: string;
  /** Domains that the security policy admits; empty for all. */
  domains: readonly string[];
  seatLimit: number | null;
  /** Whether the person who sends the list may give this role. */
  mayGive: (roleKey: string) => Promise<boolean>;
};

/** Says of each row what stands in its way, in the order in which the rows would be sent. Changes nothing. */
export async function judgeRows(
  tx: TenantTx,
  rules: Rules,
  wishes: readonly WishRow[],
): Promise<JudgedRow[]> {
  const { tenantId, seatLimit } = rules;
  const emails = wishes.map(({ email }) => inviteEmail.safeParse(email).data ?? "");
  const known = await peopleOf(tx, tenantId, emails);
  const roles = await rolesOf(tx, rules);
  const { members, pending } = await countSeats(tx, tenantId);
  let free = seatLimit === null ? Number.POSITIVE_INFINITY : seatLimit - members - pending;
  const seen = new Set<string>();
  return wishes.map((wish, index) => {
    const email = emails[index] ?? "";
    const role = roles.get((wish.role || rules.defaultRole).toLowerCase());
    const locale = wish.language ? LANGUAGES[wish.language.toLowerCase()] : rules.locale;
    const verdict = ((): BatchVerdict => {
      if (email === "") return "invalid";
      if (seen.has(email)) return "duplicate";
      seen.add(email);
      if (!role) return "unknown_role";
      if (!role.mayGive) return "role_not_grantable";
      if (!locale) return "unknown_language";
      if (!isAllowedDomain(rules.domains, email)) return "domain_not_allowed";
      if (known.members.has(email)) return "already_member";
      if (known.invited.has(email)) return "already_invited";
      if (free <= 0) return "over_seats";
      free -= 1;
      return "valid";
    })();
    return {
      ...wish,
      email: email || wish.email,
      role: role?.key ?? (wish.role || rules.defaultRole),
      verdict,
      roleId: role?.id ?? null,
      locale: locale ?? rules.locale,
    };
  });
}

async function peopleOf(tx: TenantTx, tenantId: string, emails: readonly string[]) {
  const email = { in: [...new Set(emails)] };
  const members = await tx.membership.findMany({
    where: { tenantId, email, status: { not: "removed" } },
    select: { email: true },
  });
  const invited = await tx.invitation.findMany({
    where: { tenantId, email, status: "pending", expiresAt: { gt: new Date() } },
    select: { email: true },
  });
  return {
    members: new Set(members.map((row) => row.email)),
    invited: new Set(invited.map((row) => row.email)),
  };
}

/** Roles by key and by the names that people read, in both languages. */
async function rolesOf(tx: TenantTx, { tenantId, mayGive }: Rules) {
  const rows = await tx.role.findMany({
    where: { tenantId },
    select: { id: true, key: true, name: true },
  });
  const found = new Map<string, { id: string; key: string; mayGive: boolean }>();
  for (const row of rows) {
    const role = { id: row.id, key: row.key, mayGive: await mayGive(row.key) };
    const names = [row.name, roleName(row, "en"), roleName(row, "nl"), row.key];
    for (const name of names) found.set(name.toLowerCase(), role);
  }
  return found;
}
