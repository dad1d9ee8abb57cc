# The riscv-virt board with no interrupt enabled: everything happens in board_poll().
#
# SPDX-License-Identifier: MIT

include(${CMAKE_CURRENT_LIST_DIR}/../riscv-virt/board.cmake)
list(APPEND BOARD_DEFINITIONS BOARD_POLLED=1)
