import { createServer } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export type MailSink = {
  url: string;
  /** Every mail that was accepted, repeats included. */
  mails: ParsedMail[];
  /** What is answered to a recipient instead of taking the mail, by address: 550 for good, 450 for now. */
  refuses: Map<string, number>;
  /** Resolves with the first mail that fits. */
  waitFor(fits: (mail: ParsedMail) => boolean, timeoutMs?: number): Promise<ParsedMail>;
  stop(): Promise<void>;
};

/** An SMTP server that keeps what it is given. `onAccepted` runs after a mail was taken, before the answer. */
export async function startMailSink(onAccepted?: (mail: ParsedMail) => void): Promise<MailSink> {
  const mails: ParsedMail[] = [];
  const refuses = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onRcptTo({ address }, _session, done) {
      const responseCode = refuses.get(address);
      done(responseCode ? Object.assign(new Error("5.1.1 No such user here"), { responseCode }) : undefined);
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        onAccepted?.(mail);
        done();
      }, done);
    },
  });
  server.on("error", () => undefined);
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuses,
    async waitFor(fits, timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const found = mails.find(fits);
        if (found) return found;
        if (Date.now() > deadline) throw new Error("the mail did not arrive");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
