import { listApiKeys } from "@/lib/access/api-keys/list-api-keys";
import { explainAccess } from "@/lib/access/decisions/explain-access";
import { type Explanation, explainQuery } from "@/lib/access/decisions/schema";
import { listMembers } from "@/lib/access/members/list-members";
import { listServiceAccounts } from "@/lib/access/service-accounts/list-service-accounts";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError, ValidationError } from "@/lib/core/errors";
import { oneParam } from "@/lib/core/one-param";

export type Question = {
  subject: string;
  permission: string;
  ip: string;
  factor: string;
  sso: string;
  support: string;
};

/** The question that a page's address asks. */
export function readQuestion(query: Record<string, string | string[] | undefined>): Question {
  const read = (name: string) => oneParam(query[name]) ?? "";
  return {
    subject: read("subject"),
    permission: read("permission"),
    ip: read("ip"),
    factor: read("factor"),
    sso: read("sso"),
    support: read("support"),
  };
}

/** Its answer; null while nothing complete is asked, or when who is asked about is not there. */
export async function answer(ctx: TenantContext, question: Question): Promise<Explanation | null> {
  const [kind, id] = question.subject.split(":");
  const query = explainQuery.safeParse({
    ...(kind === "key"
      ? { api_key_id: id }
      : kind === "service"
        ? { service_account_id: id }
        : { member_id: id }),
    permission: question.permission,
    ...(question.ip && { ip: question.ip }),
    ...(question.factor && { second_factor: question.factor }),
    ...(question.sso && { sso: question.sso }),
    ...(question.support && kind === "member" && { support: question.support }),
  });
  if (!query.success) return null;
  return explainAccess(ctx, query.data).catch((error: unknown) => {
    if (error instanceof NotFoundError || error instanceof ValidationError) return null;
    throw error;
  });
}

type Words = {
  member: (name: string, email: string) => string;
  key: (name: string) => string;
  service: (name: string) => string;
};

const PREFIXES = { member: "member", api_key: "key", service_account: "service" } as const;

/** Whom one can ask about: the newest members, service accounts and keys, and whoever is on screen. */
export async function subjectsOf(ctx: TenantContext, explanation: Explanation | null, words: Words) {
  const [members, accounts, keys] = await Promise.all([
    listMembers(ctx, { limit: 100 }),
    ctx.decide("service_accounts:read").allowed ? listServiceAccounts(ctx, { limit: 100 }) : { data: [] },
    ctx.decide("api_keys:read").allowed ? listApiKeys(ctx, { limit: 100 }) : { data: [] },
  ]);
  const options = [
    ...members.data.map((member) => ({
      value: `member:${member.id}`,
      label: words.member(`${member.first_name} ${member.last_name}`.trim() || member.email, member.email),
    })),
    ...accounts.data.map((account) => ({
      value: `service:${account.id}`,
      label: words.service(account.name),
    })),
    ...keys.data.map((key) => ({ value: `key:${key.id}`, label: words.key(key.name) })),
  ];
  if (!explanation) return options;
  const { type, id, name } = explanation.subject;
  const value = `${PREFIXES[type]}:${id}`;
  return options.some((option) => option.value === value) ? options : [{ value, label: name }, ...options];
}
