#!/usr/bin/env python3
"""test_monitor_acl.py HOST_AGENT - acl_show, acl_policy, acl_add, acl_remove and acl_reset: the
lock of the agent, from the human monitor.

SPDX-License-Identifier: MIT
"""
import sys

from monitor import Monitor, check, expect, run_tests

UNABLE = 'acl: unable to add acl entry\r\n'


def only_the_list_of_the_agent_is_known(m):
    for line in ('acl_show vnc.username', 'acl_policy vnc.username deny',
                 'acl_add vnc.username x allow', 'acl_remove vnc.username x',
                 'acl_reset vnc.username'):
        expect(m, line, "acl: unknown list 'vnc.username'\r\n")


def without_a_secret_nothing_is_locked(m):
    expect(m, 'acl_show agent', 'policy: allow\r\n')
    expect(m, 'acl_add agent quit deny', UNABLE)
    expect(m, 'acl_policy agent deny', UNABLE)
    expect(m, 'acl_remove agent quit', 'acl: no matching acl entry\r\n')
    expect(m, 'acl_show agent', 'policy: allow\r\n')
    check(m, m.qmp('agent-query-lock')['return'] == {'locked': False}, 'the agent is open')


def lift(m):
    m.qmp('agent-lock', policy='allow', secret='key')
    m.qmp('agent-unlock', secret='key')


def rules_are_added_removed_and_shown(m):
    lift(m)
    expect(m, 'acl_add agent quit allow', 'acl: added rule at position 1\r\n')
    expect(m, 'acl_add agent query-* allow', 'acl: added rule at position 2\r\n')
    expect(m, 'acl_add agent stop deny 1', 'acl: added rule at position 1\r\n')
    expect(m, 'acl_add agent c?nt deny 99', 'acl: added rule at position 4\r\n')
    expect(m, 'acl_show agent', 'policy: allow\r\n1: deny stop\r\n2: allow quit\r\n'
           '3: allow query-*\r\n4: deny c?nt\r\n')
    expect(m, 'acl_remove agent quit', 'acl: removed rule at position 2\r\n')
    expect(m, 'acl_remove agent quit', 'acl: no matching acl entry\r\n')
    expect(m, 'acl_show agent', 'policy: allow\r\n1: deny stop\r\n2: allow query-*\r\n'
           '3: deny c?nt\r\n')
    expect(m, 'acl_reset agent', 'acl: removed all rules\r\n')
    expect(m, 'acl_show agent', 'policy: allow\r\n')


def a_rule_that_cannot_be_is_refused(m):
    expect(m, 'acl_add agent quit maybe',
           "acl: unknown policy 'maybe', expected 'deny' or 'allow'\r\n")
    expect(m, 'acl_policy agent read-only',
           "acl: unknown policy 'read-only', expected 'deny' or 'allow'\r\n")
    expect(m, 'acl_add agent "a b" deny', UNABLE)
    expect(m, 'acl_add agent "" deny', UNABLE)
    expect(m, 'acl_add agent quit deny 0', UNABLE)
    expect(m, 'acl_add agent %s deny' % ('x' * 33), UNABLE)
    expect(m, 'acl_add agent %s deny' % ('x' * 32), 'acl: added rule at position 1\r\n')
    for i in range(2, 9):
        expect(m, 'acl_add agent x%d deny' % i, 'acl: added rule at position %d\r\n' % i)
    expect(m, 'acl_add agent x9 deny', UNABLE)
    expect(m, 'acl_reset agent', 'acl: removed all rules\r\n')


def a_policy_puts_the_list_in_force(m):
    expect(m, 'acl_add agent query-* allow', 'acl: added rule at position 1\r\n')
    expect(m, 'acl_add agent agent-* allow', 'acl: added rule at position 2\r\n')
    expect(m, 'acl_add agent human-* allow', 'acl: added rule at position 3\r\n')
    expect(m, 'acl_policy agent deny', "acl: policy set to 'deny'\r\n")
    expect(m, 'acl_show agent', 'policy: deny\r\n1: allow query-*\r\n2: allow agent-*\r\n'
           '3: allow human-*\r\n')
    expect(m, 'stop', 'Error: The command stop is locked\r\n')
    expect(m, 'info status', 'VM status: running\r\n')
    check(m, m.qmp('agent-query-lock')['return'] == {
        'locked': True, 'policy': 'deny', 'unlockable': True, 'wait': 0,
        'rules': [{'match': 'query-*', 'action': 'allow'},
                  {'match': 'agent-*', 'action': 'allow'},
                  {'match': 'human-*', 'action': 'allow'}]}, 'agent-query-lock tells of it')


def what_is_locked_is_not_loosened(m):
    for line in ('acl_add agent stop allow', 'acl_policy agent allow', 'acl_remove agent query-*',
                 'acl_reset agent'):
        expect(m, line, 'Error: The agent is locked already\r\n')
    check(m, 'error' in m.qmp('agent-unlock', secret='kei'), 'another secret opens nothing')
    m.qmp('agent-unlock', secret='kei')
    expect(m, 'stop', 'Error: The command stop is locked\r\n')


def the_secret_of_before_opens_it(m):
    while 'error' in m.qmp('agent-unlock', secret='key'):
        pass
    expect(m, 'stop', '')
    expect(m, 'cont', '')
    expect(m, 'acl_show agent', 'policy: allow\r\n')


def a_lock_without_a_secret_forgets_the_last_one(m):
    m.qmp('agent-lock', policy='allow')
    reply = m.qmp('agent-unlock', secret='key')
    check(m, reply['error']['desc'] == 'The lock has no secret: only a power-on lifts it', reply)


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, only_the_list_of_the_agent_is_known, without_a_secret_nothing_is_locked,
              rules_are_added_removed_and_shown, a_rule_that_cannot_be_is_refused,
              a_policy_puts_the_list_in_force, what_is_locked_is_not_loosened,
              the_secret_of_before_opens_it, a_lock_without_a_secret_forgets_the_last_one)


if __name__ == '__main__':
    main()
