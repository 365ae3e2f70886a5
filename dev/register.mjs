// Lets plain Node run the project's TypeScript: tsx for syntax and path aliases, and an empty
// module for `server-only`, whose real package throws outside a React server bundle.
import { registerHooks } from "node:module";
import "tsx";

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === "server-only") {
      return { url: "data:text/javascript,export{}", shortCircuit: true };
    }
    return nextResolve(specifier, context);
  },
});
