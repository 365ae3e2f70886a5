"use client";
import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Spinner } from "@/components/ui/feedback/spinner";
import { connectToasts, type ToastMessage } from "@/components/ui/feedback/toast";

const DURATION_MS = 6_000;
const LONG_DURATION_MS = 10_000;
const manager = Toast.createToastManager<{ message: ToastMessage }>();
const shown = new Set<string>();

/** The loaded half of `Toaster`. */
export default function ToastViewport() {
  const t = useTranslations("ui.toast");
  useEffect(() => connectToasts(present), []);
  return (
    <Toast.Provider toastManager={manager} timeout={DURATION_MS} limit={3}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={t("region")}
          className="fixed right-4 bottom-4 z-60 flex w-[calc(100vw-2rem)] max-w-88 flex-col-reverse gap-2 outline-none"
        >
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function present(message: ToastMessage) {
  const needsTime = message.tone === "error" || message.action !== undefined;
  const options = {
    title: message.title,
    description: message.description,
    type: message.tone,
    timeout: message.tone === "loading" ? 0 : needsTime ? LONG_DURATION_MS : DURATION_MS,
    data: { message },
  };
  if (shown.has(message.id)) manager.update(message.id, options);
  else {
    shown.add(message.id);
    manager.add({ ...options, id: message.id, onRemove: () => shown.delete(message.id) });
  }
}

const ICONS = {
  success: <CircleCheck aria-hidden="true" className="size-4 text-success-text" />,
  error: <CircleAlert aria-hidden="true" className="size-4 text-danger-text" />,
  info: <Info aria-hidden="true" className="size-4 text-info-text" />,
  loading: <Spinner className="text-fg-subtle" />,
};

function ToastList() {
  const t = useTranslations("ui.toast");
  const { toasts, close } = Toast.useToastManager<{ message: ToastMessage }>();
  return toasts.map((item) => {
    const message = item.data?.message;
    if (!message) return null;
    return (
      <Toast.Root
        key={item.id}
        toast={item}
        data-slot="toast"
        className="w-full rounded-lg border border-line-strong bg-raised text-sm shadow-overlay transition-[opacity,translate] duration-150 data-ending-style:translate-y-2 data-starting-style:translate-y-2 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
      >
        <Toast.Content className="flex items-start gap-2.5 p-3">
          <span className="flex h-5 items-center">{ICONS[message.tone]}</span>
          <div className="min-w-0 flex-1">
            <Toast.Title className="font-medium text-fg" />
            <Toast.Description className="text-fg-muted" />
            {message.requestId ? (
              <p className="mt-1 flex items-center gap-1 font-mono text-2xs text-fg-subtle">
                <span className="truncate">{message.requestId}</span>
                <CopyButton value={message.requestId} label={t("copyRequestId")} />
              </p>
            ) : null}
          </div>
          {message.action ? (
            <Toast.Action
              className="h-6 shrink-0 rounded-md border border-line-strong px-2 font-medium text-fg text-xs hover:bg-hover"
              onClick={() => {
                message.action?.onSelect();
                close(item.id);
              }}
            >
              {message.action.label}
            </Toast.Action>
          ) : null}
          <Toast.Close
            aria-label={t("dismiss")}
            className="-m-1 grid size-6 shrink-0 place-items-center rounded-md text-fg-subtle hover:bg-hover hover:text-fg"
          >
            <X aria-hidden="true" className="size-3.5" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
