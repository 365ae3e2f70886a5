export type IdentityPerson = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  groups: string[];
  emailVerified?: boolean;
};

/** Who may sign in at the local identity providers when nobody else is named. */
export const PEOPLE: readonly IdentityPerson[] = [
  {
    id: "alice",
    email: "alice@acme-identity.com",
    firstName: "Alice",
    lastName: "Acme",
    groups: ["admins", "staff"],
  },
  { id: "bob", email: "bob@acme-identity.com", firstName: "Bob", lastName: "Bakker", groups: ["staff"] },
];
