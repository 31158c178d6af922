import { createHash, createHmac } from "node:crypto";

export interface Keys {
  readonly id: string;
  readonly secret: string;
  readonly session: string;
}

/** Why API Gateway would refuse a request's signature; undefined: it holds. Nothing but the header form, and no query.
 *  Source: IAM User Guide, "Create a signed AWS API request". */
export function faultOf(request: Request, body: string, keys: Keys, region: string): string | undefined {
  const header = request.headers.get("authorization") ?? "";
  const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(header);
  if (!parts) return `there is no signature in "${header}"`;
  const [, credential = "", signed = "", signature] = parts;
  const at = request.headers.get("x-amz-date") ?? "";
  const scope = `${at.slice(0, 8)}/${region}/execute-api/aws4_request`;
  if (credential !== `${keys.id}/${scope}`) return `signed for ${credential}`;
  if (request.headers.get("x-amz-security-token") !== keys.session) return "not with this session's token";
  const names = signed.split(";");
  for (const wanted of ["host", "x-amz-date", "x-amz-security-token"])
    if (!names.includes(wanted)) return `${wanted} is not signed`;
  const canonical = [
    request.method,
    new URL(request.url).pathname,
    "",
    ...names.map((name) => `${name}:${(request.headers.get(name) ?? "").trim()}`),
    "",
    signed,
    sha256(body),
  ].join("\n");
  const key = [at.slice(0, 8), region, "execute-api", "aws4_request"].reduce<Buffer>(
    (with_, part) => hmac(with_, part),
    Buffer.from(`AWS4${keys.secret}`),
  );
  const expected = hmac(key, ["AWS4-HMAC-SHA256", at, scope, sha256(canonical)].join("\n")).toString("hex");
  return expected === signature ? undefined : "the signature does not match";
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
