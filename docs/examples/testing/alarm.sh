#!/bin/sh
# alarm.sh QMPCTL - it gets too hot.  What has to come on the console is in CMakeLists.txt.
#
# SPDX-License-Identifier: MIT
set -eu
"$1" qom-set path=temperature property=value value=7000
until grep -q 'hub: alarm' "$E2KMON_CONSOLE_LOG"; do
    sleep 0.1
done
"$1" qom-set path=temperature property=value value=2000
