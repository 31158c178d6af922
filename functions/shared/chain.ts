import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import middy, { type MiddyfiedHandler } from "@middy/core";
import type { Context } from "aws-lambda";

export const logger = new Logger({ serviceName: "greenroom" });

/** The one middy chain: every exported handler is made by it. Context in each log line, errors logged once and passed on. */
export const chain = <Event, Answer>(
  handler: (event: Event, context: Context) => Promise<Answer>,
): MiddyfiedHandler<Event, Answer> =>
  middy<Event, Answer>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .onError(({ error }) => logger.error("failed", { error }))
    .handler(handler);
