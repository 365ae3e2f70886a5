"use client";
import { lazy, Suspense } from "react";

const NewestRefusal = lazy(() => import("@/components/receipts/newest-refusal"));

/** For the page of refusals, which is sent along with every page of the portal: what it asks loads when it is shown. */
export function WhyLink() {
  return (
    <Suspense fallback={null}>
      <NewestRefusal />
    </Suspense>
  );
}
