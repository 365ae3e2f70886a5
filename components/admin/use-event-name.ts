import { useTranslations } from "next-intl";

/** What an event is called; one without a text yet keeps its technical name. */
export function useEventName(): (action: string) => string {
  const platform = useTranslations("admin.actions");
  const workspace = useTranslations("audit.actions");
  return (action) => {
    const key = action.replaceAll(".", "_");
    if (platform.has(key as never)) return platform(key as never);
    return workspace.has(key as never) ? workspace(key as never) : action;
  };
}
