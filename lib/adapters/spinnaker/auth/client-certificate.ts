import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

/** What a TLS connection to the engine shows and trusts, PEM. */
export type TlsMaterial = {
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly ca?: string | undefined;
};

export type TlsPart = 'certificate' | 'key' | 'ca';
type TlsProblem = { readonly part: TlsPart; readonly message: string };

/** What is wrong with the material, without repeating any of it; the first problem of each part. */
export const tlsProblems = ({ certificate, key, ca }: TlsMaterial, now: Date): readonly TlsProblem[] => {
  const problems: TlsProblem[] = [];
  if (ca !== undefined && !readable(ca)) problems.push({ part: 'ca', message: 'This is no certificate in PEM' });
  if (certificate === undefined && key !== undefined) {
    problems.push({ part: 'certificate', message: 'A key without its certificate identifies nobody' });
  }
  if (certificate !== undefined) problems.push(...pairProblems(certificate, key, now));
  return problems;
};

const pairProblems = (certificate: string, key: string | undefined, now: Date): readonly TlsProblem[] => {
  const shown = readable(certificate);
  if (!shown) return [{ part: 'certificate', message: 'This is no certificate in PEM' }];
  if (shown.validToDate <= now) {
    return [{ part: 'certificate', message: `The certificate expired on ${shown.validToDate.toISOString()}` }];
  }
  if (key === undefined) return [{ part: 'key', message: 'The certificate needs its private key' }];
  const own = readableKey(key);
  if (!own) return [{ part: 'key', message: 'This is no private key in PEM, or it has a passphrase' }];
  return shown.checkPrivateKey(own) ? [] : [{ part: 'key', message: 'This is the key of another certificate' }];
};

const readable = (pem: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
};

const readableKey = (pem: string) => {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
};

/** The material as connections use it; `undefined` when there is none. For material without problems. */
export const secureContextOf = ({ certificate, key, ca }: TlsMaterial): SecureContext | undefined => {
  if (certificate === undefined && ca === undefined) return undefined;
  return createSecureContext({
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(ca === undefined ? {} : { ca }),
  });
};
