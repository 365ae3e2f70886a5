import "server-only";
import { createHash, createHmac } from "node:crypto";

export type S3Access = { region: string; accessKeyId: string; secretAccessKey: string };

const EMPTY = createHash("sha256").update("").digest("hex");

/** Headers that sign a request without a body (AWS Signature Version 4, service s3). */
export function signS3(
  method: string,
  url: URL,
  access: S3Access,
  now: Date = new Date(),
): Record<string, string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = stamp.slice(0, 8);
  const headers = { host: url.host, "x-amz-content-sha256": EMPTY, "x-amz-date": stamp };
  const names = Object.keys(headers).join(";");
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const canonical = [
    method,
    url.pathname,
    query,
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    "",
    names,
    EMPTY,
  ].join("\n");
  const scope = `${day}/${access.region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, createHash("sha256").update(canonical).digest("hex")];
  const key = [day, access.region, "s3", "aws4_request"].reduce<Buffer | string>(
    (previous, part) => createHmac("sha256", previous).update(part).digest(),
    `AWS4${access.secretAccessKey}`,
  );
  const signature = createHmac("sha256", key).update(toSign.join("\n")).digest("hex");
  const { host: _host, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${access.accessKeyId}/${scope},SignedHeaders=${names},Signature=${signature}`,
  };
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
