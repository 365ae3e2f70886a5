import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { PageHeader } from "@/components/ui/navigation/page-header";

/** The shape of the page while its figures are read. */
export function AnalyticsSkeleton() {
  const t = useTranslations("analytics");
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid min-w-0 gap-6" aria-busy="true">
        <Skeleton className="h-9 w-full max-w-md" />
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
          <Skeleton className="h-28 w-full" />
          <Skeleton className="h-28 w-full" />
          <Skeleton className="h-28 w-full" />
          <Skeleton className="h-28 w-full" />
        </div>
        <div className="grid gap-6 xl:grid-cols-2">
          <Skeleton className="h-72 w-full" />
          <Skeleton className="h-72 w-full" />
        </div>
      </div>
    </>
  );
}
