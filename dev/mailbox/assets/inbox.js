// Copies codes, empties the inbox, and shows new mail as it arrives.
const WAIT_MS = 25_000;
const status = document.getElementById("status");

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (!button) return;
  if (button.dataset.copy) {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    status.textContent = `Code ${button.dataset.copy} copied.`;
  }
  if (button.dataset.action === "clear") {
    await fetch("/messages", { method: "DELETE" });
    location.reload();
  }
});

async function waitForMail() {
  const since = Number(document.body.dataset.newest) + 1;
  for (;;) {
    try {
      const response = await fetch(`/messages?since=${since}&wait=${WAIT_MS}`);
      const messages = await response.json();
      if (messages.length > 0) return location.reload();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}

if (document.body.dataset.newest) waitForMail();
