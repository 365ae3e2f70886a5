import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/display/time";
import type { ReviewMessageDto } from "@/lib/lifecycle/approval/schema";

type Props = { messages: readonly ReviewMessageDto[]; reader: "staff" | "applicant" };

/** What staff and applicant wrote to each other, oldest first. */
export function ReviewThread({ messages, reader }: Props) {
  const t = useTranslations("lifecycle.review");
  if (messages.length === 0) return null;
  return (
    <ol aria-label={t("thread")} className="grid gap-2">
      {messages.map((message) => (
        <li
          key={message.id}
          className={cn(
            "max-w-prose rounded-lg border px-3 py-2 text-sm",
            message.author === reader ? "bg-inset" : "border-accent-line bg-accent-soft",
          )}
        >
          <p className="text-fg-muted text-xs">
            {message.author_name || t("staff")} · <RelativeTime value={message.created_at} />
          </p>
          <p className="whitespace-pre-wrap break-words">{message.body}</p>
        </li>
      ))}
    </ol>
  );
}
