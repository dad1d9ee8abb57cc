# The machine "e2k" of e2k-board and of OpenE2K's QEMU.  Compiled for RISC-V; what rv2e2k
# demands of the code is in the flags: no compressed instructions, no access that is not
# aligned, and relocations in the linked file to find jump targets by.
#
# SPDX-License-Identifier: MIT

set(BOARD_ARCH e2k)
set(BOARD_TRIPLE riscv64-unknown-elf)
set(BOARD_OPTIMISE -O2)
set(BOARD_COMPILE_FLAGS
    "--specs=picolibc.specs -march=rv64im -mabi=lp64 -mcmodel=medany -mstrict-align")
# The translator alone calls e2k_safepoint.
set(BOARD_LINK_FLAGS -Wl,--no-relax -Wl,--emit-relocs -Wl,--undefined=e2k_safepoint)
set(BOARD_LINKER_SCRIPT e2k.ld)
# Bytes at most, of which tests/bounds sees that they are enough, and not twice too many.
# The agent runs on both stacks: on its own before the application begins, then on the application's.
set(BOARD_STACK_NEEDS __agent_stack_needs=4096 __app_stack_needs=4608)
set(BOARD_PORTS escc-a=qmp escc-b=console)
set(BOARD_DEFINITIONS BOARD_POLLED=1 BOARD_RX_RING=1024 AGENT_CPU_TYPE="e2k-cpu")
set(BOARD_SOURCES
    e2k/board.c
    e2k/describe.c
    e2k/pci.c
    e2k/registers.c
    drivers/apic_timer.c
    drivers/escc.c
    drivers/escc_object.c
    drivers/pci_ecam.c)
