import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pageXml } from "../../adapters/aws/ec2/page-xml.ts";
import { listedNo, numbersIn } from "./fleet.ts";

/** EC2's listing over HTTP, in a process of its own so that its work is nobody else's. Started with the size of the fleet; says its
 *  address. A token is the place in the zone. */
const instances = Number(process.argv[2]);

interface Asked {
  readonly zone: string;
  readonly from: number;
  readonly limit: number;
}

function written({ zone, from, limit }: Asked): { readonly body: string; readonly next?: Asked } {
  const rows = numbersIn(zone, instances, { from, limit: limit + 1 });
  const listed = rows.slice(0, limit).map(listedNo);
  if (rows.length <= limit) return { body: pageXml(listed) };
  return { body: pageXml(listed, String(from + limit)), next: { zone, from: from + limit, limit } };
}

/** The page that is likely asked for next, written while the last one is read. */
const ready = new Map<string, ReturnType<typeof written>>();

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const form = new URLSearchParams(body);
  const zone = form.get("Filter.2.Value.1") ?? "";
  const asked = { zone, from: Number(form.get("NextToken") ?? 0), limit: Number(form.get("MaxResults")) };
  const answer = ready.get(JSON.stringify(asked)) ?? written(asked);
  ready.clear();
  response.writeHead(200, { "content-type": "text/xml;charset=UTF-8" });
  response.end(answer.body, () => answer.next && ready.set(JSON.stringify(answer.next), written(answer.next)));
});

server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on("disconnect", () => process.exit());
