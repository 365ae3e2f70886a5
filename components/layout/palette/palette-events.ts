/** Which layer of the command centre to open. */
export type PaletteView = "commands" | "shortcuts";

const EVENT = "atrium:palette";

/** Opens the command palette or the list of shortcuts from anywhere. */
export function openPalette(view: PaletteView = "commands"): void {
  window.dispatchEvent(new CustomEvent<PaletteView>(EVENT, { detail: view }));
}

export function onOpenPalette(callback: (view: PaletteView) => void): () => void {
  const listener = (event: Event) => {
    if (event instanceof CustomEvent) callback(event.detail === "shortcuts" ? "shortcuts" : "commands");
  };
  window.addEventListener(EVENT, listener);
  return () => window.removeEventListener(EVENT, listener);
}
