#!/usr/bin/env python3
"""test_monitor_devices.py HOST_AGENT - the human monitor's commands for keys and pointers, network
links, and devices that this board has not.

SPDX-License-Identifier: MIT
"""
import base64
import sys
import time

from monitor import Monitor, check, expect, run_tests


def usage(command):
    return 'Try "help %s" for more information\r\n' % command


def logged(m):
    """What the application has written of its input since the last time."""
    text, deadline = '', time.monotonic() + 5
    while time.monotonic() < deadline:
        part = m.qmp('ringbuf-read', device='console', size=4096, format='base64')['return']
        text += base64.b64decode(part).decode()
        if text.endswith('key f12 up\r\n'):
            break
        time.sleep(0.02)
    return [line[5:] for line in text.split('\r\n') if line.startswith('hub: ') and
            line.split()[1] in ('key', 'button', 'x', 'y')]


def heard(m):
    """The same, all of it: behind a last key."""
    while m.says('sendkey f12 1'):   # others wait yet
        time.sleep(0.02)
    lines = logged(m)
    check(m, lines[-2:] == ['key f12 down', 'key f12 up'], lines)
    return lines[:-2]


def restart(m):
    """The application afresh, which has no input."""
    m.says('system_reset')
    m.says('cont')


def sendkey_presses_keys_together(m):
    heard(m)
    expect(m, 'sendkey ctrl-alt-delete 1', '')
    check(m, heard(m) == ['key ctrl down', 'key alt down', 'key delete down', 'key delete up',
                          'key alt up', 'key ctrl up'], 'ctrl-alt-delete')
    expect(m, 'sendkey <-a 1+1', '')
    for line, keys in (('sendkey < 1', ['less']), ('sendkey "a" 2-1', ['a']),
                       ('sendkey 0 1', ['0']), ('sendkey unmapped 1', ['unmapped'])):
        heard(m)
        expect(m, line, '')
        check(m, [h.split()[1] for h in heard(m)][::2] == keys, line)
    expect(m, 'sendkey 0x1e-b 1', '')
    check(m, len(heard(m)) == 4, 'a key by number')
    expect(m, 'sendkey 0x1ffffffffffffffff 1', '')
    heard(m)
    expect(m, 'sendkey a', '')
    expect(m, 'sendkey a 0', '')


def sendkey_refuses_as_qemu(m):
    expect(m, 'sendkey', 'sendkey: string expected\r\n' + usage('sendkey'))
    for keys, wrong in (('nosuch', 'nosuch'), ('ctrl-nosuch', 'nosuch'), ('a-', ''), ('-a', ''),
                        ('a--b', ''), ('""', ''), ('0xx', '0xx'), ('0x', '0x'), ('0x-1', '0x'),
                        ('0x1z', '0x1z'), ('0X1E', '0X1E'), ('A', 'A'),
                        ('this_is_a_very_long_name_of_a_key',) * 2, ('n' * 900,) * 2):
        expect(m, 'sendkey ' + keys, 'invalid parameter: %s\r\n' % wrong)
    expect(m, 'sendkey a b', "invalid char 'b' in expression\r\n" + usage('sendkey'))
    expect(m, 'sendkey a -5', "'sendkey' has failed: integer is for 32-bit values\r\n" +
           usage('sendkey'))
    expect(m, 'sendkey a 4294967295', '')
    restart(m)
    heard(m)
    expect(m, 'sendkey ' + '-'.join('a' * 16) + ' 1', '')
    heard(m)
    expect(m, 'sendkey ' + '-'.join('a' * 17) + ' 1',
           'Error: Only 16 more keys can wait to be pressed and released\r\n')
    expect(m, 'sendkey ' + '-'.join(['bracket_left'] * 12) + ' 1', '')
    heard(m)
    expect(m, 'sendkey ' + '-'.join(['bracket_left'] * 13) + ' 1',
           'Error: the arguments are too long\r\n')


def mouse_commands_move_the_pointer(m):
    heard(m)
    expect(m, 'mouse_move 1 2', '')
    expect(m, 'mouse_move -1 0x10 -1', '')
    expect(m, 'mouse_move x y', '')
    expect(m, 'mouse_move +070 99999999999999999999 2', '')
    expect(m, 'mouse_move "" "" ""', '')
    moves = heard(m)
    check(m, moves == [
        'x by 1', 'y by 2',
        'x by -1', 'y by 16', 'button wheel-down down', 'button wheel-down up',
        'x by 0', 'y by 0',
        'x by 56', 'y by 2147483647', 'button wheel-up down', 'button wheel-up up',
        'x by 0', 'y by 0'], moves)
    expect(m, 'mouse_button 1', '')
    expect(m, 'mouse_button 7', '')
    expect(m, 'mouse_button 255', '')
    expect(m, 'mouse_button 4', '')
    expect(m, 'mouse_button 0', '')
    buttons = heard(m)
    check(m, buttons == ['button left down', 'button middle down', 'button right down',
                         'button left up', 'button middle up', 'button right up'], buttons)
    expect(m, 'mouse_button 1', '')
    heard(m)
    restart(m)
    expect(m, 'mouse_button 1', '')
    buttons = heard(m)
    check(m, buttons == ['button left down'],
          'a restarted application has no button held: %s' % buttons)
    expect(m, 'mouse_button 0', '')
    heard(m)
    expect(m, 'stop', '')
    expect(m, 'mouse_button 1', '')
    expect(m, 'mouse_move 1 1', '')
    expect(m, 'cont', '')
    check(m, heard(m) == [], 'a stopped application gets none')


