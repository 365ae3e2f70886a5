import { ROOT } from "./routes";

/** What a request looks like on the wire: who made the browser send it, and as what. */
export type Dress = {
  name: string;
  origin: string | null;
  site: string | null;
  type: string | null;
  body: string | undefined;
  /** Nothing about it says that another site made it. */
  isOwn: boolean;
  isJson: boolean;
};

const SITES = ["same-origin", "same-site", "cross-site", "none", null] as const;

/** Content types that a form or a script without a preflight can send, and JSON. */
const KINDS: { name: string; type: string | null; write: (json: string) => string }[] = [
  { name: "json", type: "application/json", write: (json) => json },
  { name: "text", type: "text/plain", write: (json) => json },
  // The form's only field is the JSON, split where its "=" falls.
  {
    name: "form",
    type: "application/x-www-form-urlencoded",
    write: (json) => `${json.slice(0, -1)},"pad":"="}`,
  },
  {
    name: "multipart",
    type: "multipart/form-data; boundary=edge",
    write: (json) => `--edge\r\ncontent-disposition: form-data; name="body"\r\n\r\n${json}\r\n--edge--\r\n`,
  },
];

/** Who may have made the browser send it, for a host of ours. */
export function originsOf(host: string): [name: string, origin: string | null][] {
  const [, ...parent] = host.split(".");
  const [name = "", port = "3000"] = host.split(":");
  return [
    ["same", `http://${host}`],
    ["sibling subdomain", `http://sibling.${host === ROOT ? host : parent.join(".")}`],
    ["parent host", `http://${parent.join(".")}`],
    ["other scheme", `https://${host}`],
    ["other port", `http://${name}:${Number(port) + 1}`],
    ["evil", "https://evil.example"],
    ["evil that ends like us", `http://evil-${host}`],
    ["evil that begins like us", `http://${host}.evil.example`],
    ["null", "null"],
    ["absent", null],
  ];
}

/** Every combination of origin, fetch site and content type. */
export function dressesOf(host: string, body: unknown): Dress[] {
  const json = JSON.stringify(body ?? {});
  return originsOf(host).flatMap(([from, origin]) =>
    SITES.flatMap((site) =>
      KINDS.map((kind) => ({
        name: `${from} origin, ${kind.name}, Sec-Fetch-Site ${site ?? "absent"}`,
        origin,
        site,
        type: body === undefined && kind.name === "json" ? null : kind.type,
        body: body === undefined && kind.name === "json" ? undefined : kind.write(json),
        isOwn: from === "same" && (site === "same-origin" || site === null),
        isJson: kind.name === "json",
      })),
    ),
  );
}
