# The riscv-virt board with no interrupt enabled: everything happens in board_poll(), but for
# traps.  Other harts could not be held without interrupts, so there is one.
#
# SPDX-License-Identifier: MIT

include(${CMAKE_CURRENT_LIST_DIR}/../riscv-virt/board.cmake)
list(REMOVE_ITEM BOARD_DEFINITIONS BOARD_CPUS_MAX=4)
list(APPEND BOARD_DEFINITIONS BOARD_POLLED=1)
# In user mode the interrupts of machine mode are on, and there is nobody to take them.
set(BOARD_ISOLATES OFF)
