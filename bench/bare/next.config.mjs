import path from "node:path";

/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  serverExternalPackages: ["pg"],
  turbopack: {
    root: path.resolve(import.meta.dirname, "../.."),
    // As the product's plugin sets it: texts are compiled before, so the shell ships no ICU parser either.
    resolveAlias: {
      "use-intl/format-message":
        "../../node_modules/use-intl/dist/esm/production/format-message/format-only.js",
    },
  },
};
