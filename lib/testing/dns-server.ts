import { createSocket } from "node:dgram";

export type TestDns = {
  /** For DNS_SERVERS. */
  address: string;
  /** TXT records by name; a name that is missing here does not exist. */
  records: Map<string, string[]>;
  /** Silent from now on: questions time out. */
  silence(isSilent: boolean): void;
  close(): Promise<void>;
};

/** A name server that answers TXT questions only: the outer edge of domain verification. */
export async function startDns(port = 0): Promise<TestDns> {
  const records = new Map<string, string[]>();
  const socket = createSocket("udp4");
  let isSilent = false;
  socket.on("message", (query, peer) => {
    if (isSilent) return;
    const end = query.indexOf(0, 12);
    const name = readName(query.subarray(12, end));
    socket.send(answer(query.subarray(0, end + 5), records.get(name)), peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    records,
    silence: (value) => {
      isSilent = value;
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function readName(bytes: Buffer): string {
  const labels: string[] = [];
  for (let at = 0; at < bytes.length; at += 1 + (bytes[at] ?? 0)) {
    labels.push(bytes.toString("latin1", at + 1, at + 1 + (bytes[at] ?? 0)));
  }
  return labels.join(".").toLowerCase();
}

/** RFC 1035: the question again, then one TXT record a text; NXDOMAIN without any. */
function answer(question: Buffer, texts: string[] | undefined): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(texts ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(texts?.length ?? 0, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  const rows = (texts ?? []).map((text) => {
    const row = Buffer.alloc(13 + text.length);
    row.writeUInt16BE(0xc00c, 0);
    row.writeUInt16BE(16, 2);
    row.writeUInt16BE(1, 4);
    row.writeUInt32BE(0, 6);
    row.writeUInt16BE(text.length + 1, 10);
    row.writeUInt8(text.length, 12);
    row.write(text, 13, "latin1");
    return row;
  });
  return Buffer.concat([head, ...rows]);
}
