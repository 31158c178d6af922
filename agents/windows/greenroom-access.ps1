<#
.SYNOPSIS
Makes the access that a claim asked for, on the instance itself: a password that nobody else has seen.

.DESCRIPTION
THIS SCRIPT HAS NOT BEEN RUN. No Windows and no PowerShell were at hand where it was written: its syntax is held by a grammar
(test/agents/windows.test.ts), what it does is what agents/linux/greenroom-access.sh does, which is tested. Try it before you rely on it.

Windows PowerShell 5.1, as SYSTEM, run by SSM, in C:\Program Files\Greenroom beside greenroom-agent.ps1; with AWS's module for
PowerShell (AWSPowerShell or AWS.Tools.SecretsManager), which AWS's images of Windows bring.

  greenroom-access.ps1 password SECRET NONCE [USER]

The password goes into the claimant's entry of Secrets Manager by the instance's own role (secretsmanager:PutSecretValue on that entry), is
set only once it lies there, and is then reported to the plane as the signal `access`. NONCE names the start it is for: asked twice, it is
made once. It is on no command line, in no output, log or report, and in no file. Keys for SSH are refused: Windows has no server for
them that all images agree on.
#>
param([string]$Kind = '', [string]$Secret = '', [string]$Nonce = '', [string]$Account = 'Administrator')
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

$State = Join-Path (Join-Path $env:ProgramData 'Greenroom') 'access'
$Agent = Join-Path $PSScriptRoot 'greenroom-agent.ps1'
$LockMs = 60000

function Write-Line([string]$Line) { Write-Output ('{0} greenroom-access: {1}' -f [DateTime]::UtcNow.ToString('s'), $Line) }

# Only words of this script's own, or the name of an error, are ever reported.
function Send-Report([string]$Outcome, [string]$Why) {
  $env:GREENROOM_NONCE = $Nonce
  & powershell.exe -NoProfile -ExecutionPolicy Bypass -File $Agent report access $Outcome $Why
  return $LASTEXITCODE
}
function Stop-Failed([string]$Why) {
  Write-Line $Why
  [void](Send-Report 'failed' $Why)
  exit 1
}

# 32 characters of 64, with one of each kind that Windows' rule of complexity asks for.
function New-Password {
  $bytes = New-Object byte[] 28
  $random = [Security.Cryptography.RandomNumberGenerator]::Create()
  $random.GetBytes($bytes)
  $letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return (-join ($bytes | ForEach-Object { $letters[$_ % 64] })) + 'aA1-'
}

if ($Account -eq '') { $Account = 'Administrator' }
if ($Nonce -notmatch '^[0-9a-f]{16}$' -or $Secret -notmatch '^[A-Za-z0-9_/+=.@:-]+$' -or $Account -notmatch '^[A-Za-z_][A-Za-z0-9_.-]*$') { exit 2 }
[void](New-Item -ItemType Directory -Force $State)
# Two orders at once would set one secret and put down the other.
$lock = New-Object Threading.Mutex($false, 'Global\GreenroomAccess')
if (-not $lock.WaitOne($LockMs)) { Write-Line 'another order is under way'; exit 1 }
try {
  $mark = Join-Path $State $Nonce
  if (Test-Path $mark) { Write-Line 'made before'; exit (Send-Report 'ok' '') }
  if ($Kind -ne 'password') { Stop-Failed 'Windows takes a password, and no key for SSH' }
  $user = Get-LocalUser -Name $Account -ErrorAction SilentlyContinue
  if ($null -eq $user) { Stop-Failed "there is no user $Account" }

  $password = New-Password
  $text = @{ username = $Account; password = $password } | ConvertTo-Json -Compress
  try {
    if ($Secret -like 'arn:*') { [void](Write-SECSecretValue -SecretId $Secret -SecretString $text -Region ($Secret -split ':')[3]) }
    else { [void](Write-SECSecretValue -SecretId $Secret -SecretString $text) }
  } catch { Stop-Failed "the secret was not put down: $($_.Exception.GetType().Name)" }
  try { Set-LocalUser -Name $Account -Password (ConvertTo-SecureString $password -AsPlainText -Force) }
  catch { Stop-Failed 'the password was not set' }
  Enable-LocalUser -Name $Account
  [void](New-Item -ItemType File -Force $mark)
  Write-Line "made a password for $Account"
  exit (Send-Report 'ok' '')
} finally {
  $password = $null
  $text = $null
  $lock.ReleaseMutex()
}
