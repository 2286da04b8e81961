import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Pair = { readonly certificate: string; readonly key: string };

/** Two authorities, made anew for each run: one that everybody trusts here, and one that nobody does. */
export const makeCertificates = () => {
  const directory = mkdtempSync(join(tmpdir(), 'dxcp-certificates-'));
  const at = (name: string, end: 'crt' | 'key') => join(directory, `${name}.${end}`);
  const issue = (name: string, options: readonly string[]): Pair => {
    const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '2'];
    const files = ['-keyout', at(name, 'key'), '-out', at(name, 'crt'), '-subj', `/CN=${name}`];
    execFileSync('openssl', ['req', '-x509', ...algorithm, ...files, ...options], { stdio: 'pipe' });
    return { certificate: readFileSync(at(name, 'crt'), 'utf8'), key: readFileSync(at(name, 'key'), 'utf8') };
  };
  const authority = (name: string) => issue(name, ['-addext', 'keyUsage=critical,keyCertSign']);
  const by = (issuer: string) => ['-CA', at(issuer, 'crt'), '-CAkey', at(issuer, 'key')];
  const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE'];
  const ca = authority('authority').certificate;
  authority('stranger');
  const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:gate.example';
  const made = {
    ca,
    server: issue('server', [...by('authority'), ...leaf, '-addext', names]),
    client: issue('client', [...by('authority'), ...leaf]),
    strangersClient: issue('strangers-client', [...by('stranger'), ...leaf]),
  };
  rmSync(directory, { recursive: true });
  return made;
};

/** The material of a server as options of `openssl s_server`. */
export const makeServerFiles = ({ ca, certificate, key }: Pair & { readonly ca: string }) => {
  const directory = mkdtempSync(join(tmpdir(), 'dxcp-server-'));
  const options = Object.entries({ '-CAfile': ca, '-cert': certificate, '-key': key }).flatMap(([option, text]) => {
    writeFileSync(join(directory, option), text);
    return [option, join(directory, option)];
  });
  return { options, remove: () => rmSync(directory, { recursive: true }) };
};
