import type { Ec2State } from "../../../../core/model/instance.ts";
import { instanceNo } from "../../../builders.ts";

/** One instance of a page that {@link pageXml} writes. */
export interface Listed {
  readonly n: number;
  readonly az: string;
  readonly state?: Ec2State;
  readonly type?: string;
  readonly imageId?: string;
  readonly privateIp?: string;
  readonly token?: string;
  readonly tags: Readonly<Record<string, string>>;
}

const EC2_CODES: Readonly<Record<Ec2State, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** DescribeInstances' answer as EC2 writes it. Made by hand after the EC2 API Reference, DescribeInstances, Example response, with
 *  the elements that a Nitro instance with two volumes and one network interface has today. */
export const pageXml = (
  listed: readonly Listed[],
  nextToken?: string,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
    <requestId>8f7724cf-496f-496e-8fe3-example</requestId>
    <reservationSet>
${listed.map(reservationXml).join("\n")}
    </reservationSet>${nextToken === undefined ? "" : `\n    <nextToken>${escaped(nextToken)}</nextToken>`}
</DescribeInstancesResponse>`;

/** As a careful writer escapes text: line ends too, for a reader would turn them into others. */
export const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#xd;");

const groups = `<groupSet>
                        <item>
                            <groupId>sg-0123456789abcdef0</groupId>
                            <groupName>build &amp; test</groupName>
                        </item>
                    </groupSet>`;

function reservationXml(listed: Listed): string {
  const { n, az, state = "stopped", type = "m6i.xlarge", imageId = "ami-0a1b2c3d4e5f60718", tags } = listed;
  const hex = n.toString(16).padStart(16, "0");
  const { privateIp = `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`, token = `token-${n}` } = listed;
  return `        <item>
            <reservationId>r-0${hex}</reservationId>
            <ownerId>111122223333</ownerId>
            <requesterId>AIDACKCEVSQ6C2EXAMPLE</requesterId>
            <groupSet/>
            <instancesSet>
                <item>
                    <instanceId>${instanceNo(n)}</instanceId>
                    <imageId>${imageId}</imageId>
                    <instanceState>
                        <code>${EC2_CODES[state]}</code>
                        <name>${state}</name>
                    </instanceState>
                    <privateDnsName>ip-${privateIp.replaceAll(".", "-")}.ec2.internal</privateDnsName>
                    <dnsName/>
                    <reason/>
                    <keyName>build</keyName>
                    <amiLaunchIndex>0</amiLaunchIndex>
                    <productCodes/>
                    <instanceType>${type}</instanceType>
                    <launchTime>2026-01-05T08:48:00.000Z</launchTime>
                    <placement>
                        <availabilityZone>${az}</availabilityZone>
                        <availabilityZoneId>euw1-az1</availabilityZoneId>
                        <groupName/>
                        <tenancy>default</tenancy>
                    </placement>
                    <platform>windows</platform>
                    <monitoring>
                        <state>disabled</state>
                    </monitoring>
                    <subnetId>subnet-0aaa0000000000001</subnetId>
                    <vpcId>vpc-0123456789abcdef0</vpcId>
                    <privateIpAddress>${privateIp}</privateIpAddress>
                    <sourceDestCheck>true</sourceDestCheck>
                    ${groups}
                    <architecture>x86_64</architecture>
                    <rootDeviceType>ebs</rootDeviceType>
                    <rootDeviceName>/dev/sda1</rootDeviceName>
                    <blockDeviceMapping>
                        ${["/dev/sda1", "xvdb"].map((device) => volumeXml(device, hex)).join("")}
                    </blockDeviceMapping>
                    <virtualizationType>hvm</virtualizationType>
                    <clientToken>${escaped(token)}</clientToken>
                    <tagSet>
${Object.entries(tags).map(tagXml).join("\n")}
                    </tagSet>
                    <hypervisor>xen</hypervisor>
                    <networkInterfaceSet>
                        ${interfaceXml(privateIp, hex)}
                    </networkInterfaceSet>
                    <iamInstanceProfile>
                        <arn>arn:aws:iam::111122223333:instance-profile/greenroom-build</arn>
                        <id>AIPACKCEVSQ6C2EXAMPLE</id>
                    </iamInstanceProfile>
                    <ebsOptimized>true</ebsOptimized>
                    <enaSupport>true</enaSupport>
                    <cpuOptions>
                        <coreCount>2</coreCount>
                        <threadsPerCore>2</threadsPerCore>
                    </cpuOptions>
                    <capacityReservationSpecification>
                        <capacityReservationPreference>open</capacityReservationPreference>
                    </capacityReservationSpecification>
                    <hibernationOptions>
                        <configured>false</configured>
                    </hibernationOptions>
                    <enclaveOptions>
                        <enabled>false</enabled>
                    </enclaveOptions>
                    <metadataOptions>
                        <state>applied</state>
                        <httpTokens>required</httpTokens>
                        <httpPutResponseHopLimit>1</httpPutResponseHopLimit>
                        <httpEndpoint>enabled</httpEndpoint>
                        <httpProtocolIpv6>disabled</httpProtocolIpv6>
                        <instanceMetadataTags>enabled</instanceMetadataTags>
                    </metadataOptions>
                    <maintenanceOptions>
                        <autoRecovery>default</autoRecovery>
                    </maintenanceOptions>
                    <currentInstanceBootMode>legacy-bios</currentInstanceBootMode>
                    <platformDetails>Windows</platformDetails>
                    <usageOperation>RunInstances:0002</usageOperation>
                    <usageOperationUpdateTime>2026-01-05T08:48:00.000Z</usageOperationUpdateTime>
                    <privateDnsNameOptions>
                        <hostnameType>ip-name</hostnameType>
                        <enableResourceNameDnsARecord>false</enableResourceNameDnsARecord>
                        <enableResourceNameDnsAAAARecord>false</enableResourceNameDnsAAAARecord>
                    </privateDnsNameOptions>
                </item>
            </instancesSet>
        </item>`;
}

const volumeXml = (device: string, hex: string): string => `<item>
                            <deviceName>${device}</deviceName>
                            <ebs>
                                <volumeId>vol-0${hex}</volumeId>
                                <status>attached</status>
                                <attachTime>2026-01-05T08:48:01.000Z</attachTime>
                                <deleteOnTermination>true</deleteOnTermination>
                            </ebs>
                        </item>`;

const tagXml = ([key, value]: readonly [string, string]): string => `                        <item>
                            <key>${escaped(key)}</key>
                            <value>${escaped(value)}</value>
                        </item>`;

const interfaceXml = (privateIp: string, hex: string): string => `<item>
                            <networkInterfaceId>eni-0${hex}</networkInterfaceId>
                            <subnetId>subnet-0aaa0000000000001</subnetId>
                            <vpcId>vpc-0123456789abcdef0</vpcId>
                            <description/>
                            <ownerId>111122223333</ownerId>
                            <status>in-use</status>
                            <macAddress>0a:1b:2c:3d:4e:5f</macAddress>
                            <privateIpAddress>${privateIp}</privateIpAddress>
                            <privateDnsName>ip-${privateIp.replaceAll(".", "-")}.ec2.internal</privateDnsName>
                            <sourceDestCheck>true</sourceDestCheck>
                            ${groups}
                            <attachment>
                                <attachmentId>eni-attach-0${hex}</attachmentId>
                                <deviceIndex>0</deviceIndex>
                                <status>attached</status>
                                <attachTime>2026-01-05T08:48:00.000Z</attachTime>
                                <deleteOnTermination>true</deleteOnTermination>
                                <networkCardIndex>0</networkCardIndex>
                            </attachment>
                            <privateIpAddressesSet>
                                <item>
                                    <privateIpAddress>${privateIp}</privateIpAddress>
                                    <primary>true</primary>
                                </item>
                            </privateIpAddressesSet>
                            <interfaceType>interface</interfaceType>
                            <operator>
                                <managed>false</managed>
                            </operator>
                        </item>`;
