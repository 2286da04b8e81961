import { plusSeconds } from '../time.ts';
import { broken, type Check, groupedBy, type Invariant } from './invariant.ts';
import type { KeptAnswer, KeptDeployment, Stored } from './stored.ts';

/** One key has one effect and one answer. */
export const answers: Invariant = {
  id: 'answers',
  title: 'One idempotency key has one effect and one answer',
  check: function* (stored, now) {
    const admissions = stored.answers.filter(({ operation }) => ADMITTING.has(operation));
    const byDeployment = groupedBy(admissions, ({ about }) => about ?? '');
    for (const answer of admissions) yield hasEffect(answer, stored);
    for (const record of stored.deployments.values()) {
      yield isAnsweredOnce(record, byDeployment.get(record.id) ?? [], now);
    }
  },
};

const ADMITTING: ReadonlySet<string> = new Set(['deployments.create', 'deployments.rollback']);

const textOf = ({ callerId, operation, key }: KeptAnswer): string => `${operation} of ${callerId} with key ${key}`;

const hasEffect = (answer: KeptAnswer, { deployments }: Stored): Check => {
  const { about = '' } = answer;
  const record = deployments.get(about);
  if (!record)
    return broken([about], `The answer to ${textOf(answer)} names ${about || 'nothing'}, which is not recorded`);
  return (
    record.createdBy.id === answer.callerId ||
    broken([about], `The answer to ${textOf(answer)} names ${about}, which ${record.createdBy.id} asked for`)
  );
};

/** Answers are kept for a day; when exactly they are dropped is the table's matter. */
const KEPT_SECONDS = 23 * 3600;

const isAnsweredOnce = ({ id, createdAt }: KeptDeployment, given: readonly KeptAnswer[], now: Date): Check => {
  const young = plusSeconds(createdAt, KEPT_SECONDS) > now;
  if (given.length > 1) return broken([id], `${id} is the answer to ${given.map(textOf).join(' and to ')}`);
  return given.length === 1 || !young || broken([id], `${id} is the answer to no request`);
};
