import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import type { SupportRequestDto } from "@/lib/access/support/schema";

/** Tells an admin that our support waits for an answer. */
export async function RequestNotice({ request: first }: { request: SupportRequestDto | undefined }) {
  if (!first) return null;
  const t = await getTranslations("support.tenant.requests");
  const { staff_name: staff, member } = first;
  return (
    <Alert
      tone="warning"
      action={
        <ButtonLink href="/settings/support" size="sm">
          {t("answer")}
        </ButtonLink>
      }
    >
      {t(first.mode === "write" ? "asksWrite" : "asks", { staff, member: member.name })} ({first.ticket})
    </Alert>
  );
}
