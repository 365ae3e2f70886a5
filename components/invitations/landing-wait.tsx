import { ErrorState } from "@/components/ui/feedback/error-state";
import { Spinner } from "@/components/ui/feedback/spinner";

type Props = {
  /** Why the link could not be looked up; it is under way without one. */
  error: unknown;
  onRetry: () => void;
  /** What is under way. */
  label: string;
};

/** Where a link leads, until it is known what it is worth. */
export function LandingWait({ error, onRetry, label }: Props) {
  if (error !== undefined) {
    return (
      <div className="mx-auto w-full max-w-lg px-4 py-12">
        <ErrorState error={error} onRetry={onRetry} />
      </div>
    );
  }
  return (
    <div className="grid flex-1 place-items-center py-24 text-fg-muted">
      <Spinner label={label} />
    </div>
  );
}
