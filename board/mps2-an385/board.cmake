# ARM MPS2 with the AN385 image: a Cortex-M3.
#
# SPDX-License-Identifier: MIT

set(BOARD_ARCH armv7m)
set(BOARD_TRIPLE arm-none-eabi)
# Small code: what the two passes gain in time costs registers, and so saves of registers.
set(BOARD_OPTIMISE "-Os -fno-move-loop-invariants -fno-schedule-insns2")
set(BOARD_COMPILE_FLAGS "--specs=picolibc.specs -mcpu=cortex-m3 -mthumb")
set(BOARD_LINK_FLAGS)
set(BOARD_LINKER_SCRIPT mps2-an385.ld)
set(BOARD_QMP_PORTS 1)
set(BOARD_DEFINITIONS)
set(BOARD_SOURCES
    mps2-an385/board.c
    drivers/cmsdk_dualtimer.c
    drivers/cmsdk_uart.c
    drivers/semihosting.c)
