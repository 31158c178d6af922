import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pageXml } from "../../adapters/aws/ec2/page-xml.ts";
import { listedNo, numbersIn } from "./fleet.ts";

/** EC2's listing over HTTP, in a process of its own so that its work is nobody else's. Started with the size of the fleet; says its
 *  address. A token is the place in the zone. */
const instances = Number(process.argv[2]);

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const asked = new URLSearchParams(body);
  const from = Number(asked.get("NextToken") ?? 0);
  const limit = Number(asked.get("MaxResults"));
  const rows = numbersIn(asked.get("Filter.2.Value.1") ?? "", instances, { from, limit: limit + 1 });
  const next = rows.length > limit ? String(from + limit) : undefined;
  response.writeHead(200, { "content-type": "text/xml;charset=UTF-8" });
  response.end(pageXml(rows.slice(0, limit).map(listedNo), next));
});

server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on("disconnect", () => process.exit());
