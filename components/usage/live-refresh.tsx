"use client";
import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";

const EVERY_MS = 10_000;

/** Renders the page's figures afresh while it is looked at, and at a press. */
export function LiveRefresh({ label }: { label: string }) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    };
    const timer = setInterval(refresh, EVERY_MS);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [router]);
  return (
    <IconButton
      size="sm"
      label={label}
      loading={isPending}
      onClick={() => startTransition(() => router.refresh())}
      icon={<RefreshCw aria-hidden="true" className="size-4" />}
    />
  );
}
