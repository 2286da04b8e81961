import { many } from '../copy.ts';

/** The words of the deploy page. */
export const deployWords = {
  title: (service: string) => `Deploy ${service}`,
  seeService: (service: string) => `See what runs of ${service}`,
  readPolicy: (group: string) => `Read what holds for ${group}`,
  environment: 'Environment',

  version: 'Version',
  versionPlaceholder: 'Choose a version',
  versions: 'Registered versions',
  versionMissing: 'Choose a version',
  versionUnknown: (typed: string) => `No registered version matches “${typed}”`,
  versionOpen: (typed: string, count: number) =>
    `“${typed}” matches ${many(count, 'version')}: choose ${count === 1 ? 'it' : 'one'}`,
  notVerified: 'not verified',
  moreVersions: (count: number) => `${many(count, 'more version')}: type to find them`,
  registering: 'CI registers a version when it publishes a build: see whether its run has ended.',
  incomplete: 'Choose a version to see whether it can be deployed.',
  noVersions: 'No version is registered yet.',
  allFailed: 'Every version has failed here. Choose one to see why, or publish a fixed build.',

  failedHere: 'failed here',
  failedIn: (environment: string) => `failed in ${environment}`,
  whyFailed: (summary: string) => `${summary}. Deploying it again will not do better.`,
  seeFailure: 'See what happened',

  recipe: 'Recipe',
  recipeRouted: 'Set by the delivery group for this environment.',

  summary: 'Change summary',
  summaryHint: 'One line that people will read in the timeline',
  summaryMissing: 'Add a change summary',
  summaryLength: (length: number, limit: number) => `${length} of ${limit} characters`,
  summaryTooLong: (over: number) => `The change summary is ${many(over, 'character')} too long`,
  summaryFor: (version: string, branch: string, sha: string) => `${version} from ${branch} at ${sha.slice(0, 7)}`,

  submit: (version: string, environment: string) => `Deploy ${version} to ${environment}`,
  resubmit: (version: string, environment: string) => `Redeploy ${version} to ${environment}`,
  checking: 'Checking the guardrails',
  backToForm: 'Back to the form',

  confirmTitle: (service: string, environment: string) => `Deploy ${service} to ${environment}?`,
  confirmText: 'This changes a production environment.',
  service: 'Service',
  runsNow: 'Runs now',
  runsAfter: 'Runs after it',

  preview: 'Preview',
  ready: 'Ready to deploy',
  lacking: 'Not complete yet',
  notNow: 'Not right now',
  notAllowed: 'Not possible like this',
  notKnown: 'Not known right now',
  lastAnswer: 'This is what the plane said',
  firstTime: 'nothing',
  usually: (time: string) => `usually about ${time}`,
  allChecks: (count: number) => `Show all ${count} checks`,
  fewerChecks: 'Show the main checks only',
  registeredBy: (who: string) => `registered by ${who}`,
  passesNow: (why: string) => `It was refused a moment ago: ${why}. Now it would be admitted.`,
  deploysAfter: 'Deployments today, after this one',

  unansweredTitle: 'No answer came',
  wasSent: (version: string, environment: string) => `${version} to ${environment} was sent`,
  notKnownToBe: 'Nothing is known to have been submitted.',
  unansweredSafe: 'Trying again is safe: it is the same request, and it cannot deploy twice.',
  notKnownOther: 'No answer came back: see whether it was taken.',
  reachable: 'The plane answers again.',
  seeDeployments: 'Deployments of this service',
  wasTaken: ['The first try had been taken', 'This is the deployment that it submitted.'],
  wasNotTaken: ['Submitted now', 'The first try had not arrived.'],
} as const;
