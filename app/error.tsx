"use client";
import { lazy, Suspense } from "react";

const FailedPage = lazy(() => import("@/components/layout/site/failed-page"));

/** Sent with every page, so what it shows loads only when it is needed; should that fail too, global-error steps in. */
export default function PageError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Suspense fallback={null}>
      <FailedPage {...props} />
    </Suspense>
  );
}
