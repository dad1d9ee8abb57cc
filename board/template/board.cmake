# What the build needs to know of this board; every variable but BOARD_LIMITS and
# BOARD_STACK_NEEDS is required.
#
# SPDX-License-Identifier: MIT

set(BOARD_ARCH riscv)                     # a folder of board/arch
set(BOARD_TRIPLE riscv64-unknown-elf)     # the compiler's prefix
set(BOARD_OPTIMISE -O2)
set(BOARD_COMPILE_FLAGS                   # one string: processor, ABI, libc
    "--specs=picolibc.specs -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany")
set(BOARD_LINK_FLAGS -march=rv64imac)     # a list, after the compile flags
set(BOARD_LINKER_SCRIPT riscv-virt.ld)    # a file of linker/
set(BOARD_PORTS uart0=qmp)                # ports of board.c: qmp, console or gdb
set(BOARD_DEFINITIONS BOARD_POLLED=1)     # see board/config.h; empty for interrupts
set(BOARD_LIMITS)                         # limits other than the defaults: QMP_MESSAGE_MAX=8192 ...
set(BOARD_STACK_NEEDS)                    # __agent_stack_needs=4096 ...: linker/sections.ld compares
set(BOARD_SOURCES                         # relative to board/
    template/board.c
    core/no_calendar.c
    core/no_description.c
    drivers/clint.c
    drivers/ns16550.c
    drivers/sifive_test.c)
