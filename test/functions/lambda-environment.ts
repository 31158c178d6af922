/** What the stacks set on a function, with what Lambda does. Nothing of it exists. */
export const LAMBDA_ENVIRONMENT = {
  AWS_REGION: "eu-west-1",
  GREENROOM_TABLE: "greenroom",
  GREENROOM_ACTIONS_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/actions",
  GREENROOM_PLANS_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/plans.fifo",
  GREENROOM_TIMERS_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/timers",
  GREENROOM_SWEEPS_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/sweeps",
  GREENROOM_FAILURES_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/failures",
  GREENROOM_TOPIC: "arn:aws:sns:eu-west-1:111122223333:notices",
  GREENROOM_ALERTS_TOPIC: "arn:aws:sns:eu-west-1:111122223333:alerts",
  GREENROOM_BUS: "arn:aws:events:eu-west-1:111122223333:event-bus/greenroom",
  GREENROOM_ARCHIVE: "arn:aws:events:eu-west-1:111122223333:archive/greenroom",
  GREENROOM_SHADOW_RULE: "arn:aws:events:eu-west-1:111122223333:rule/greenroom/shadow",
};
