import { type ParameterName, parameters } from '../../contract/configuration.ts';

/** Someone who can sign in to a local plane. */
export type Person = {
  /** Also the subject of the tokens. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** In words, for the sign-in page. */
  readonly title: string;
  /** Values of the roles claim. */
  readonly roles: readonly string[];
  /** Values of the groups claim. */
  readonly groups: readonly string[];
};

const defaultOf = (name: ParameterName): string => String(parameters[name].schema.parse(undefined));

const person = (id: string, facts: Omit<Person, 'id' | 'email' | 'groups'>): Person => ({
  id,
  email: `${id}@example.com`,
  groups: [],
  ...facts,
});

/** The seeded users of a local plane; anybody on this machine may be any of them. */
export const people: readonly Person[] = [
  person('admin', {
    name: 'Ada Novak',
    title: 'Platform admin',
    roles: [defaultOf('/oidc/role_platform_admin')],
  }),
  person('owner', {
    name: 'Priya Raman',
    title: 'Delivery owner of demo',
    roles: [defaultOf('/oidc/role_delivery_owner')],
  }),
  person('owner2', {
    name: 'Tomás Herrera',
    title: 'Delivery owner of payments',
    roles: [defaultOf('/oidc/role_delivery_owner')],
  }),
  person('observer', {
    name: 'Omar Haddad',
    title: 'Observer',
    roles: [defaultOf('/oidc/role_observer')],
  }),
  person('ci', {
    name: 'Build Robot',
    title: 'CI publisher',
    roles: [defaultOf('/oidc/role_ci_publisher')],
  }),
  person('newcomer', {
    name: 'Nina Berg',
    title: 'Without a role',
    roles: [],
  }),
];

export const personOf = (id: unknown): Person | undefined => people.find((candidate) => candidate.id === id);

/** The claims that access tokens carry about a person, under the configured default names. */
export const accessClaims = ({ name, email, roles, groups }: Person): Record<string, string | readonly string[]> => ({
  name,
  [defaultOf('/oidc/email_claim')]: email,
  [defaultOf('/oidc/roles_claim')]: roles,
  [defaultOf('/oidc/groups_claim')]: groups,
});
