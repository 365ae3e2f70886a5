import { startMailbox } from "./server";

const mailbox = await startMailbox({
  smtpPort: Number(process.env.MAILBOX_SMTP_PORT ?? 1025),
  httpPort: Number(process.env.MAILBOX_HTTP_PORT ?? 8025),
  file: process.env.MAILBOX_FILE,
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    void mailbox.stop().then(() => process.exit(0));
  });
}
