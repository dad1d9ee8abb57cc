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
set(BOARD_ISOLATES ON) # E2KMON_ISOLATED
# BOARD_STACK_NEEDS: bytes at most, of which tests/bounds sees that they are enough, and not twice too
# many.
set(BOARD_PORTS uart0=qmp uart1=console)
set(BOARD_SOURCES
    mps2-an385/board.c
    mps2-an385/describe.c
    drivers/cmsdk_dualtimer.c
    drivers/cmsdk_uart.c
    drivers/semihosting.c)
# The profile for little parts has no commands for objects and the watchdog.
if("QMP_SMALL=1" IN_LIST E2KMON_DEFINITIONS)
    set(BOARD_DEFINITIONS CMSDK_UART_COUNTERS=0)
    set(BOARD_STACK_NEEDS __agent_stack_needs=1056 __app_stack_needs=256)
else()
    set(BOARD_DEFINITIONS MPS2_DEVICES=1 NVIC_NMI=1)
    set(BOARD_STACK_NEEDS __agent_stack_needs=4096 __app_stack_needs=384)
    list(APPEND BOARD_PORTS uart2=gdb uart3=qmp uart4=monitor)
    list(APPEND BOARD_SOURCES
        mps2-an385/devices.c
        arch/armv7m/nmi.c
        drivers/cmsdk_timer.c
        drivers/cmsdk_watchdog.c
        drivers/mps2_fpgaio.c
        drivers/mps2_scc.c
        drivers/semihosting_files.c)
endif()
