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

/** The process's logger: one JSON line an event. Secrets are removed by field name wherever they nest one deep. */
export const logger = pino({
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
