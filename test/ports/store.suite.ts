import { describe } from 'vitest';
import { describeAuditLists } from './store/audit-lists.ts';
import { describeClaims } from './store/claims.ts';
import { describeConfigurationLists } from './store/configuration-lists.ts';
import { describeDenials } from './store/denials.ts';
import { describeDeploymentLists } from './store/deployment-lists.ts';
import { describeKeptAnswers } from './store/kept-answers.ts';
import { describeRates } from './store/rates.ts';
import { describeReading } from './store/reading.ts';
import { describeRecords } from './store/records.ts';
import { describeSeals } from './store/seals.ts';
import type { OpenWorld } from './store/world.ts';

/** What every store does, whatever it is made of. */
export const describeStore = (name: string, open: OpenWorld): void => {
  describe(name, () => {
    describeReading(open);
    describeRecords(open);
    describeKeptAnswers(open);
    describeClaims(open);
    describeRates(open);
    describeDenials(open);
    describeDeploymentLists(open);
    describeAuditLists(open);
    describeConfigurationLists(open);
    describeSeals(open);
  });
};
