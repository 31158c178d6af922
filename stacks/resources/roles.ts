/// <reference path="../../.sst/platform/config.d.ts" />
import type { Settings } from "../settings.ts";

type Text = string | $util.Output<string>;

/** What a service of AWS may do in our name. */
export interface ServiceRole {
  readonly name: string;
  /** Who takes the role, such as `sns.amazonaws.com`. */
  readonly service: string;
  /** For which resource of ours alone, where the service passes it on. */
  readonly sourceArn?: Text;
  readonly statements: readonly { readonly actions: readonly string[]; readonly resources: readonly Text[] }[];
}

/** A role for a service that is not Lambda. */
export const roleOf = (settings: Settings, component: string, asked: ServiceRole): aws.iam.Role =>
  new aws.iam.Role(component, {
    name: asked.name,
    ...(settings.permissionsBoundary && { permissionsBoundary: settings.permissionsBoundary }),
    assumeRolePolicy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: asked.service },
          Action: "sts:AssumeRole",
          ...(asked.sourceArn !== undefined && { Condition: { ArnEquals: { "aws:SourceArn": asked.sourceArn } } }),
        },
      ],
    }),
    inlinePolicies: [
      {
        name: "inline",
        policy: $jsonStringify({
          Version: "2012-10-17",
          Statement: asked.statements.map(({ actions, resources }) => ({
            Effect: "Allow",
            Action: actions,
            Resource: resources,
          })),
        }),
      },
    ],
  });
