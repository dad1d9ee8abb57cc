# The tests of all host build trees, as one run of ctest; `make test` puts this file
# above them.
#
# SPDX-License-Identifier: MIT
subdirs(host-sanitize host-fuzz host)
