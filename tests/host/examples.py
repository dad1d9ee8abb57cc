#!/usr/bin/env python3
"""examples.py AGENT QMPDOC - sends every example of the reference to an agent, each to one of
its own: the agent knows every command and finds nothing wrong with its arguments.

SPDX-License-Identifier: MIT
"""
import json
import re
import subprocess
import sys

# What the check of arguments says, protocol/server/check.c.
REFUSED = re.compile(r"Parameter '[^']*' is (missing|unexpected)|Invalid parameter type for "
                     r"|Parameter '[^']*' (expects u?int(8|16|32|64)|does not accept value )")
# Handlers that say the same of a placeholder, which names no driver and no type.
HANDLERS_OWN = {'blockdev-add', 'netdev_add', 'object-add'}
CAPABILITIES = '{"execute": "qmp_capabilities"}\n'


def examples(qmpdoc):
    text = subprocess.run([qmpdoc], check=True, capture_output=True, text=True).stdout
    return re.findall(r'^```json\n(.*)\n```$', text, re.M)


def reply(lines):
    """The next line that is one: no greeting, no event."""
    for line in lines:
        message = json.loads(line.lstrip(b'\xff')) # of guest-sync-delimited
        if 'return' in message or 'error' in message:
            return message
    return sys.exit('the agent ended without a reply')


def error_of(agent, request):
    """The error that REQUEST earns from an agent started for it, or None."""
    with subprocess.Popen([agent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write((CAPABILITIES + request + '\n').encode())
        process.stdin.flush()
        reply(process.stdout)
        error = reply(process.stdout).get('error')
        process.stdin.close() # ends it
        process.stdout.read()
    return error


def wrong(command, error):
    if error is None:
        return False
    if error['class'] == 'CommandNotFound':
        return command != 'qmp_capabilities' # for the second time
    if command in HANDLERS_OWN and 'does not accept value' in error['desc']:
        return False
    return REFUSED.match(error['desc']) is not None


def main():
    agent, qmpdoc = sys.argv[1:]
    requests = examples(qmpdoc)
    failed = 0
    for request in requests:
        error = error_of(agent, request)
        if wrong(json.loads(request)['execute'], error):
            failed += 1
            print('%s\n  %s' % (request, error['desc']))
    print('%d examples, %d refused' % (len(requests), failed))
    return 1 if failed or not requests else 0


if __name__ == '__main__':
    sys.exit(main())
