#!/usr/bin/env python3
"""qmpc.py - libqmp as others get it: installed, and found by pkg-config and by CMake.

  qmpc.py SCRATCH    builds and installs into SCRATCH, then builds the examples outside the tree

SPDX-License-Identifier: MIT
"""
import os
import shutil
import subprocess
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
EXAMPLES = os.path.join(ROOT, 'tools', 'libqmp', 'examples')
MANUALS = ('libqmp.3', 'libqmp-loop.3')


def run(*command, **environment):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env={**os.environ, **environment})
    if done.returncode:
        raise SystemExit('%s\n%s' % (' '.join(command), done.stdout))
    return done.stdout


def install(scratch):
    build, first, prefix = scratch + '/build', scratch + '/installed', scratch + '/moved'
    run('cmake', '-S', ROOT + '/tools', '-B', build, '-G', 'Ninja', '-DE2KMON_TOOL_TESTS=OFF',
        '-DCMAKE_BUILD_TYPE=Release')
    run('cmake', '--build', build, '--target', 'qmpc')
    run('cmake', '--install', build, '--prefix', first, '--component', 'qmpc')
    os.rename(first, prefix)  # it works wherever it lies
    shutil.rmtree(build)
    for manual in MANUALS:
        if not os.path.exists('%s/share/man/man3/%s' % (prefix, manual)):
            raise SystemExit('%s is not installed' % manual)
    for where, _, files in os.walk(prefix):
        for name in files:
            if name.endswith(('.cmake', '.pc', '.h')):
                with open(os.path.join(where, name)) as text:
                    if ROOT in text.read() or scratch in open(os.path.join(where, name)).read():
                        raise SystemExit('%s/%s refers to where it was made' % (where, name))
    return prefix


def folder_of(prefix, name):
    for where, folders, files in os.walk(prefix):
        if name in files:
            return where
    raise SystemExit('%s is not installed' % name)


def expect_program(program):
    done = subprocess.run([program], stderr=subprocess.PIPE, text=True)
    if done.returncode != 2 or not done.stderr.startswith('usage: '):
        raise SystemExit('%s: %d, %s' % (program, done.returncode, done.stderr))


def by_pkg_config(scratch, source, prefix):
    flags = run('pkg-config', '--cflags', '--libs', 'qmpc', PKG_CONFIG_PATH=folder_of(prefix, 'qmpc.pc')).split()
    for name in ('status', 'events', 'boards', 'save'):
        program = '%s/pc-%s' % (scratch, name)
        run('cc', '-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '%s/%s.c' % (source, name), '-o', program,
            *flags)
        expect_program(program)


def by_cmake(scratch, source, prefix):
    build = scratch + '/cmake'
    run('cmake', '-S', source, '-B', build, '-G', 'Ninja', '-DCMAKE_PREFIX_PATH=' + prefix)
    run('cmake', '--build', build)
    for name in ('status', 'events', 'boards', 'save'):
        expect_program('%s/qmpc_%s' % (build, name))


def main():
    scratch = os.path.abspath(sys.argv[1])
    shutil.rmtree(scratch, ignore_errors=True)
    source = scratch + '/examples'
    shutil.copytree(EXAMPLES, source)  # nothing but the package may come from the tree
    prefix = install(scratch)
    by_pkg_config(scratch, source, prefix)
    by_cmake(scratch, source, prefix)


if __name__ == '__main__':
    main()
