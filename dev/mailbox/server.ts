import { once } from "node:events";
import { createHttpServer } from "./http";
import { createSmtpServer } from "./smtp";
import { MessageStore } from "./store";

const HOST = "127.0.0.1";

export type MailboxOptions = {
  smtpPort: number;
  httpPort: number;
  /** Where messages survive a restart; without it they live in memory. */
  file?: string;
};

export type Mailbox = { store: MessageStore; stop: () => Promise<void> };

/** A mail server that delivers nothing: every message lands in an inbox for people and tests. */
export async function startMailbox({ smtpPort, httpPort, file }: MailboxOptions): Promise<Mailbox> {
  const store = new MessageStore(file);
  const smtp = createSmtpServer(store);
  const http = createHttpServer(store);
  await new Promise<void>((resolve, reject) => {
    smtp.once("error", reject);
    smtp.listen(smtpPort, HOST, resolve);
  });
  // A client that hangs up mid-message is its own problem.
  smtp.on("error", (error) => console.error(error.message));
  http.listen(httpPort, HOST);
  await once(http, "listening");
  return {
    store,
    stop: async () => {
      store.save();
      http.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise((resolve) => http.close(resolve)),
      ]);
    },
  };
}
