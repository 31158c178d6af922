import { createHash, createHmac } from "node:crypto";
import { type Instant, MINUTE_MS } from "../../../core/model/time.ts";

export interface Keys {
  readonly id: string;
  readonly secret: string;
  /** Of temporary credentials. */
  readonly session?: string;
}

/** Where and for what a signature holds. */
export interface SignatureScope {
  readonly region: string;
  readonly service: string;
}

/** A request as it is signed: headers by their names in small letters, the path with its query. */
export interface Signable {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Source: IAM User Guide, "Troubleshoot Signature Version 4 signing", clock skew. */
const SKEW_MS = 5 * MINUTE_MS;
const ALGORITHM = "AWS4-HMAC-SHA256";
const TOKEN = "x-amz-security-token";

/** The request's headers with its date and its signature over all of them; `host` must be among them.
 *  Source: IAM User Guide, "Create a signed AWS API request". */
export function signed(
  request: Signable,
  keys: Keys,
  scope: SignatureScope,
  at: Instant,
): Readonly<Record<string, string>> {
  const date = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const headers = { ...request.headers, "x-amz-date": date, ...(keys.session && { [TOKEN]: keys.session }) };
  const names = Object.keys(headers).sort();
  const signature = signatureOf({ ...request, headers }, names, keys, scope);
  const credential = `${keys.id}/${offeringOf(date, scope)}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** Why a service refuses a request's signature; undefined: it holds. Nothing but signatures in the header. Without `now` a date holds
 *  for ever. */
export function faultOf(
  request: Signable,
  keysOf: (id: string) => Keys | undefined,
  scope: SignatureScope,
  now?: Instant,
): string | undefined {
  const header = request.headers.authorization ?? "";
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(header);
  if (!parts) return `there is no signature in "${header}"`;
  const [, id = "", place, signedNames = "", signature] = parts;
  const date = request.headers["x-amz-date"] ?? "";
  const keys = keysOf(id);
  if (!keys) return `nobody has the key ${id}`;
  if (place !== offeringOf(date, scope)) return `signed for ${place}`;
  if (request.headers[TOKEN] !== keys.session) return "not with this session's token";
  if (now !== undefined && !(Math.abs(now - instantOf(date)) <= SKEW_MS)) return `signed at ${date}, which is not now`;
  const names = signedNames.split(";");
  const missing = ["host", "x-amz-date", ...(keys.session ? [TOKEN] : [])].find((name) => !names.includes(name));
  if (missing) return `${missing} is not signed`;
  return signatureOf(request, names, keys, scope) === signature ? undefined : "the signature does not match";
}

const offeringOf = (date: string, { region, service }: SignatureScope): string =>
  `${date.slice(0, 8)}/${region}/${service}/aws4_request`;

const instantOf = (date: string): Instant =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

function signatureOf(
  { method, path, headers, body }: Signable,
  names: readonly string[],
  keys: Keys,
  scope: SignatureScope,
) {
  const date = headers["x-amz-date"] ?? "";
  const [pathname = "/", query = ""] = path.split("?");
  const canonical = [
    method,
    pathname.split("/").map(encoded).join("/"),
    [...new URLSearchParams(query)]
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join("&"),
    ...names.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const parts = [date.slice(0, 8), scope.region, scope.service, "aws4_request"];
  const key = parts.reduce<Buffer>((with_, part) => hmac(with_, part), Buffer.from(`AWS4${keys.secret}`));
  return hmac(key, [ALGORITHM, date, offeringOf(date, scope), sha256(canonical)].join("\n")).toString("hex");
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
