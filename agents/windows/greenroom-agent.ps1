<#
.SYNOPSIS
Greenroom's agent within a Windows instance: proves that the instance is ready, keeps the claimant's own services quiet until the
instance is handed over, and then runs the claim's user data once.

.DESCRIPTION
THIS SCRIPT HAS NOT BEEN RUN. No Windows and no PowerShell were at hand where it was written: its syntax is held by a grammar
(test/agents/windows.test.ts), its protocol is that of agents/linux/greenroom-agent.sh, which is tested. Try it before you rely on it.

Windows PowerShell 5.1, as SYSTEM, with greenroom-aws.ps1 beside it, from a scheduled task at startup, which sysprep leaves in the image:

  greenroom-agent.ps1 run                        for ever
  greenroom-agent.ps1 may-start                  exit 0: the instance is the claimant's, or in no pool
  greenroom-agent.ps1 report NAME [failed TEXT]  reports a stage from a script of yours

C:\ProgramData\Greenroom\agent.json: { "url": "https://<api>.execute-api.<region>.amazonaws.com" }
C:\ProgramData\Greenroom\needs.d\NAME.ps1 proves the signal NAME by exiting with 0; modes.d\MODE.ps1 runs once per boot when a start
comes to that mode, such as in-use. Services of yours that must not begin before the hand-over start by hand, from modes.d\in-use.ps1.
Where the launch's boot script left a launch token in C:\ProgramData\Greenroom\launch-token, that is sent, and nothing is signed.
See docs/use/guests.md.
#>
param([string]$Command = 'run', [string]$Name = '', [string]$Kind = '', [string]$Text = '')
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
[Net.ServicePointManager]::Expect100Continue = $false
. (Join-Path $PSScriptRoot 'greenroom-aws.ps1')

$Root = Join-Path $env:ProgramData 'Greenroom'
$Imds = 'http://169.254.169.254/latest'
$TokenFile = Join-Path $Root 'launch-token'
$TimeServer = '169.254.169.123'
# Bounds. What is tried again waits for one, two, four… seconds, at most 30.
$TriesMax = 8
$ClockTriesMax = 6
$UserDataBytesMax = 16384
$LogBytesMax = 5MB

function Write-Log([string]$Line) {
  $file = Join-Path $Root 'agent.log'
  if ((Test-Path $file) -and (Get-Item $file).Length -gt $LogBytesMax) { Move-Item -Force $file "$file.1" }
  Add-Content -Path $file -Encoding UTF8 -Value ('{0} {1}' -f [DateTime]::UtcNow.ToString('s'), $Line)
}

# The same until it is answered; $null: refused, or given up. 404: the record may come after the boot. 403: a signature made by a clock
# that is minutes off is refused, so the clock is set first. A launch token has no clock, and is refused until the launch is recorded.
function Send-Asking([string]$Method, [string]$Path, [string]$Json = '') {
  for ($try = 1; $try -le $TriesMax; $try++) {
    $answer = Send-Request $Method $Path $Json
    if ($answer.Status -ge 200 -and $answer.Status -lt 300) { return $answer }
    $why = if ($answer.Status -eq 0) { $answer.Text } elseif ($answer.Status -eq 403 -and (Test-Path $TokenFile)) { "the launch token in $TokenFile is refused" } else { '' }
    Write-Log "$Method ${Path}: $($answer.Status) $why (try $try)"
    if ($answer.Status -eq 403) { if (-not (Test-Path $TokenFile)) { Set-Clock } } elseif (@(0, 404, 429) -notcontains $answer.Status -and $answer.Status -lt 500) { return $null }
    Wait-Try $try
  }
  return $null
}

# Sets the clock in one step, however far off it is (w32time refuses to correct hours), and has w32time keep it.
function Set-Clock {
  try {
    [void](Set-Date -Adjust ([TimeSpan]::FromMilliseconds(- (Get-OffsetMs))))
    & w32tm.exe /config "/manualpeerlist:$TimeServer,0x9" /syncfromflags:manual /update 2>&1 | Out-Null
    Start-Service w32time
    & w32tm.exe /resync /force 2>&1 | Out-Null
  } catch { Write-Log "the clock was not set: $_" }
}

# $null: refused or given up; else the plane's answer.
function Send-Signal([string]$Stage, [bool]$Ok, [string]$Why = '', $OffsetMs = $null) {
  $signal = @{ name = $Stage; ok = $Ok; boot = $script:Boot }
  if ($script:Nonce) { $signal.nonce = $script:Nonce }
  if ($Why) { $signal.text = $Why.Substring(0, [Math]::Min(400, $Why.Length)) }
  if ($null -ne $OffsetMs) { $signal.offsetMs = [Math]::Round([double]$OffsetMs, 3) }
  $answer = Send-Asking 'POST' "/instances/$Instance/signals" ($signal | ConvertTo-Json -Compress)
  if ($null -eq $answer) { return $null }
  $told = $answer.Text | ConvertFrom-Json
  if (-not $told.accepted) { Write-Log "$Stage was refused: $($answer.Text)"; return $null }
  Write-Log "reported $Stage ($Ok) of boot $($script:Boot)"
  return $answer.Text
}

