/** What a toast shows. The text is ready to read: translate before calling. */
export type ToastMessage = {
  id: string;
  tone: "success" | "error" | "info" | "loading";
  title: string;
  description?: string | undefined;
  /** One button, for example "Undo". */
  action?: { label: string; onSelect: () => void } | undefined;
  /** Shown with a copy button, so that a report can name the request. */
  requestId?: string | undefined;
};

type ToastOptions = Pick<ToastMessage, "description" | "action" | "requestId"> & { id?: string };
type Listener = (message: ToastMessage) => void;

let listener: Listener | undefined;
let waiting: ToastMessage[] = [];
let wake: (() => void) | undefined;
let counter = 0;

function show(tone: ToastMessage["tone"], title: string, options: ToastOptions = {}): string {
  counter += 1;
  const message = { ...options, id: options.id ?? `toast-${counter}`, tone, title };
  if (listener) listener(message);
  else {
    waiting.push(message);
    wake?.();
  }
  return message.id;
}

/**
 * Short confirmation in the corner, announced politely; never the only place for something that must be known. A call
 * with an `id` replaces the toast of that id. Returns the id.
 */
export const toast = {
  success: (title: string, options?: ToastOptions) => show("success", title, options),
  error: (title: string, options?: ToastOptions) => show("error", title, options),
  info: (title: string, options?: ToastOptions) => show("info", title, options),
  loading: (title: string, options?: ToastOptions) => show("loading", title, options),
};

/** For `Toaster`: called when the first toast waits for its viewport to be loaded. */
export function onFirstToast(callback: () => void): () => void {
  wake = callback;
  if (waiting.length > 0) callback();
  return () => {
    wake = undefined;
  };
}

/** For the viewport: receives the waiting toasts and all later ones. */
export function connectToasts(next: Listener): () => void {
  listener = next;
  const queued = waiting;
  waiting = [];
  for (const message of queued) next(message);
  return () => {
    listener = undefined;
  };
}