def mouse_commands_refuse_as_qemu(m):
    for line in 'mouse_move', 'mouse_move 1':
        expect(m, line, 'mouse_move: string expected\r\n' + usage('mouse_move'))
    expect(m, 'mouse_move 1 2 3 4', 'mouse_move: extraneous characters at the end of line\r\n' +
           usage('mouse_move'))
    expect(m, 'mouse_button', 'unexpected end of expression\r\n' + usage('mouse_button'))
    expect(m, 'mouse_button x', "invalid char 'x' in expression\r\n" + usage('mouse_button'))
    expect(m, 'mouse_button 1 2', 'mouse_button: extraneous characters at the end of line\r\n' +
           usage('mouse_button'))
    expect(m, 'info mice', '* Mouse #0: application (absolute)\r\n')
    mice = m.qmp('query-mice')['return']
    check(m, mice == [{'name': 'application', 'index': 0, 'current': True, 'absolute': True}], mice)
    expect(m, 'mouse_set 0', '')
    expect(m, 'mouse_set 99', "Mouse at index '99' not found\r\n")
    expect(m, 'mouse_set 0xffffffff', "Mouse at index '4294967295' not found\r\n")
    expect(m, 'mouse_set', 'unexpected end of expression\r\n' + usage('mouse_set'))
    expect(m, 'mouse_set x', "invalid char 'x' in expression\r\n" + usage('mouse_set'))


def links_are_listed_and_pulled(m):
    expect(m, 'info network', 'uplink0: index=0,type=nic,model=uplink\r\n')
    expect(m, 'device_add uplink,id=lan', '')
    expect(m, 'device_add uplink', '')
    expect(m, 'info network', 'uplink0: index=0,type=nic,model=uplink\r\n'
           'lan: index=0,type=nic,model=uplink\r\ndevice[0]: index=0,type=nic,model=uplink\r\n')
    expect(m, 'set_link lan off', '')
    check(m, m.qmp('qom-get', path='lan', property='link') == {'return': False}, 'off')
    expect(m, 'set_link lan on ', '')
    check(m, m.qmp('qom-get', path='lan', property='link') == {'return': True}, 'on')
    expect(m, 'device_del lan', '')
    expect(m, 'device_del /machine/peripheral-anon/device[0]', '')
    expect(m, 'set_link', 'set_link: string expected\r\n' + usage('set_link'))
    for what in '', ' up', ' ON', ' down':
        expect(m, 'set_link nosuch' + what,
               "Expected 'on' or 'off'\r\n" + usage('set_link'))
    expect(m, 'set_link nosuch on extra', 'set_link: extraneous characters at the end of line\r\n' +
           usage('set_link'))
    for name in 'nosuch', 'a"b', 'l' * 400, 'l' * 1023:
        expect(m, 'set_link %s on' % name, "Error: Device '%s' not found\r\n" % name)
    expect(m, 'set_link "" off', "Error: Device '' not found\r\n")
    expect(m, 'info usernet', '')
    for name in 'hostfwd_add', 'hostfwd_remove':
        expect(m, name, '%s: string expected\r\n' % name + usage(name))
        expect(m, name + ' tcp::5555-:22', 'user mode network stack not in use\r\n')
        expect(m, name + ' x tcp::5555-:22', "unrecognized netdev id 'x'\r\n")
        expect(m, name + ' a b c', '%s: extraneous characters at the end of line\r\n' % name +
               usage(name))
    expect(m, 'host_net_add nosuch', 'invalid host network device nosuch\r\n')
    expect(m, 'host_net_add tap ifname=x', 'adding host network device tap failed\r\n')
    expect(m, 'host_net_remove 3 tap.0', 'unknown VLAN 3\r\n')


