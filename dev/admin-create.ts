import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { ZodError } from "zod";
import { createSuperAdmin, type SuperAdmin } from "@/lib/back-office/create-super-admin";
import { DomainError } from "@/lib/core/errors";
import { closePools } from "@/lib/infra/database/pools";
import { rootUrl } from "@/lib/tenancy/hosts";

const USAGE = `npm run admin:create -- --email name@company.com [--name "First Last"] [--password-stdin] [--reset-authenticator]

  --email                who becomes a super admin; made when unknown
  --name                 for a new person, or to correct a known one
  --password-stdin       reads the password from standard input; without it one is made up and shown once
  --reset-authenticator  forgets the authenticator app, for somebody who lost it`;

/** `npm run admin:create`: makes a super admin of the running installation, or of the one that DATABASE_URL names. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      email: { type: "string" },
      name: { type: "string" },
      "password-stdin": { type: "boolean", default: false },
      "reset-authenticator": { type: "boolean", default: false },
    },
  });
  if (!values.email) throw new TypeError("Name the person with --email.");
  const password = values["password-stdin"] ? (await text(process.stdin)).replace(/\r?\n$/, "") : undefined;
  const admin = await createSuperAdmin({
    email: values.email,
    name: values.name,
    password,
    resetAuthenticator: values["reset-authenticator"],
  });
  console.log(instructions(admin));
  return 0;
}

function instructions({ email, created, generatedPassword, mustEnrol }: SuperAdmin): string {
  return [
    "",
    created ? `Made the super admin ${email}.` : `${email} is a super admin now; their sessions have ended.`,
    "",
    `  Sign in    ${rootUrl("/sign-in?to=admin")}`,
    `  E-mail     ${email}`,
    generatedPassword
      ? `  Password   ${generatedPassword}   (shown once, kept nowhere)`
      : "  Password   the one you gave, or the one they have",
    mustEnrol
      ? "  Then       scan the QR code with an authenticator app and enter its first code"
      : "  Then       enter a code of the authenticator app",
    "",
  ].join("\n");
}

function explain(error: unknown): string {
  if (error instanceof ZodError) return "This is no e-mail address.";
  if (error instanceof DomainError) return error.details.errors?.[0]?.message ?? error.message;
  if (error instanceof TypeError) return `${error.message}\n\n${USAGE}`;
  return error instanceof Error ? error.message : String(error);
}

main()
  .catch((error: unknown) => {
    console.error(explain(error));
    return 1;
  })
  .then(async (code) => {
    await closePools();
    process.exit(code);
  });
