/** Who may sign in at the stand-ins. None of them has an account in the demo data. */
export const PEOPLE = {
  google: { email: "gina@social.example", name: "Gina Google" },
  github: { login: "hugo", email: "hugo@social.example", name: "Hugo Hub" },
  microsoft: { email: "mia@social.example", name: "Mia Soft" },
};

export type OidcPerson = { email: string; verified: boolean; firstName: string; lastName: string };

/** At Auth0 and Cognito one types the name; any password is good. */
export const OIDC_PEOPLE: Readonly<Record<string, OidcPerson>> = {
  otto: { email: "otto@social.example", verified: true, firstName: "Otto", lastName: "Zero" },
  bella: { email: "bella@social.example", verified: true, firstName: "Bella", lastName: "Brand" },
  cora: { email: "cora@social.example", verified: true, firstName: "Cora", lastName: "Pool" },
  // Never proved this address, which is that of the demo's admin.
  mallory: { email: "anna@acme.example", verified: false, firstName: "Mallory", lastName: "Other" },
};
