import { connect, createServer } from "node:net";

/** Default ports, and the flag that changes each one alone. */
export const PORTS = {
  web: { port: 3000, flag: "--web-port", purpose: "the web server" },
  postgres: { port: 5440, flag: "--postgres-port", purpose: "the database" },
  smtp: { port: 1025, flag: "--smtp-port", purpose: "the mailbox (incoming mail)" },
  mailbox: { port: 8025, flag: "--mailbox-port", purpose: "the mailbox (web page)" },
  stripe: { port: 12111, flag: "--stripe-port", purpose: "the Stripe simulator" },
  social: { port: 9310, flag: "--social-port", purpose: "the social sign-in stand-ins" },
} as const;

export type PortName = keyof typeof PORTS;
export type Ports = Record<PortName, number>;
export const PORT_NAMES = Object.keys(PORTS) as PortName[];

/** Whether nothing listens on 127.0.0.1 or ::1 at this port and it can be opened. */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port)) && !(await answers(port, "::1"));
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 500 });
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
    socket.once("timeout", () => done(false));
  });
}

/** A port that the system hands out. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port ?? 0;
}

/** Ports that the system hands out, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listenAnywhere));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listenAnywhere() {
  return new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
