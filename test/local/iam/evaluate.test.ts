import { describe, expect, it } from 'vitest';
import { type Ask, evaluate } from '../../../lib/local/iam/evaluate.ts';
import type { Statement } from '../../../lib/stacks/statements.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/dxcp-local';
const KEYS = 'dynamodb:LeadingKeys';

const statement = (set: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: ['dynamodb:GetItem'],
  Resource: [TABLE],
  Condition: { 'ForAllValues:StringLike': { [KEYS]: ['LANE#*', 'PLANE#pulse'] }, Null: { [KEYS]: 'false' } },
  ...set,
});
const ask = (set: Partial<Ask> = {}): Ask => ({
  action: 'dynamodb:GetItem',
  resource: TABLE,
  context: { [KEYS]: ['LANE#a#b'] },
  ...set,
});
const keys = (...each: string[]): Partial<Ask> => ({ context: { [KEYS]: each } });
const denial = statement({
  Effect: 'Deny',
  Action: ['dynamodb:GetItem', 'dynamodb:DeleteItem'],
  Condition: { 'ForAnyValue:StringLike': { [KEYS]: ['LANE#secret*'] } },
});
const { Condition: _, ...unbound } = statement();

describe('A policy', () => {
  it.each<[string, readonly Statement[], Ask, boolean]>([
    ['allows what a statement covers', [statement()], ask(), true],
    ['allows a key that is named in full', [statement()], ask(keys('PLANE#pulse')), true],
    ['takes a name without a star for that name only', [statement()], ask(keys('PLANE#pulse2')), false],
    ['wants every key covered', [statement()], ask(keys('LANE#a', 'GUARD#a')), false],
    ['takes keys that cannot be told for not covered', [statement()], ask({ context: {} }), false],
    ['allows nothing else on the resource', [statement()], ask({ action: 'dynamodb:PutItem' }), false],
    ['compares actions without their case', [statement()], ask({ action: 'dynamodb:getitem' }), true],
    ['does not take an index for its table', [statement()], ask({ resource: `${TABLE}/index/gsi1` }), false],
    [
      'takes patterns of actions and resources',
      [{ ...unbound, Action: ['dynamodb:Get*'], Resource: ['*'] }],
      ask(),
      true,
    ],
    [
      'does not take other signs of a pattern for more than themselves',
      [{ ...unbound, Resource: [TABLE.replace('-', '.')] }],
      ask(),
      false,
    ],
    [
      'takes a question mark for one character',
      [{ ...unbound, Resource: [TABLE.replace('local', 'loca?')] }],
      ask(),
      true,
    ],
    ['allows by any of its statements', [statement({ Resource: [] }), statement()], ask(), true],
    ['lets a denial win', [statement(), denial], ask(keys('LANE#secret#b')), false],
    ['denies for one key among others', [statement(), denial], ask(keys('LANE#a', 'LANE#secret')), false],
    ['denies nothing that the denial is not about', [statement(), denial], ask(), true],
    ['without statements allows nothing', [], ask(), false],
  ])('%s', (__, statements, asked, isAllowed) => {
    expect(evaluate(statements, asked) === 'allowed').toBe(isAllowed);
  });

  it('with a condition that nobody here understands is an error, whether it allows or denies', () => {
    const strange = { Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } } };
    expect(() => evaluate([statement(strange)], ask())).toThrow('NumericLessThan');
    expect(() => evaluate([statement({ ...strange, Effect: 'Deny' })], ask())).toThrow('NumericLessThan');
  });
});
