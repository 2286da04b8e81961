import type { Access } from '../../stacks/access.ts';
import type { Statement } from '../../stacks/statements.ts';
import { type Ask, evaluate } from './evaluate.ts';
import { type Fragment, fragmentsOf } from './fragments.ts';
import { policyOf } from './roles.ts';

const KEYS = 'dynamodb:LeadingKeys';

/** Keeps which grants requests have needed, function by function. */
export function openUsage(accesses: ReadonlyMap<string, Access>) {
  const unused = new Map([...accesses].map(([path, access]) => [path, new Set(fragmentsOf(access))]));
  return {
    note: (path: string, ask: Ask): void => {
      const left = unused.get(path) ?? new Set();
      for (const fragment of left) if (needs(ask, fragment)) left.delete(fragment);
    },
    /** Their names, for functions that have any. */
    unused: (): ReadonlyMap<string, readonly string[]> =>
      new Map(
        [...unused]
          .filter(([, left]) => left.size > 0)
          .map(([path, left]) => [path, [...left].map(({ name }) => name).sort()]),
      ),
  };
}

/** Whether the grant is one of those that the request cannot do without. */
export const needs = (ask: Ask, { access }: Fragment): boolean => {
  const statements = ownStatements(access);
  return keyByKey(ask).some((one) => evaluate(statements, one) === 'allowed');
};

/** The right to list is given with that to read only so that what is missing can be told from what is forbidden. */
const ownStatements = (access: Access): readonly Statement[] =>
  policyOf(access).filter(({ Action }) => access.artifacts !== 'read' || !Action.includes('s3:ListBucket'));

/** A request for several items needs a grant for each. */
const keyByKey = (ask: Ask): readonly Ask[] => {
  const keys = ask.context[KEYS];
  return keys ? keys.map((key) => ({ ...ask, context: { ...ask.context, [KEYS]: [key] } })) : [ask];
};
