"use client";
import { lazy, Suspense, useEffect, useState } from "react";
import { onFirstToast } from "@/components/ui/feedback/toast";

const ToastViewport = lazy(() => import("@/components/ui/feedback/toast-viewport"));

/** Place once, near the root. Loads the toasts' code with the first toast. */
export function Toaster() {
  const [isNeeded, setIsNeeded] = useState(false);
  useEffect(() => onFirstToast(() => setIsNeeded(true)), []);
  if (!isNeeded) return null;
  return (
    <Suspense fallback={null}>
      <ToastViewport />
    </Suspense>
  );
}
