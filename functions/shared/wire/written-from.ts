export { writtenFrom } from "../../../adapters/aws/dynamo/stream.ts";
