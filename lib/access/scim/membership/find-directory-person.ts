import "server-only";
import { newId } from "@/lib/core/ids";
import { domainOf, isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { withSystem } from "@/lib/tenancy/with-system";
import type { ScimContext } from "../context";
import { badRequest, ScimError } from "../protocol/scim-error";
import type { UserFields } from "../users/user-fields";

export type DirectoryPerson = { id: string; email: string; firstName: string; lastName: string };

const PERSON = { id: true, email: true, firstName: true, lastName: true, status: true } as const;

/**
 * Whom a new entry stands for: the person that the same entry stood for before it was deleted, else whoever has its
 * address, else a new person. An address says something only where its domain is proved for this very connection.
 * @throws ScimError invalidValue, 403
 */
export async function findDirectoryPerson(
  ctx: ScimContext,
  fields: UserFields,
  rememberedId: string | null,
): Promise<DirectoryPerson> {
  if (rememberedId !== null) {
    const known = await withSystem((tx) =>
      tx.user.findUnique({ where: { id: rememberedId }, select: PERSON }),
    );
    if (known) return active(known);
  }
  const { email } = fields;
  if (email === null) {
    throw badRequest("invalidValue", "The entry has no e-mail address, and its userName is none.");
  }
  await assertOwnDomain(ctx, email);
  const { email_domains: domains } = await readPolicy(ctx.tenant.id);
  if (!isAllowedDomain(domains, email)) {
    throw new ScimError(
      "permission_denied",
      null,
      "The workspace's security policy admits other domains only.",
    );
  }
  return withSystem(async (tx) => {
    // Whoever holds the domain holds its mailboxes, so the address counts as proved.
    await tx.user.createMany({
      data: {
        id: newId(),
        email,
        firstName: fields.firstName,
        lastName: fields.lastName,
        emailVerifiedAt: new Date(),
      },
      skipDuplicates: true,
    });
    return active(await tx.user.findUniqueOrThrow({ where: { email }, select: PERSON }));
  });
}

async function assertOwnDomain(ctx: ScimContext, email: string): Promise<void> {
  const domain = await withSystem((tx) =>
    tx.ssoDomain.findFirst({
      where: {
        tenantId: ctx.tenant.id,
        connectionId: ctx.connection.id,
        domain: domainOf(email),
        status: { in: ["verified", "failing"] },
      },
      select: { id: true },
    }),
  );
  if (domain) return;
  throw badRequest("invalidValue", `The domain ${domainOf(email)} is not verified for this connection.`);
}

function active(person: DirectoryPerson & { status: string }): DirectoryPerson {
  const { status, ...rest } = person;
  if (status === "active") return rest;
  throw new ScimError("permission_denied", null, "This person's account is disabled.");
}
