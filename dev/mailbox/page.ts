import type { Message } from "./store";

const CODE = /(?<![\d.,/#-])(\d{6}|\d{3} \d{3})(?![\d.,/-]\d|\d)/;

/** The list of messages, newest first. */
export function inboxPage(messages: Message[]): string {
  const newest = messages[0]?.at ?? 0;
  const list = messages.length
    ? `<ul class="list">${messages.map(listItem).join("")}</ul>`
    : `<section class="empty"><h2>No mail yet</h2><p>Messages that Atrium sends appear here by themselves.</p></section>`;
  const clear = messages.length ? `<button type="button" data-action="clear">Empty the mailbox</button>` : "";
  return layout(
    "Inbox",
    `<div id="inbox" data-newest="${newest}"><header><div><h1>Mailbox</h1>
    <p>Every message that this local Atrium sends. Nothing leaves your machine.</p></div>${clear}</header>${list}</div>`,
  );
}

/** One message: its facts, the code to copy, the mail as its reader sees it and its text form. */
export function messagePage(message: Message): string {
  const facts = [
    ["From", escapeHtml(message.from)],
    ["To", escapeHtml(message.to.join(", "))],
    ["Received", time(message.at)],
    ...(message.attachments.length
      ? [["Attached", escapeHtml(message.attachments.map((a) => a.filename).join(", "))]]
      : []),
  ];
  const subject = escapeHtml(message.subject || "(no subject)");
  return layout(
    message.subject,
    `<header><h1>${subject}</h1><a class="button" href="/">All messages</a></header>
    <dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl>
    <div class="before-message">${codeBox(message)}</div>
    <iframe title="Message: ${subject}" src="/messages/${message.id}.html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
    <details><summary>Text version</summary><pre tabindex="0">${escapeHtml(message.text)}</pre></details>`,
  );
}

export function notFoundPage(): string {
  return layout(
    "Not found",
    `<section class="empty"><h1>No such message</h1><p>It may have been removed. <a href="/">All messages</a></p></section>`,
  );
}

/** The six-digit code of a message, if it has one: in the subject first, then in the text. */
export function codeIn(message: Pick<Message, "subject" | "text">): string | undefined {
  const match = CODE.exec(message.subject) ?? CODE.exec(message.text);
  return match?.[1]?.replace(" ", "");
}

function listItem(message: Message): string {
  return `<li><div><a href="/m/${message.id}">${escapeHtml(message.subject || "(no subject)")}</a>
    <div class="meta">To ${escapeHtml(message.to.join(", "))} · ${time(message.at)}</div></div>${codeBox(message)}</li>`;
}

function codeBox(message: Message): string {
  const code = codeIn(message);
  if (!code) return "";
  return `<div class="code"><code>${code}</code><button type="button" data-copy="${code}" aria-label="Copy code ${code}">Copy</button></div>`;
}

function layout(title: string, content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · Atrium mailbox</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/inbox.css"><script src="/assets/inbox.js" defer></script></head>
<body><main>${content}<p id="status" role="status" class="meta"></p></main></body></html>`;
}

function time(at: number): string {
  const date = new Date(at);
  const shown = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" }).format(date);
  return `<time datetime="${date.toISOString()}">${shown}</time>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
