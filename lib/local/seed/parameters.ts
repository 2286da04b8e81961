import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ParameterName } from '../../contract/configuration.ts';
import { CONFIG_PREFIX_DEFAULT } from '../../contract/variables.ts';

/** Writes deployment configuration to Parameter Store; it says where things are now, hence anew with every start. */
export async function putParameters(
  ssm: SSMClient,
  values: Partial<Record<ParameterName, string>>,
  secrets: readonly ParameterName[],
): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const Type = secrets.some((secret) => secret === name) ? 'SecureString' : 'String';
    await ssm.send(
      new PutParameterCommand({ Name: CONFIG_PREFIX_DEFAULT + name, Value: value, Type, Overwrite: true }),
    );
  }
}
