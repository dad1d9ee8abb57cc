# The mps2-an385 board on newlib-nano instead of picolibc.
#
# SPDX-License-Identifier: MIT

include(${CMAKE_CURRENT_LIST_DIR}/../mps2-an385/board.cmake)
set(BOARD_COMPILE_FLAGS "--specs=nano.specs -mcpu=cortex-m3 -mthumb")
