import "server-only";
import { newId } from "@/lib/core/ids";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { ProvisioningInput } from "../provisioning/input";

/** Puts a request in the queue of staff and tells the person by mail what happens next. */
export async function submitForReview(
  tx: SystemTx,
  operationId: string,
  input: ProvisioningInput,
): Promise<void> {
  const { tenantId, accountId, name, slug, founder, mailLocale: locale } = input;
  await tx.tenantReview.create({
    data: {
      id: newId(),
      tenantId,
      operationId,
      accountId,
      applicantId: founder.userId,
      applicantEmail: founder.email,
      locale,
      name,
      slug,
      ip: input.request.ip,
    },
    select: { id: true },
  });
  await enqueueMail(tx, {
    template: "tenant_under_review",
    to: founder.email,
    locale,
    data: { tenantName: name },
    dedupeKey: `under-review:${tenantId}`,
  });
}
