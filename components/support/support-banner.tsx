"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { api } from "@/lib/api/client";

type Props = {
  visit: {
    staffName: string;
    memberName: string;
    workspace: string;
    mode: "read" | "write";
    reason: string;
    ticket: string;
    secondsLeft: number;
  };
};

/** Minutes at which a screen reader is told how much is left. */
const ANNOUNCED = [10, 5, 1];

/** On every page of a support session: who sees what as whom, why, for how long, and the way out. */
export function SupportBanner({ visit }: Props) {
  const t = useTranslations("support.banner");
  const showFailure = useFailureToast();
  const [isStopping, setIsStopping] = useState(false);
  const left = useSecondsLeft(visit.secondsLeft);
  const minutes = Math.ceil(left / 60);
  const stop = async () => {
    setIsStopping(true);
    try {
      const { url } = await api.post<{ url: string }>("/api/auth-flows/stop-support");
      await goTo(url);
    } catch (error) {
      showFailure(error);
      setIsStopping(false);
    }
  };
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <section aria-label={t("label")} data-slot="support-banner">
      <Alert
        shape="banner"
        tone="danger"
        action={
          <span className="flex flex-wrap items-center gap-3">
            <span role="timer" aria-live="off" className="tabular font-medium">
              {t("left", { time })}
            </span>
            <Button size="sm" variant="danger" loading={isStopping} onClick={() => void stop()}>
              {t("stop")}
            </Button>
          </span>
        }
      >
        <strong className="font-medium">
          {t("who", { staff: visit.staffName, workspace: visit.workspace, member: visit.memberName })}
        </strong>{" "}
        <span>
          {t(visit.mode === "write" ? "write" : "read")}{" "}
          {t("why", { reason: visit.reason, ticket: visit.ticket })}
        </span>
      </Alert>
      <p role="status" className="sr-only">
        {ANNOUNCED.includes(minutes) ? t("announce", { minutes }) : ""}
      </p>
    </section>
  );
}

/**
 * Counts down from what the server said, by a clock that nobody sets. At the end the server is asked once, at the one
 * address that can put the session's cookie away; it answers with what is so by its own clock.
 */
function useSecondsLeft(atFirst: number): number {
  const [left, setLeft] = useState(atFirst);
  useEffect(() => {
    const startedAt = performance.now();
    const count = () => {
      const now = Math.max(0, atFirst - Math.floor((performance.now() - startedAt) / 1000));
      setLeft(now);
      if (now > 0) return;
      clearInterval(timer);
      window.location.assign("/api/auth-flows/leave-support");
    };
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [atFirst]);
  return left;
}
