import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv as parseDotenv } from "node:util";
import type { Flags } from "./environment/flags";
import { PORT_NAMES, PORTS, type Ports } from "./environment/ports";
import { localSecrets } from "./environment/secrets";
import { demoSsoHost } from "./identity/demo";
import { socialEnvironment } from "./social/settings";

type Source = Record<string, string | undefined>;

export type LocalEnvironment = {
  /** For every process of the product. DATABASE_URL is missing until the embedded database runs. */
  env: Record<string, string>;
  ports: Ports;
  dataDir: string;
  rootUrl: string;
  /** Cells asked for, besides those of earlier starts. */
  cells: string[];
  /** Which outside services are replaced by ours. */
  standIns: { database: boolean; mailbox: boolean; stripe: boolean; social: boolean };
};

/**
 * Works out the environment: what the process was given, then `.env`, then local defaults. Each
 * outside service that is configured switches its stand-in off; production mode has none at all.
 */
export function localEnvironment(
  flags: Flags,
  given: Source = { ...dotenv(), ...process.env },
): LocalEnvironment {
  const set = (name: string) => Boolean(given[name]);
  const production = given.ATRIUM_MODE === "production";
  const ports = choosePorts(flags, given);
  const dataDir = path.resolve(flags.dataDir);
  const standIns = {
    database: !production && !set("DATABASE_URL"),
    mailbox: !production && !set("SMTP_URL"),
    stripe: !production && !set("STRIPE_API_BASE") && !set("STRIPE_SECRET_KEY"),
    // A real provider beside demo ones would be taken for one of them.
    social: !production && !Object.keys(socialEnvironment(0)).some(set),
  };
  const defaults: Source = {
    NODE_ENV: flags.dev ? "development" : "production",
    ATRIUM_MODE: "local",
    ATRIUM_ROOT_URL: `http://atrium.localhost:${ports.web}`,
    ATRIUM_DATA: dataDir,
    STORAGE_DIR: path.join(dataDir, "storage"),
    PORT: String(ports.web),
    NEXT_TELEMETRY_DISABLED: "1",
    ...(production ? {} : localDefaults(dataDir, ports, standIns, set("STRIPE_SECRET_KEY"))),
  };
  const env = Object.fromEntries(
    Object.entries({ ...defaults, ...given, NODE_ENV: defaults.NODE_ENV, PORT: defaults.PORT }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  for (const [name, value] of Object.entries(defaults)) if (!env[name] && value) env[name] = value;
  return { env, ports, dataDir, cells: flags.cells, rootUrl: env.ATRIUM_ROOT_URL ?? "", standIns };
}

function localDefaults(
  dataDir: string,
  ports: Ports,
  standIns: LocalEnvironment["standIns"],
  hasStripeKey: boolean,
): Source {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, ...secrets } = localSecrets(dataDir);
  return {
    ...secrets,
    // A key of a real account needs the signing secret of its own endpoint: none is made up.
    ...(hasStripeKey ? {} : { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET }),
    ...(standIns.stripe ? { STRIPE_API_BASE: `http://127.0.0.1:${ports.stripe}` } : {}),
    ...(standIns.mailbox
      ? { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`, MAILBOX_URL: `http://127.0.0.1:${ports.mailbox}` }
      : {}),
    ...(standIns.social ? socialEnvironment(ports.social) : {}),
    // The demo workspace's own provider, which the product itself calls.
    ...(standIns.social ? { OUTGOING_TEST_HOSTS: demoSsoHost(ports.social) } : {}),
  };
}

function choosePorts(flags: Flags, given: Source): Ports {
  const ports = {} as Ports;
  for (const name of PORT_NAMES) ports[name] = flags.ports[name] ?? PORTS[name].port + flags.portOffset;
  const fromEnvironment = Number(given.PORT);
  if (fromEnvironment && !flags.ports.web && !flags.portOffset) ports.web = fromEnvironment;
  return ports;
}

function dotenv(): Source {
  return existsSync(".env") ? parseDotenv(readFileSync(".env", "utf8")) : {};
}
