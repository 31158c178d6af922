/// <reference path="../../.sst/platform/config.d.ts" />
import type { Settings } from "../settings.ts";
import { dashboardBody } from "../widgets.ts";

/** What the plane does, on one page. */
export const defineDashboard = (settings: Settings): aws.cloudwatch.Dashboard =>
  new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: settings.prefix,
    dashboardBody: dashboardBody(settings),
  });
