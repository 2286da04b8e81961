/** A fresh process as Lambda starts one: imports the bundle it is given, calls its handler once, reports by message. */
process.once('message', async ({ bundle, event }) => {
  const report = await run(bundle, event).catch((fault) => ({
    fault: { name: String(fault?.name), message: String(fault?.message) },
  }));
  process.send?.(report, () => process.exit(0));
});

async function run(bundle, event) {
  const { handler } = await import(bundle);
  const answer = await handler(event, {
    awsRequestId: 'request-1',
    functionName: 'bundle',
    getRemainingTimeInMillis: () => 5000,
  });
  return { answer: answer ?? null };
}
