// Preloaded into the web process that is measured: SIGUSR2 collects garbage, so that what remains is what it needs.
process.on("SIGUSR2", () => globalThis.gc?.());
