// Copies codes, empties the inbox, and shows new mail as it arrives.
const WAIT_MS = 25_000;
const status = document.getElementById("status");

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (!button) return;
  if (button.dataset.copy) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    button.setAttribute("aria-label", `Copied code ${button.dataset.copy}`);
    status.textContent = `Code ${button.dataset.copy} copied.`;
  }
  if (button.dataset.action === "clear") {
    await fetch("/messages", { method: "DELETE" });
    await refresh();
    status.textContent = "The mailbox is empty.";
  }
});

/** Replaces the list alone, so that the status line and the place on the page stay. */
async function refresh() {
  const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
  document.getElementById("inbox").replaceWith(page.getElementById("inbox"));
}

async function waitForMail() {
  for (;;) {
    try {
      const since = Number(document.getElementById("inbox").dataset.newest) + 1;
      const response = await fetch(`/messages?since=${since}&wait=${WAIT_MS}`);
      const messages = await response.json();
      if (messages.length > 0) await refresh();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}

if (document.getElementById("inbox")) waitForMail();
