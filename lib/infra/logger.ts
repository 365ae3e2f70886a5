import "server-only";
import pino from "pino";
import { env } from "@/lib/infra/env";

const SECRET_FIELDS = [
  "password",
  "code",
  "token",
  "secret",
  "authorization",
  "cookie",
  "payload",
  "connectionString",
];

let instance: pino.Logger | undefined;

function create(): pino.Logger {
  return pino({
    level: env().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.errWithCause },
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: "[removed]",
    },
  });
}

/**
 * The process's logger: one JSON line an event; secrets are removed by field name wherever they nest one deep.
 * Made at first use, because a build imports this file without an environment.
 */
export const logger: pino.Logger = new Proxy({} as pino.Logger, {
  get: (_target, property) => {
    instance ??= create();
    const value: unknown = Reflect.get(instance, property);
    return typeof value === "function" ? value.bind(instance) : value;
  },
});
