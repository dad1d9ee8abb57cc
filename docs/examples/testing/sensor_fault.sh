#!/bin/sh
# sensor_fault.sh QMPCTL - a sensor fails; the hub says so, turns its fan on, and recovers.
#
# qmpctl finds the board by itself: the test's environment has QMPCTL_SERVER.
#
# SPDX-License-Identifier: MIT
set -eu
qmpctl=$1

# until_is PATH PROPERTY VALUE
until_is()
{
    tries=50
    until [ "$("$qmpctl" qom-get path="$1" property="$2")" = "$3" ]; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || {
            echo "$1's $2 does not become $3" >&2
            exit 1
        }
        sleep 0.1
    done
}

"$qmpctl" qom-set path=temperature property=fault value=no-answer
until_is hub state sensor-fault
until_is fan actual 1
"$qmpctl" qom-set path=temperature property=fault value=none
until_is hub state normal
grep -q 'hub: sensor fault' "$E2KMON_CONSOLE_LOG"
