import { cn } from "@/components/ui/cn";

const TONES: Record<string, string> = {
  GET: "border-info-line bg-info-soft text-info-text",
  POST: "border-success-line bg-success-soft text-success-text",
  PUT: "border-warning-line bg-warning-soft text-warning-text",
  PATCH: "border-warning-line bg-warning-soft text-warning-text",
  DELETE: "border-danger-line bg-danger-soft text-danger-text",
};

/** An HTTP method, told apart by its word first and its colour second. */
export function MethodTag({ method }: { method: string }) {
  return (
    <span className={cn("rounded-md border px-1.5 py-0.5 font-mono font-semibold text-2xs", TONES[method])}>
      {method}
    </span>
  );
}