# Reports the offset until the plane is content with it. A clock that cannot be measured is a failure after so many tries.
function Confirm-Clock {
  for ($try = 1; $try -le $ClockTriesMax; $try++) {
    $offset = $null
    try { $offset = Get-OffsetMs } catch { Write-Log "$TimeServer does not answer (try $try)" }
    if ($null -ne $offset) {
      $told = Send-Signal 'clock' $true '' $offset
      if ($null -eq $told) { return $false }
      if ($told -notmatch '"code":"clock-off"') { return $true }
      Set-Clock
    }
    Wait-Try $try
  }
  return $null -ne (Send-Signal 'clock' $false "no offset within the bound from $TimeServer after $ClockTriesMax tries")
}

# EC2Launch v2's own word on its tasks. "Windows is ready" (event 5000) is within them, and neither unique nor final.
function Test-Ec2Launch {
  $tool = Join-Path $env:ProgramFiles 'Amazon\EC2Launch\EC2Launch.exe'
  if (-not (Test-Path $tool)) { return $false }
  & $tool status 2>&1 | Out-Null
  return $LASTEXITCODE -eq 0
}
function Test-WindowsIsReady {
  $since = (Get-Item -Path $BootMark).GetValue('At')
  $seen = Get-WinEvent -MaxEvents 50 -FilterHashtable @{ LogName = 'Application', 'System'; Id = 5000 } -ErrorAction SilentlyContinue
  return @($seen | Where-Object { $_.ProviderName -like '*EC2Launch*' -and $_.TimeCreated.ToUniversalTime().Ticks -ge [long]$since }).Count -gt 0
}

# Proves one need of this start, once per boot. False: this round is over.
function Confirm-Need([string]$Need) {
  $mark = Join-Path $State "proven\$($script:Nonce).$($script:Boot).$Need"
  if (Test-Path $mark) { return $true }
  $own = Join-Path $Root "needs.d\$Need.ps1"
  if (Test-Path $own) {
    $said = @(& powershell.exe -NoProfile -ExecutionPolicy Bypass -File $own 2>&1)
    $worked = $LASTEXITCODE -eq 0
    $why = if ($worked -or $said.Count -eq 0) { '' } else { [string]$said[-1] }
    $told = Send-Signal $Need $worked $why
    if ($null -ne $told) { [void](New-Item -ItemType File -Force $mark) }
    return $worked -and $null -ne $told
  }
  switch ($Need) {
    'clock' { if (-not (Confirm-Clock)) { return $false } }
    'agent' { if ($null -eq (Send-Signal 'agent' $true)) { return $false } }
    # What is not so yet is looked for again in the next round; the plane's deadline ends the wait.
    'ec2launch' { if (-not (Test-Ec2Launch)) { return $true }; if ($null -eq (Send-Signal $Need $true)) { return $false } }
    'windows-is-ready' { if (-not (Test-WindowsIsReady)) { return $true }; if ($null -eq (Send-Signal $Need $true)) { return $false } }
    # Somebody else reports what there is no script for.
    default { return $true }
  }
  [void](New-Item -ItemType File -Force $mark)
  return $true
}

# Runs a script once for this start and key, a reboot in its middle included: the mark is there before it begins.
function Start-Once([string]$What, [string]$Key, [string]$File) {
  $mark = Join-Path $State "once\$($script:Nonce).$Key"
  if (Test-Path $mark) { return }
  [void](New-Item -ItemType Directory $mark)
  Write-Log "running $What"
  & powershell.exe -NoProfile -ExecutionPolicy Bypass -File $File *>> (Join-Path $State "$What.log")
  Write-Log "$What ended with $LASTEXITCODE"
}

function Start-UserData {
  if ((Test-Path (Join-Path $State "once\$($script:Nonce).user-data")) -or (Test-Path (Join-Path $State "once\$($script:Nonce).none"))) { return $true }
  $answer = Send-Asking 'GET' "/instances/$Instance/starts/$($script:Nonce)/user-data"
  if ($null -eq $answer) { return $false }
  if ($answer.Status -eq 204) { [void](New-Item -ItemType Directory -Force (Join-Path $State "once\$($script:Nonce).none")); return $true }
  if ([Text.Encoding]::UTF8.GetByteCount($answer.Text) -gt $UserDataBytesMax) { Write-Log 'the user data is too large'; return $false }
  $file = Join-Path $State 'user-data.ps1'
  # With a mark of its order: Windows PowerShell reads a script without one in the system's code page.
  [IO.File]::WriteAllText($file, ($answer.Text -replace '(?s)^\s*<powershell>(.*)</powershell>\s*$', '$1'), (New-Object Text.UTF8Encoding($true)))
  Start-Once 'user-data' 'user-data' $file
  Remove-Item -Force $file
  return $true
}

