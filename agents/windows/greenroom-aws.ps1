<#
.SYNOPSIS
What greenroom-agent.ps1 speaks to: instance metadata, the plane's API by launch token or signature, and Amazon's time server.

.DESCRIPTION
THIS SCRIPT HAS NOT BEEN RUN; see greenroom-agent.ps1, which reads it in and sets $Imds, $TriesMax, $TimeServer, $TokenFile, $Region and $Url.
#>

function Wait-Try([int]$Nth) { Start-Sleep -Seconds ([Math]::Min(30, [Math]::Pow(2, $Nth - 1))) }

# One HTTP request; any status is an answer, and no answer is status 0.
function Send-Http([string]$Method, [string]$Url, [hashtable]$Headers, [byte[]]$Body, [int]$TimeoutMs) {
  $request = [Net.WebRequest]::CreateHttp($Url)
  $request.Method = $Method
  $request.Timeout = $TimeoutMs
  $request.Proxy = $null
  foreach ($header in $Headers.GetEnumerator()) {
    if ($header.Key -eq 'content-type') { $request.ContentType = $header.Value } else { $request.Headers.Add($header.Key, $header.Value) }
  }
  $response = $null
  try {
    if ($null -ne $Body -and $Body.Length -gt 0) {
      $stream = $request.GetRequestStream()
      $stream.Write($Body, 0, $Body.Length)
      $stream.Close()
    } elseif ($Method -ne 'GET') { $request.ContentLength = 0 }
    $response = $request.GetResponse()
  } catch [Net.WebException] {
    $response = $_.Exception.Response
    if ($null -eq $response) { return @{ Status = 0; Text = $_.Exception.Message } }
  }
  $reader = New-Object IO.StreamReader($response.GetResponseStream(), [Text.Encoding]::UTF8)
  $text = $reader.ReadToEnd()
  $status = [int]$response.StatusCode
  $response.Close()
  return @{ Status = $status; Text = $text }
}

# Instance metadata, version 2 only. $null: EC2 says there is no such thing.
function Get-Imds([string]$Path) {
  for ($try = 1; $try -le $TriesMax; $try++) {
    $token = Send-Http 'PUT' "$Imds/api/token" @{ 'x-aws-ec2-metadata-token-ttl-seconds' = '60' } $null 2000
    if ($token.Status -eq 200) {
      $answer = Send-Http 'GET' "$Imds/$Path" @{ 'x-aws-ec2-metadata-token' = $token.Text } $null 2000
      if ($answer.Status -eq 200) { return $answer.Text.Trim() }
      if ($answer.Status -eq 404) { return $null }
    }
    Wait-Try $try
  }
  throw "instance metadata does not answer: $Path"
}

function Get-Hmac([byte[]]$Key, [string]$Value) {
  $hmac = New-Object Security.Cryptography.HMACSHA256(, $Key)
  return , $hmac.ComputeHash([Text.Encoding]::UTF8.GetBytes($Value))
}
function ConvertTo-Hex([byte[]]$Bytes) { return ([BitConverter]::ToString($Bytes) -replace '-', '').ToLowerInvariant() }
function Get-Sha256([byte[]]$Bytes) { return ConvertTo-Hex ([Security.Cryptography.SHA256]::Create().ComputeHash($Bytes)) }

# One request to the plane, with the launch token if there is one, else signed. The token is read anew each time: EC2Launch may run the
# boot script after the agent has started.
function Send-Request([string]$Method, [string]$Path, [string]$Json) {
  if (-not (Test-Path $TokenFile)) { return Send-Signed $Method $Path $Json }
  $token = "$(Get-Content -Raw $TokenFile)".Trim()
  if ($token -notmatch '^[A-Za-z0-9_-]{1,100}$') { return @{ Status = 0; Text = "what $TokenFile holds is no launch token" } }
  $headers = @{ 'x-greenroom-launch-token' = $token }
  $body = [Text.Encoding]::UTF8.GetBytes($Json)
  if ($body.Length -gt 0) { $headers['content-type'] = 'application/json' }
  return Send-Http $Method "$Url$Path" $headers $body 20000
}

# Signature version 4, in headers, of a path without a query. Source: IAM User Guide, "Create a signed AWS API request".
function Send-Signed([string]$Method, [string]$Path, [string]$Json) {
  $role = @((Get-Imds 'meta-data/iam/security-credentials/') -split "`n")[0].Trim()
  $creds = Get-Imds "meta-data/iam/security-credentials/$role" | ConvertFrom-Json
  $body = [Text.Encoding]::UTF8.GetBytes($Json)
  $now = [DateTime]::UtcNow
  $at = $now.ToString('yyyyMMddTHHmmssZ', [Globalization.CultureInfo]::InvariantCulture)
  $day = $at.Substring(0, 8)
  $scope = "$day/$Region/execute-api/aws4_request"
  $uri = New-Object Uri("$Url$Path")
  $signed = 'host;x-amz-date;x-amz-security-token'
  $canonical = @($Method, $uri.AbsolutePath, '', "host:$($uri.Authority)", "x-amz-date:$at", "x-amz-security-token:$($creds.Token)", '', $signed, (Get-Sha256 $body)) -join "`n"
  $toSign = @('AWS4-HMAC-SHA256', $at, $scope, (Get-Sha256 ([Text.Encoding]::UTF8.GetBytes($canonical)))) -join "`n"
  $key = [Text.Encoding]::UTF8.GetBytes('AWS4' + $creds.SecretAccessKey)
  foreach ($part in @($day, $Region, 'execute-api', 'aws4_request')) { $key = Get-Hmac $key $part }
  $signature = ConvertTo-Hex (Get-Hmac $key $toSign)
  $headers = @{
    'x-amz-date' = $at
    'x-amz-security-token' = $creds.Token
    'Authorization' = "AWS4-HMAC-SHA256 Credential=$($creds.AccessKeyId)/$scope, SignedHeaders=$signed, Signature=$signature"
  }
  if ($body.Length -gt 0) { $headers['content-type'] = 'application/json' }
  return Send-Http $Method "$Url$Path" $headers $body 20000
}

# How far the clock is ahead of Amazon's time server, ms: one SNTP question, as w32tm's output depends on the language. Source: RFC 4330.
function Get-OffsetMs {
  $epoch = New-Object DateTime(1900, 1, 1, 0, 0, 0, [DateTimeKind]::Utc)
  $client = New-Object Net.Sockets.UdpClient
  try {
    $client.Client.ReceiveTimeout = 2000
    $client.Connect($TimeServer, 123)
    $packet = New-Object byte[] 48
    $packet[0] = 0x1B
    $asked = [DateTime]::UtcNow
    [void]$client.Send($packet, $packet.Length)
    $from = New-Object Net.IPEndPoint([Net.IPAddress]::Any, 0)
    $answer = $client.Receive([ref]$from)
    $heard = [DateTime]::UtcNow
  } finally { $client.Close() }
  $times = foreach ($place in 32, 40) {
    # Big-endian: whole seconds, then their 2^32nd parts.
    [byte[]]$bytes = $answer[($place + 7)..$place]
    $epoch.AddMilliseconds([BitConverter]::ToUInt64($bytes, 0) * 1000.0 / 4294967296.0)
  }
  return - ((($times[0] - $asked).TotalMilliseconds + ($times[1] - $heard).TotalMilliseconds) / 2)
}
