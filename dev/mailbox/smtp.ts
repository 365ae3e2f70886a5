import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Message, MessageStore } from "./store";

const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

/** Accepts every message from anybody, with or without a password, and keeps it in the store. */
export function createSmtpServer(store: MessageStore): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    size: MAX_MESSAGE_BYTES,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username ?? "anybody" }),
    onData(stream, session, callback) {
      simpleParser(stream, { skipImageLinks: true }).then(
        (mail) => {
          if (stream.sizeExceeded) return callback(new Error("The message is larger than 10 MB."));
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          store.add(toMessage(mail, recipients));
          callback();
        },
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
}

function toMessage(mail: ParsedMail, to: string[]): Omit<Message, "id" | "at"> {
  const html = mail.html || null;
  return {
    from: mail.from?.text ?? "",
    to,
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html,
    headers: Object.fromEntries(
      mail.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1).trim()]),
    ),
    links: linksIn(html ?? mail.text ?? ""),
    attachments: mail.attachments.map(({ filename, contentType, size }) => ({
      filename: filename ?? "attachment",
      type: contentType,
      sizeBytes: size,
    })),
  };
}

function linksIn(content: string): string[] {
  const found = content.match(/https?:\/\/[^\s"'<>]+/g) ?? [];
  return [...new Set(found.map((link) => link.replaceAll("&amp;", "&")))];
}
