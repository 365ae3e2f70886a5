import * as z from "zod";
import type { NamedSubject } from "@/components/access/subject-label";
import { getApiKey } from "@/lib/access/api-keys/get-api-key";
import { explainAccess } from "@/lib/access/decisions/explain-access";
import { type Explanation, explainQuery } from "@/lib/access/decisions/schema";
import { getMember } from "@/lib/access/members/get-member";
import { getServiceAccount } from "@/lib/access/service-accounts/get-service-account";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError, PermissionError, ValidationError } from "@/lib/core/errors";
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

/** Who the address names, for the picker; null where nobody is named, or nobody the reader may see. */
export async function namedSubject(ctx: TenantContext, question: Question): Promise<NamedSubject | null> {
  const [kind, id] = question.subject.split(":");
  if (!z.uuid().safeParse(id).success) return null;
  return readNamed(ctx, kind, id ?? "").catch((error: unknown) => {
    if (error instanceof NotFoundError || error instanceof PermissionError) return null;
    throw error;
  });
}

async function readNamed(
  ctx: TenantContext,
  kind: string | undefined,
  id: string,
): Promise<NamedSubject | null> {
  if (kind === "member") {
    const { first_name: first, last_name: last, email } = await getMember(ctx, id);
    return { kind, id, name: `${first} ${last}`.trim() || email, email };
  }
  if (kind === "service") return { kind, id, name: (await getServiceAccount(ctx, id)).name };
  if (kind === "key") return { kind, id, name: (await getApiKey(ctx, id)).name };
  return null;
}
