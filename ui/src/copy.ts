import type { Role } from '../../lib/contract/actor.ts';
import type { Mark } from './api/states.ts';

/**
 * Every word of the pages that does not come from the API: here what several of them say, in `copy/` what one page says
 * that is loaded later.
 */

const whoOf = (owners: readonly string[]): string =>
  owners.length > 0 ? `ask ${owners.join(', ')}` : 'ask your platform team';
export const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const marks: Record<Mark, string> = {
  WAITING: 'Waiting',
  STARTING: 'Starting',
  IN_PROGRESS: 'In progress',
  STOPPING: 'Stopping',
  STALLED: 'Stalled',
  SUCCEEDED: 'Succeeded',
  WARNED: 'Succeeded, but a step failed',
  SUPERSEDED: 'Succeeded, superseded',
  UNDONE: 'Succeeded, rolled back',
  FAILED: 'Failed',
  CANCELED: 'Canceled',
  ROLLED_BACK: 'Rolled back',
};

const roles: Record<Role, string> = {
  PLATFORM_ADMIN: 'Platform admin',
  DELIVERY_OWNER: 'Delivery owner',
  OBSERVER: 'Observer',
  CI_PUBLISHER: 'CI publisher',
};

export const copy = {
  marks,
  roles,
  loading: 'Loading',
  none: 'none',

  nav: {
    primary: 'Primary',
    breadcrumb: 'Breadcrumb',
    skip: 'Skip to content',
    services: 'Services',
    deployments: 'Deployments',
    admin: 'Admin',
    search: 'Search',
    help: 'Keyboard shortcuts',
  },

  actions: {
    tryAgain: 'Try again',
    reload: 'Reload',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    copyId: (label: string, id: string) => `Copy ${label} ${id}`,
    deploy: 'Deploy',
    rollBack: 'Roll back',
    rollBackTo: (version: string) => `Roll back to ${version}`,
    cancel: 'Cancel',
    loadMore: 'Load more',
    clearFilters: 'Clear filters',
  },

  signIn: {
    underWay: 'Signing in',
    failedTitle: 'Signing in did not work',
    failed: 'The sign-in service refused, or cannot be reached. Nothing was changed.',
    signIn: 'Sign in',
  },

  live: {
    live: 'Live',
    updated: (when: string) => `Updated ${when}`,
    offline: (when: string) => `Offline, retrying. Last answer ${when}`,
    troubled: (when: string) => `Not answering well, retrying. Last answer ${when}`,
    lastAnswer: (when: string) => `Last answer ${when}`,
    refresh: 'Refresh now',
  },

  mode: {
    evaluation: 'Evaluation mode',
    evaluationTip: 'Limits are lower, and production environments are closed',
  },

  errors: {
    requestId: 'request id',
    offline: { title: 'The plane cannot be reached', text: 'Check your connection, then try again.' },
    forbidden: { title: 'Your role may not see this', text: 'Ask your platform team who can help.' },
    notFound: { title: 'There is nothing here', text: 'It may never have existed, or the address is not complete.' },
    tooMany: { title: 'Too many requests', text: 'Wait a moment, then try again.' },
    notAccepted: {
      title: 'The plane does not accept your sign-in',
      text: 'Sign in again. If it repeats, tell your platform team.',
    },
    fault: { title: 'Something went wrong on our side', text: 'Try again. If it repeats, tell your platform team.' },
    page: { title: 'This page broke', text: 'Reload it. If it repeats, tell your platform team.' },
    unknownPage: 'This page does not exist',
    toServices: 'See what runs where',
  },

  reasons: {
    roleCannotDeploy: (owners: readonly string[]) => `Deploying needs the delivery owner role: ${whoOf(owners)}`,
    otherGroup: (group: string, owners: readonly string[]) => `Only owners of ${group} may do this: ${whoOf(owners)}`,
    notInGroup: 'The service is in no delivery group yet: ask your platform team',
    submitting: 'Submitting',
    planLoading: 'Looking up where a rollback would lead',
  },

  services: {
    title: 'Services',
    sub: 'What runs where',
    filter: 'Filter services',
    column: 'Service',
    environment: 'Environment',
    behind: 'behind',
    behindTip: (environment: string, version: string) => `${environment} runs ${version}`,
    uncertain: 'uncertain',
    uncertainTip: 'The last deployment was released without a confirmed end',
    never: 'Nothing deployed yet',
    notHere: 'Not available',
    noMatch: (filter: string) => `No service matches “${filter}”`,
  },

  service: { to: 'to', built: 'built' },

  deploy: {
    disabled: (name: string) => `${name} (disabled)`,
    runningNow: 'running now',
    allowedFrom: 'Possible again',
  },

  deployments: { title: 'Deployments', rollback: 'Rollback' },
} as const;
