import { VERSION_PATTERN } from '../../contract/values.ts';
import type { AdmissionFacts } from '../facts.ts';
import type { Rule } from './rule.ts';

export const versionWellFormed: Rule<AdmissionFacts> = {
  id: 'version-well-formed',
  phase: 'compatibility',
  codes: ['INVALID_VERSION'],
  twin: 'build never changes',
  evaluate: ({ intent }) =>
    VERSION_PATTERN.test(intent.version)
      ? undefined
      : {
          passed: false,
          code: 'INVALID_VERSION',
          summary: 'The version is not of the form 1.2.3 or 1.2.3-rc.1',
          hint: 'Send the version exactly as the build was registered.',
          facts: { version: intent.version },
        },
};

export const versionRegistered: Rule<AdmissionFacts> = {
  id: 'version-registered',
  phase: 'compatibility',
  codes: ['VERSION_NOT_FOUND'],
  twin: 'build never changes',
  evaluate: ({ intent, service, build }) => {
    if (!service || !VERSION_PATTERN.test(intent.version)) return undefined;
    return build
      ? {
          passed: true,
          summary: `Version ${build.version} is registered`,
          facts: {
            version: build.version,
            builtAt: build.builtAt,
            registeredBy: build.registeredBy,
            sha256: build.sha256,
          },
        }
      : {
          passed: false,
          code: 'VERSION_NOT_FOUND',
          summary: `Version ${intent.version} of ${service.name} is not registered`,
          hint: `List what is: dxcp versions ${service.name}. CI registers a build after it uploads it.`,
          facts: { service: service.name, version: intent.version },
        };
  },
};

export const versionVerified: Rule<AdmissionFacts> = {
  id: 'version-verified',
  phase: 'compatibility',
  codes: ['VERSION_NOT_VERIFIED'],
  twin: 'checked again by the engine',
  evaluate: ({ build }) => {
    if (!build || build.status === 'ARTIFACT_GONE') return undefined;
    const facts = { version: build.version, status: build.status };
    return build.status === 'VERIFIED'
      ? { passed: true, summary: 'Its artifact was verified by size and digest', facts }
      : {
          passed: false,
          code: 'VERSION_NOT_VERIFIED',
          summary:
            build.status === 'REJECTED'
              ? `The artifact of ${build.version} was rejected`
              : `The artifact of ${build.version} is not verified yet`,
          hint: build.status === 'REJECTED' ? 'Publish a new version.' : 'Wait for the verification, then try again.',
          facts,
        };
  },
};

export const artifactPresent: Rule<AdmissionFacts> = {
  id: 'artifact-present',
  phase: 'compatibility',
  codes: ['ARTIFACT_NOT_FOUND'],
  twin: 'checked again by the engine',
  evaluate: ({ build, artifact = 'unchecked', settings }) => {
    if (!build) return undefined;
    const facts = { version: build.version, artifact };
    if (build.status === 'ARTIFACT_GONE' || artifact === 'missing') {
      return {
        passed: false,
        code: 'ARTIFACT_NOT_FOUND',
        summary: `The artifact of ${build.version} is no longer in the store`,
        hint: 'Choose another version, or publish this one again under a new version number.',
        facts,
      };
    }
    if (artifact === 'present') return { passed: true, summary: 'Its artifact is in the store', facts };
    return settings.admitWhenArtifactUnchecked === false
      ? {
          passed: false,
          code: 'ARTIFACT_NOT_FOUND',
          summary: `The artifact of ${build.version} could not be looked up just now`,
          hint: 'Try again in a few minutes; the artifact store does not answer.',
          facts,
        }
      : { passed: true, summary: 'Its artifact could not be looked up just now', facts };
  },
};
