export type SignIn = { email: string; password: string; role: string; totp?: string };
export type Seeded = {
  /** One line for the person who started the seed. */
  summary: string;
  /** Slug of the workspace to look at first. */
  tenant: string;
  signIns: SignIn[];
};