# Asks for the bootstrap instructions and does what it says.
function Step-Round {
  $answer = Send-Asking 'GET' "/instances/$Instance/bootstrap"
  if ($null -eq $answer) { return $false }
  $bootstrap = $answer.Text | ConvertFrom-Json
  if ($script:Mode -ne $bootstrap.mode) { Write-Log "mode $($bootstrap.mode)" }
  $script:Mode = $bootstrap.mode
  $script:Nonce = if ($bootstrap.PSObject.Properties['nonce']) { $bootstrap.nonce } else { '' }
  Set-Content -Path (Join-Path $State 'mode') -Value $script:Mode
  if (-not $script:Nonce) { return $true }
  foreach ($need in $bootstrap.needs) { if (-not (Confirm-Need $need)) { return $false } }
  if ($script:Mode -eq 'in-use' -and -not (Start-UserData)) { return $false }
  $hook = Join-Path $Root "modes.d\$($script:Mode).ps1"
  if (Test-Path $hook) { Start-Once "mode-$($script:Mode)" "$($script:Mode).$($script:Boot)" $hook }
  return $true
}

# A boot is counted once however often the agent starts in it: its mark is a registry key that a reboot forgets, and a resume does not.
function Step-Boot {
  $file = Join-Path $State 'boots'
  $script:Boot = if (Test-Path $file) { [int](Get-Content $file) } else { 0 }
  if (Test-Path $BootMark) { return }
  $script:Boot++
  Set-Content -Path $file -Value $script:Boot
  Remove-Item -Force -ErrorAction SilentlyContinue (Join-Path $State 'mode')
  [void][Microsoft.Win32.Registry]::LocalMachine.CreateSubKey('SOFTWARE\Greenroom')
  $mark = [Microsoft.Win32.Registry]::LocalMachine.CreateSubKey('SOFTWARE\Greenroom\ThisBoot', $true, [Microsoft.Win32.RegistryOptions]::Volatile)
  $ticks = [Environment]::TickCount -band 0x7FFFFFFF
  $up = [TimeSpan]::FromMilliseconds($ticks)
  $mark.SetValue('At', [string]([DateTime]::UtcNow - $up).Ticks)
}

$BootMark = 'HKLM:\SOFTWARE\Greenroom\ThisBoot'
[void](New-Item -ItemType Directory -Force $Root)
# What the agent keeps may hold secrets: for SYSTEM and administrators alone.
& icacls.exe $Root /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' 2>&1 | Out-Null
$pool = Get-Imds 'meta-data/tags/instance/greenroom:pool'
if ($null -eq $pool) { Write-Log 'this instance is in no pool'; exit 0 }
$Instance = Get-Imds 'meta-data/instance-id'
$Region = Get-Imds 'meta-data/placement/region'
$Url = (Get-Content -Raw (Join-Path $Root 'agent.json') | ConvertFrom-Json).url.TrimEnd('/')
$State = Join-Path $Root $Instance
foreach ($folder in 'proven', 'once') { [void](New-Item -ItemType Directory -Force (Join-Path $State $folder)) }
$script:Boot = 0
$script:Mode = ''
$script:Nonce = ''
Step-Boot

switch ($Command) {
  'run' {
    Write-Log "boot $($script:Boot) of $Instance in pool $pool"
    while ($true) {
      $before = "$($script:Mode)/$($script:Nonce)"
      try { if (-not (Step-Round)) { Write-Log 'this round failed; the next will try again' } } catch { Write-Log "this round failed: $_" }
      # What changed may go on at once.
      if ($before -eq "$($script:Mode)/$($script:Nonce)") {
        $pauses = @{ 'in-use' = 15; 'leave' = 30 }
        Start-Sleep -Seconds $(if ($pauses.ContainsKey($script:Mode)) { $pauses[$script:Mode] } else { 5 })
      }
    }
  }
  'may-start' {
    $file = Join-Path $State 'mode'
    if ((Test-Path $file) -and (Get-Content $file) -eq 'in-use') { exit 0 } else { exit 1 }
  }
  'report' {
    $answer = Send-Asking 'GET' "/instances/$Instance/bootstrap"
    if ($null -eq $answer) { exit 1 }
    $bootstrap = $answer.Text | ConvertFrom-Json
    if ($bootstrap.PSObject.Properties['nonce']) { $script:Nonce = $bootstrap.nonce }
    # Who reports what was made for one start does not report it for the next.
    if ($env:GREENROOM_NONCE -and $env:GREENROOM_NONCE -ne $script:Nonce) { Write-Log "the start $($env:GREENROOM_NONCE) is over"; exit 1 }
    if ($null -eq (Send-Signal $Name ($Kind -ne 'failed') $Text)) { exit 1 }
  }
  default { Write-Error "no such command: $Command"; exit 2 }
}
