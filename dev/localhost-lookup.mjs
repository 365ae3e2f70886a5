// Makes Node resolve *.localhost to loopback (RFC 6761), as browsers do: for fetch, http and Playwright's
// requests. Use with `node --import ./dev/localhost-lookup.mjs`.
import dns from "node:dns";

const LOOPBACK = { address: "127.0.0.1", family: 4 };
const isLocal = (host) => typeof host === "string" && /(^|\.)localhost\.?$/i.test(host);
const toOptions = (options) => (typeof options === "number" ? { family: options } : (options ?? {}));

const lookup = dns.lookup;
dns.lookup = function lookupWithLocalhost(host, given, callback) {
  const done = typeof given === "function" ? given : callback;
  const options = typeof given === "function" ? {} : toOptions(given);
  if (!isLocal(host)) return lookup.call(dns, host, options, done);
  if (options.all) process.nextTick(done, null, [LOOPBACK]);
  else process.nextTick(done, null, LOOPBACK.address, LOOPBACK.family);
};

const lookupPromise = dns.promises.lookup;
dns.promises.lookup = async function lookupWithLocalhost(host, given) {
  const options = toOptions(given);
  if (!isLocal(host)) return lookupPromise.call(dns.promises, host, options);
  return options.all ? [LOOPBACK] : LOOPBACK;
};
