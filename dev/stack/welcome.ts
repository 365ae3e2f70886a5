import { PEOPLE } from "../identity/people";
import type { LocalEnvironment } from "../local-env";
import { readDemo } from "./demo-data";

/** The lines to show once everything runs: where to look, and who to sign in as. */
export function welcomeLines({ rootUrl, dataDir, ports, standIns }: LocalEnvironment): string[] {
  const demo = readDemo(dataDir);
  const addresses: [string, string][] = [["Site", rootUrl]];
  if (demo.tenant) addresses.push(["Demo workspace", withSubdomain(rootUrl, demo.tenant)]);
  addresses.push(["Back-office", withSubdomain(rootUrl, "admin")]);
  if (standIns.mailbox) addresses.push(["Mailbox", `http://localhost:${ports.mailbox}`]);
  if (standIns.stripe) addresses.push(["Stripe simulator", `http://localhost:${ports.stripe}`]);
  if (standIns.social) {
    addresses.push([
      "Demo providers",
      "on the sign-in page; at Auth0 be otto, at Cognito cora, with any password",
    ]);
    if (demo.tenant && standIns.database) {
      const people = PEOPLE.map(({ id, email }) => `${email} (there: ${id})`).join(" or ");
      addresses.push(["Single sign-on", `sign in as ${people}, with any password`]);
    }
  }
  const lines = [
    "",
    "Atrium is ready.",
    "",
    ...addresses.map(([name, url]) => `  ${name.padEnd(18)} ${url}`),
  ];
  if (demo.signIns?.length) {
    const width = Math.max(...demo.signIns.map(({ email }) => email.length));
    lines.push("", "Demo sign-ins:");
    for (const { email, password, role, totp } of demo.signIns) {
      lines.push(
        `  ${email.padEnd(width)}  ${password}  ${role}${totp ? `  authenticator key ${totp}` : ""}`,
      );
    }
  }
  return [...lines, "", "Mail that the product sends arrives in the mailbox. Ctrl-C stops everything."];
}

function withSubdomain(rootUrl: string, label: string): string {
  const url = new URL(rootUrl);
  url.hostname = `${label}.${url.hostname}`;
  return url.origin;
}
