import { EVIL } from "./mails";

/** Headers that some server or framework takes for the host, the address or the scheme. */
export const FORGED_HEADERS: Record<string, string>[] = [
  { "x-forwarded-host": EVIL },
  { "x-forwarded-host": `${EVIL}, atrium.localhost:3000` },
  { forwarded: `host=${EVIL};proto=https` },
  { "x-host": EVIL },
  { "x-original-host": EVIL },
  { "x-forwarded-server": EVIL },
  { "x-http-host-override": EVIL },
  { "x-original-url": `http://${EVIL}/` },
  { "x-rewrite-url": `//${EVIL}/` },
  { "x-forwarded-proto": "javascript", "x-forwarded-port": "1337" },
  { "x-forwarded-prefix": `//${EVIL}` },
  { referer: `http://${EVIL}/` },
];

/** What a Host header says that is not this host's name. */
export function wrongHosts(ours: string): string[] {
  const [name = "", port = ""] = ours.split(":");
  return [
    EVIL,
    `${EVIL}:${port}`,
    `${ours}.${EVIL}`,
    `${name}.${EVIL}:${port}`,
    ours.replace("atrium.localhost", "evilatrium.localhost"),
    `${ours}@${EVIL}`,
    `${EVIL}@${ours}`,
    `${ours}/${EVIL}`,
    `${ours}#${EVIL}`,
    `${ours}?${EVIL}`,
    `${EVIL}#${ours}`,
    `${ours} ${EVIL}`,
    `${ours},${EVIL}`,
    `${ours}\t${EVIL}`,
    `${name}.:${port}`,
    `${name}:81`,
    name,
    "localhost",
    "127.0.0.1",
    "[::1]",
    "",
  ];
}

export type Lie = {
  name: string;
  /** Nothing but a refusal will do: it names another host, or two. */
  mustRefuse: boolean;
  /** The request as bytes, without its body. */
  head: (line: { method: string; path: string; host: string; headers: string[] }) => string;
};

const join = (...lines: string[]) => `${lines.join("\r\n")}\r\n\r\n`;

/** Every lie about the host that raw bytes can tell, for one host of ours. */
export function liesFor(ours: string): Lie[] {
  const direct = (name: string, hosts: string[], mustRefuse = true): Lie => ({
    name,
    mustRefuse,
    head: ({ method, path, headers }) => join(`${method} ${path} HTTP/1.1`, ...hosts, ...headers),
  });
  const absolute = (name: string, target: string, host: string): Lie => ({
    name,
    mustRefuse: true,
    head: ({ method, path, headers }) =>
      join(`${method} http://${target}${path} HTTP/1.1`, `Host: ${host}`, ...headers),
  });
  return [
    ...wrongHosts(ours).map((host) => direct(`Host: ${JSON.stringify(host)}`, [`Host: ${host}`])),
    direct("no Host", []),
    direct("two Hosts, ours first", [`Host: ${ours}`, `Host: ${EVIL}`]),
    direct("two Hosts, ours last", [`Host: ${EVIL}`, `Host: ${ours}`]),
    direct("Host twice", [`Host: ${ours}`, `hOST: ${ours}`]),
    direct("a space before the colon", [`Host : ${EVIL}`, `Host: ${ours}`]),
    direct("a folded Host", [`Host: ${ours}`, ` ${EVIL}`]),
    absolute("absolute form, another host", EVIL, ours),
    absolute("absolute form, ours, another Host", ours, EVIL),
    absolute("absolute form, ours with credentials", `${ours}@${EVIL}`, ours),
    {
      name: "HTTP/1.0 without Host",
      mustRefuse: true,
      head: ({ method, path, headers }) => join(`${method} ${path} HTTP/1.0`, ...headers),
    },
    ...FORGED_HEADERS.map((forged) => {
      const lines = Object.entries(forged).map(([key, value]) => `${key}: ${value}`);
      return direct(`with ${lines.join(", ")}`, [`Host: ${ours}`, ...lines], false);
    }),
  ];
}
