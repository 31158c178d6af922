/** Attributes of a message by name; all of ours are strings. */
export type Attributes = Readonly<Record<string, string>>;

/** Bytes of attributes as SNS and SQS count them into a message: name, type and value.
 *  Source: SNS Developer Guide, "Message attributes"; SQS Developer Guide, "Message metadata". */
export const attributeBytes = (attributes: Attributes): number =>
  Object.entries(attributes)
    .map(([name, value]) => Buffer.byteLength(`${name}String${value}`))
    .reduce((sum, bytes) => sum + bytes, 0);

/** Attributes in the shape that SNS and SQS share. */
export const stringAttributes = (attributes: Attributes): Record<string, { DataType: "String"; StringValue: string }> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
  );
