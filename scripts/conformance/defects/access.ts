import { type Defect, defect } from './defect.ts';

/** Defects in who is believed, and in what a role and an owner may. */

const ROLES = 'lib/contract/actor.ts';
const CLAIMS = 'lib/http/auth/claims.ts';
const READING = 'lib/usecases/reading/deployments.ts';
const SCOPE_RULE = 'lib/domain/guardrails/caller-in-scope.ts';

export const accessDefects: readonly Defect[] = [
  defect('GOV-ROLE-01', 'Whoever shows no token is let through to the functions', {
    file: 'lib/local/gateway/token-authorizer.ts',
    from: "if (!token) return { kind: 'unauthorized' };",
    to: "if (!token) return { kind: 'allowed', context: {} };",
  }),
  defect('GOV-ROLE-02', 'A token is believed without a look at its signature', {
    file: 'lib/http/auth/verify.ts',
    from: 'await verifier.verify(token);',
    to: "JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());",
  }),
  defect('GOV-ROLE-03', 'A token is good for an hour longer than it says', {
    file: 'lib/http/auth/verify.ts',
    from: '({ issuer, audience, jwksUri })),',
    to: '({ issuer, audience, jwksUri, graceSeconds: 3600 })),',
  }),
  defect('GOV-ROLE-04', 'Who has no role is taken for an observer', {
    file: CLAIMS,
    from: '...(role !== undefined && { role }),',
    to: "role: role ?? 'OBSERVER',",
  }),
  defect('GOV-ROLE-05', 'Observers may deploy', {
    file: ROLES,
    from: "deploy: ['PLATFORM_ADMIN', 'DELIVERY_OWNER'],",
    to: "deploy: ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER'],",
  }),
  defect('GOV-ROLE-06', 'Delivery owners may do what is for admins', {
    file: ROLES,
    from: "admin: ['PLATFORM_ADMIN'],",
    to: "admin: ['PLATFORM_ADMIN', 'DELIVERY_OWNER'],",
  }),
  defect('GOV-ROLE-07', 'CI may read whatever people read', {
    file: ROLES,
    from: "  read: ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER'],",
    to: "  read: ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER', 'CI_PUBLISHER'],",
  }),
  defect('GOV-ROLE-08', 'Observers are kept from reading', {
    file: ROLES,
    from: "  read: ['PLATFORM_ADMIN', 'DELIVERY_OWNER', 'OBSERVER'],",
    to: "  read: ['PLATFORM_ADMIN', 'DELIVERY_OWNER'],",
  }),
  defect('GOV-ROLE-09', 'Everybody is shown how a recipe maps onto the engine', {
    file: 'lib/domain/views.ts',
    from: "if (role === 'PLATFORM_ADMIN') return recipe;",
    to: 'if (role !== undefined) return recipe;',
  }),
  defect('GOV-ROLE-10', 'Health tells which release runs', {
    file: 'functions/api/health/get.ts',
    from: "({ status: 'ok' as const })",
    to: "({ status: 'ok' as const, release: '1.2.3' })",
  }),
  defect('GOV-CLAIM-01', 'A caller is known by name, which another one may have as well', {
    file: CLAIMS,
    from: 'id: claims.sub,',
    to: 'id: textOf(claims.name) ?? claims.sub,',
  }),
  defect('GOV-CLAIM-02', 'Whoever may publish builds is an observer', {
    file: CLAIMS,
    from: '...(role !== undefined && { role }),',
    to: "...(role !== undefined && { role: role === 'CI_PUBLISHER' ? 'OBSERVER' : role }),",
  }),
  defect('GOV-CLAIM-03', 'Owners are told that they administer', {
    file: 'lib/usecases/reading/plane.ts',
    from: 'administer: holds(caller, permissions.admin),',
    to: 'administer: holds(caller, permissions.deploy),',
  }),
  defect('GOV-CLAIM-04', 'Everybody owns every group that has an owner', {
    file: 'lib/domain/ownership.ts',
    from: 'group.owners.some((entry) => matches(entry, actor));',
    to: 'group.owners.some((entry) => matches(entry, actor) || entry.length > 0);',
  }),
  defect('GOV-SCOPE-01', 'The list of an owner holds the deployments of all groups', {
    file: READING,
    from: 'deliveryGroupId === undefined ? visible : [deliveryGroupId];',
    to: 'deliveryGroupId === undefined ? undefined : [deliveryGroupId];',
  }),
  defect('GOV-SCOPE-02', 'Whoever names a group is shown its deployments', {
    file: READING,
    from: 'visible && !visible.includes(deliveryGroupId)',
    to: 'visible?.length === 0',
  }),
  defect('GOV-SCOPE-03', 'Whoever knows an id is shown the record', {
    file: READING,
    from: 'visible && !visible.includes(record.deliveryGroupId)',
    to: 'visible?.length === 0',
  }),
  defect('GOV-SCOPE-04', 'A refusal for the scope goes on to tell what else is wrong', {
    file: SCOPE_RULE,
    from: '          ends: true,\n',
    to: '',
  }),
  defect('GOV-SCOPE-05', 'Validation shows the limits of a group of others', {
    file: 'lib/usecases/deploy.ts',
    from: '...(mayKnow ? circumstances(facts) : { resolved: {}, running: null, notes: [] }),',
    to: '...circumstances(facts),',
  }),
  defect('GOV-SCOPE-06', 'An owner may stop what is under way for others', {
    file: 'lib/usecases/cancel.ts',
    from: '!(deliveryGroup && inScope(caller, deliveryGroup))',
    to: '!deliveryGroup',
  }),
  defect('GOV-SCOPE-07', 'Observers see what they own, which is nothing', {
    file: 'lib/usecases/reading/scope.ts',
    from: "if (caller.role !== 'DELIVERY_OWNER') return undefined;",
    to: "if (caller.role === 'PLATFORM_ADMIN') return undefined;",
  }),
];
