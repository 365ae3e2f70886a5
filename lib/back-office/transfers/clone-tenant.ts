import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { RESERVED_SLUGS } from "@/lib/lifecycle/slugs/reserved-slugs";
import { takenSlugs } from "@/lib/lifecycle/slugs/taken-slugs";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { askedBy } from "./internal";
import { type CloneInput, cloneInput, type TransferDto } from "./schema";

/**
 * Has the worker copy a tenant into a sandbox of the same account: new ids, no keys, secrets, integrations or history.
 * @throws PermissionError; NotFoundError; ConflictError slug_taken, slug_reserved
 */
export async function cloneTenant(
  ctx: StaffContext,
  tenantId: string,
  raw: CloneInput,
): Promise<TransferDto> {
  assertStaff(ctx);
  const { slug, name } = cloneInput.parse(raw);
  if (RESERVED_SLUGS.has(slug)) throw slugConflict("slug_reserved", slug);
  return withSystem(async (tx) => {
    const tenant = await tx.tenant.findUnique({ where: { id: tenantId } });
    if (!tenant || tenant.status === "erased") throw new NotFoundError("tenant");
    if ((await takenSlugs(tx, [slug])).has(slug)) throw slugConflict("slug_taken", slug);
    const payload = { kind: "clone", tenantId, slug, name, cell: tenant.cell, ...askedBy(ctx) };
    const id = await enqueueJob(tx, { queue: "transfer", payload });
    await recordPlatformEvent(tx, ctx, {
      action: "tenant.clone_requested",
      accountId: tenant.accountId,
      tenantId,
      target: { type: "tenant", id: tenantId, label: tenant.name },
      after: { slug, name },
    });
    return { id, state: "accepted" as const };
  });
}

function slugConflict(reason: "slug_taken" | "slug_reserved", slug: string): ConflictError {
  const message = `The address "${slug}" is ${reason === "slug_taken" ? "taken" : "reserved"}.`;
  return new ConflictError(message, { reason, errors: [{ path: "slug", code: reason, message }] });
}
