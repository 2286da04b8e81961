const invokeTask = (placeholder: string) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: `\${${placeholder}}`, 'Payload.$': '$' },
  OutputPath: '$.Payload',
  Retry: [
    {
      ErrorEquals: ['Lambda.ServiceException', 'EngineUnavailable'],
      IntervalSeconds: 2,
      MaxAttempts: 3,
      BackoffRate: 2,
      MaxDelaySeconds: 5,
      JitterStrategy: 'FULL',
    },
  ],
  Catch: [{ ErrorEquals: ['States.ALL'], Next: 'HandedOver' }],
});

/** Start, then wait and observe until the work is over: the shape of the machine the plane runs. */
export const POLLING = JSON.stringify({
  StartAt: 'Start',
  States: {
    Start: { ...invokeTask('StartArn'), Next: 'InFlight' },
    InFlight: {
      Type: 'Choice',
      Choices: [{ Variable: '$.inFlight', BooleanEquals: true, Next: 'Wait' }],
      Default: 'Finish',
    },
    Wait: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Observe' },
    Observe: { ...invokeTask('ObserveArn'), Next: 'InFlight' },
    Finish: { ...invokeTask('FinishArn'), End: true },
    HandedOver: { Type: 'Succeed' },
  },
});

const lambdaArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

export const SUBSTITUTIONS = {
  StartArn: lambdaArn('start'),
  ObserveArn: lambdaArn('observe'),
  FinishArn: lambdaArn('finish'),
};
