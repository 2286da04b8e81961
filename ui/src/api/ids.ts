/** The shape of a deployment's id, as the contract has it; the contract's own would bring its schemas along. */
export const isDeploymentId = (text: string): boolean => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text);
