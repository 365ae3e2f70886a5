// Stands in for `server-only`, whose real package throws outside a React server bundle.
export {};
