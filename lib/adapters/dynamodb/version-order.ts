/**
 * A text for each version whose byte order is the precedence of semantic versions (semver.org, item 11):
 * 1.0.0-alpha < 1.0.0-alpha.1 < 1.0.0-beta.2 < 1.0.0-beta.11 < 1.0.0 < 1.0.10. Different versions have different
 * texts, as the version itself ends each.
 */

/** Ends an identifier; sorts below everything an identifier may contain. */
const END = '!';
/** Stands where a pre-release would; sorts above all of them. */
const RELEASE = '~';

/** Numbers of more digits are greater; of equally many, the digits decide. */
const inNumberOrder = (digits: string): string => {
  const significant = digits.replace(/^0+(?=\d)/, '');
  return String(significant.length).padStart(3, '0') + significant;
};

/** Numeric identifiers sort below the others. */
const identifierOrder = (identifier: string): string =>
  (/^\d+$/.test(identifier) ? `0${inNumberOrder(identifier)}` : `1${identifier}`) + END;

const preReleaseOrder = (preRelease: string): string => preRelease.split('.').map(identifierOrder).join('') + END;

const PARTS = /^(\d+)\.(\d+)\.(\d+)(?:-([A-Za-z0-9.-]+))?$/;

/** What is no version has a place too, below all versions, so that asking for it finds nothing. */
export const versionOrder = (version: string): string => {
  const parts = PARTS.exec(version);
  if (!parts) return `${END}#${version}`;
  const [, major = '', minor = '', patch = '', preRelease] = parts;
  const core = [major, minor, patch].map(inNumberOrder).join('.');
  return `${core}${preRelease === undefined ? RELEASE : preReleaseOrder(preRelease)}#${version}`;
};
