/** A region of any partition: eu-central-1, us-gov-west-1, cn-north-1, eusc-de-east-1.
 *  Source: AWS General Reference, "Partitions"; the patterns of the AWS SDK's own endpoint rules. */
export const REGION_NAME = /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/;

/** The name of a zone: an availability zone (eu-central-1a), a local zone (us-west-2-lax-1a) or a wavelength zone
 *  (us-east-1-wl1-bos-wlz-1); each begins with the name of its region. Source: EC2 User Guide, "Regions and Zones". */
export const ZONE_NAME = /^([a-z]{2,}(?:-[a-z]+)+-\d{1,2})(?:[a-z]|-[a-z]+-\d+[a-z]|-wl\d+-[a-z]+-wlz-\d+)$/;

/** The region of a zone, by its name; undefined: it is no zone's name. */
export const regionOfZone = (zone: string): string | undefined => ZONE_NAME.exec(zone)?.[1];
