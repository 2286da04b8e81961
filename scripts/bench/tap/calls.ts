import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { isRecord } from '../../../lib/local/aws/dynamodb/wire.ts';
import { currentInvocation, type Invocation } from './invocations.ts';

/** Every request that this process makes of AWS by an SDK client, as it goes over the wire but for retries. */

export type AwsCall = {
  /** `DynamoDB`, `SSM`, `S3`, `SFN`, `Lambda`. */
  readonly service: string;
  /** Without `Command`, e.g. `TransactWrite`. */
  readonly operation: string;
  /** Whose it is; the plane's own have none. */
  readonly by: Invocation | undefined;
  /** Beginnings and ends of all calls in one order. */
  readonly began: number;
  ended: number;
  readUnits: number;
  writeUnits: number;
};

export const calls: AwsCall[] = [];
let order = 0;

type Send = (this: { readonly config: unknown }, command: object, ...rest: unknown[]) => unknown;

/** All clients inherit one `send`, which is replaced here. */
const prototype: unknown = Object.getPrototypeOf(SSMClient.prototype);
if (!isRecord(prototype) || typeof prototype.send !== 'function') throw new Error('The SDK sends otherwise by now');
const original = prototype.send;

const tapped: Send = async function (command, ...rest) {
  const call = began(this.config, command);
  try {
    const answer: unknown = await Reflect.apply(original, this, [command, ...rest]);
    if (isRecord(answer)) addCapacity(call, [answer.ConsumedCapacity].flat().filter(isCapacity));
    return answer;
  } finally {
    order += 1;
    call.ended = order;
  }
};
Reflect.set(prototype, 'send', tapped);

function began(config: unknown, command: object): AwsCall {
  order += 1;
  const service = isRecord(config) && typeof config.serviceId === 'string' ? config.serviceId : 'unknown';
  const operation = command.constructor.name.replace(/Command$/, '');
  const unanswered = { ended: Number.POSITIVE_INFINITY, readUnits: 0, writeUnits: 0 };
  const call = { service, operation, by: currentInvocation(), began: order, ...unanswered };
  calls.push(call);
  return call;
}

const isCapacity = (value: unknown): value is ConsumedCapacity => isRecord(value);

/** Transactions tell reads and writes apart; a table with no such parts was only read or only written. */
function addCapacity(call: AwsCall, consumed: readonly ConsumedCapacity[]): void {
  const writes = /^(TransactWrite|Put|Update|Delete|BatchWrite)/.test(call.operation);
  for (const { CapacityUnits = 0, ReadCapacityUnits } of consumed) {
    const reads = ReadCapacityUnits ?? (writes ? 0 : CapacityUnits);
    call.readUnits += reads;
    call.writeUnits += CapacityUnits - reads;
  }
}
