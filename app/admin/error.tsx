"use client";
import { ErrorState } from "@/components/ui/feedback/error-state";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** A page that failed inside the frame: navigation stays, and trying again is one click. */
export default function AdminError({ error, reset }: Props) {
  return <ErrorState error={error} onRetry={reset} />;
}