def what_the_board_has_not_is_answered_as_by_qemu(m):
    gone = 'Error: No balloon device has been activated\r\n'
    expect(m, 'info balloon', gone)
    for value in '64', '0', '0x10', '1+1', '8796093022207', '8796093022208':
        expect(m, 'balloon ' + value, gone)
    expect(m, 'balloon -1', 'enter a positive value\r\n' + usage('balloon'))
    expect(m, 'balloon 64M', 'balloon: extraneous characters at the end of line\r\n' +
           usage('balloon'))
    expect(m, 'balloon', 'unexpected end of expression\r\n' + usage('balloon'))
    expect(m, 'info pci', '')
    expect(m, 'info usb', 'Error: USB support not enabled\r\n')
    expect(m, 'info usbhost', 'Command "info usbhost" is not available.\r\n')
    expect(m, ' info  usbhost  x', 'Command " info  usbhost  " is not available.\r\n')
    expect(m, 'info usbhost  ', 'Command "info usbhost  " is not available.\r\n')
    expect(m, 'boot_set c', 'no function defined to set boot device list for this architecture\r\n')
    expect(m, 'boot_set', 'boot_set: string expected\r\n' + usage('boot_set'))
    expect(m, 'getfd x', 'Error: No file descriptor supplied via SCM_RIGHTS\r\n')
    expect(m, 'getfd', 'getfd: string expected\r\n' + usage('getfd'))
    expect(m, 'closefd 1x', "Error: File descriptor named '1x' not found\r\n")
    expect(m, 'closefd', 'closefd: string expected\r\n' + usage('closefd'))
    expect(m, 'usb_add mouse', "could not add USB device 'mouse'\r\n")
    expect(m, 'usb_del 0.1', "could not delete USB device '0.1'\r\n")
    for address in 'auto', '1', '0:1f', '0:ff:0':
        expect(m, 'pci_add %s nic model=e1000' % address, 'failed to add model=e1000\r\n')
    expect(m, 'pci_add 1 storage', 'failed to add \r\n')
    expect(m, 'pci_add 1 sound', 'invalid type: sound\r\n')
    expect(m, 'pci_del 0:0:1f', 'slot 31 empty\r\n')
    for address in '""', '20', '100:1', '1:0:0', '0:0:0:0', 'x', '1:', ':1', '0::1', '10000':
        expect(m, 'pci_del ' + address, 'Invalid pci address\r\n')
        expect(m, 'pci_add %s nic' % address, 'Invalid pci address\r\n')


def the_watchdogs_action_is_chosen(m):
    actions = 'reset', 'shutdown', 'poweroff', 'pause', 'debug', 'none', 'inject-nmi'
    for action in actions:
        for word in action, action.upper(), action.title():
            m.qmp('watchdog-set-action', action='none' if action == 'reset' else 'reset')
            expect(m, 'watchdog_action ' + word, '')
            told = m.qmp('qom-get', path='watchdog', property='action')
            check(m, told == {'return': action}, '%s: %s' % (word, told))
    for word in 'nosuch', 'rese', 'resett', 'reset,', 'r' * 300:
        expect(m, 'watchdog_action ' + word, 'Error: invalid parameter value: %s\r\n' % word)
    expect(m, 'watchdog_action "No\\nSuch"', 'Error: invalid parameter value: no\r\nsuch\r\n')
    expect(m, 'watchdog_action ""', 'Error: invalid parameter value: \r\n')
    expect(m, 'watchdog_action', 'watchdog_action: string expected\r\n' +
           usage('watchdog_action'))
    expect(m, 'watchdog_action reset extra', 'watchdog_action: extraneous characters at the end '
           'of line\r\n' + usage('watchdog_action'))


def ports_are_listed(m):
    told = m.qmp('query-chardev')['return']
    check(m, len(told) >= 2, told)
    expect(m, 'info chardev', ''.join('%s: filename=%s\r\n' % (c['label'], c['filename'])
                                      for c in told))
    expect(m, 'info chardev x', 'chardev: extraneous characters at the end of line\r\n' +
           usage('info chardev'))


def a_lock_binds_these_lines(m):
    m.qmp('agent-lock', secret='key', rules=[{'match': 'query-*', 'action': 'allow'}])
    for line, command in (('sendkey a', 'send-key'), ('device_add uplink', 'device_add'),
                          ('device_add help', 'device_add'), ('set_link uplink0 off', 'set_link'),
                          ('mouse_button 0', 'input-send-event'), ('balloon 1', 'balloon'),
                          ('watchdog_action none', 'watchdog-set-action')):
        expect(m, line, 'Error: The command %s is locked\r\n' % command)
    expect(m, 'info mice', '* Mouse #0: application (absolute)\r\n')
    m.qmp('agent-unlock', secret='key')
    expect(m, 'set_link uplink0 on', '')


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, sendkey_presses_keys_together, sendkey_refuses_as_qemu,
              mouse_commands_move_the_pointer, mouse_commands_refuse_as_qemu,
              links_are_listed_and_pulled, what_the_board_has_not_is_answered_as_by_qemu,
              the_watchdogs_action_is_chosen, ports_are_listed, a_lock_binds_these_lines)


if __name__ == '__main__':
    main()
