import { decideApproval } from "@/lib/back-office/approvals/decide-approval";
import { updatePlatformSettings } from "@/lib/back-office/settings/update-platform-settings";
import { newId } from "@/lib/core/ids";
import { createTenant } from "@/lib/lifecycle/tenants/create-tenant";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeUserContext } from "@/lib/testing/make-context";
import { ensurePerson, ensureSuperAdmin, PASSWORD } from "@/prisma/seed/people";

/**
 * Two requests for a workspace that wait for staff, one of them by somebody who reads Dutch. New workspaces are reviewed
 * for this moment only; whoever of another test asked in it is let through.
 */
export async function arrange() {
  const base = makeUserContext(await ensureSuperAdmin());
  const staff = {
    ...base,
    actor: { ...base.actor, platformRole: "super_admin" as const, mfaAt: new Date() },
  };
  const id = newId().slice(-10);
  const people = await Promise.all([
    ensurePerson({ email: `ada-${id}@ada-${id}.example`, firstName: "Ada", lastName: "Asks" }),
    ensurePerson({
      email: `rob-${id}@rob-${id}.example`,
      firstName: "Rob",
      lastName: "Vraagt",
      locale: "nl",
    }),
  ]);
  await updatePlatformSettings(staff, { tenant_approval: "review" });
  const made = [];
  for (const [position, person] of people.entries()) {
    const ctx = { ...makeUserContext(person), locale: position === 1 ? ("nl" as const) : ("en" as const) };
    const slug = `ask-${position}-${id}`;
    const { tenant } = await createTenant(ctx, { name: `Asked ${position} ${id}`, slug });
    made.push({ id: tenant.id, slug, name: tenant.name, owner: person.email, password: PASSWORD });
  }
  await updatePlatformSettings(staff, { tenant_approval: "auto" });
  const strangers = await withSystem((tx) =>
    tx.tenantReview.findMany({
      where: {
        state: "waiting",
        applicantId: { notIn: people.map((person) => person.id) },
        messages: { none: {} },
      },
      select: { id: true, slug: true },
    }),
  );
  for (const stranger of strangers) {
    if (!stranger.slug.startsWith("ask-")) await decideApproval(staff, stranger.id, { decision: "approve" });
  }
  return made;
}
