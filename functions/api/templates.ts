import { Hono } from "hono";
import { templateDetailsOf } from "../../core/notices/details.ts";
import type { TemplatesAnswer } from "../../events/answers/pools.ts";
import type { ApiPorts } from "./api-ports.ts";
import { notFound } from "./failure.ts";
import { markerOf } from "./pager.ts";
import { pageQuery, positionIn, queried } from "./query.ts";

/** Templates: the latest version of each. */
export const templateRoutes = (ports: ApiPorts): Hono =>
  new Hono()
    .get("/templates", async (context) => {
      const { limit, marker } = queried(context, pageQuery);
      const first = positionIn("templates", marker)?.pool ?? "";
      const ahead = (await ports.templates.list()).filter(({ name }) => name >= first);
      const next = ahead[limit];
      return context.json({
        templates: ahead.slice(0, limit).map(templateDetailsOf),
        ...(next && { marker: markerOf("templates", { pool: next.name }) }),
      } satisfies TemplatesAnswer);
    })
    .get("/templates/:name", async (context) => {
      const template = await ports.templates.latest(context.req.param("name"));
      if (!template) throw notFound("template", context.req.param("name"));
      return context.json(templateDetailsOf(template));
    });
