"""project.py - a project outside of the tree that is configured, built and tested with CTest.

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..'))


def call(*command, **options):
    """Runs a command that succeeds; returns its output."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=800, **options)
    assert done.returncode == 0, '%s\n%s' % (' '.join(map(str, command)), done.stdout)
    return done.stdout


class Project:
    def __init__(self, source, build, *options):
        self.build = str(build)
        call('cmake', '-S', str(source), '-B', self.build, '-G', 'Ninja', '-DPython3_EXECUTABLE=' + sys.executable,
             *options)
        call('cmake', '--build', self.build)

    def start(self, *options):
        """ctest, in two jobs."""
        command = ['ctest', '--test-dir', self.build, '-j', '2', '--output-junit', 'report.xml']
        return subprocess.Popen(command + list(options), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def test(self, *options):
        """{name: (status, output)} of the file for CI, which is well-formed."""
        process = self.start(*options)
        self.output, _ = process.communicate(timeout=800)
        suite = ElementTree.parse(os.path.join(self.build, 'report.xml')).getroot()
        return {case.get('name'): (case.get('status'), case.findtext('system-out') or '') for case in suite}

    def kept(self, name):
        folder = os.path.join(self.build, 'board-tests', name)
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else None
