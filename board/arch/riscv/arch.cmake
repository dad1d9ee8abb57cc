# SPDX-License-Identifier: MIT
target_sources(board PRIVATE arch/riscv/start.S arch/riscv/enter.S)
if("BOARD_POLLED=1" IN_LIST BOARD_DEFINITIONS)
    target_sources(board PRIVATE arch/riscv/polled.c)
else()
    target_sources(board PRIVATE
        arch/riscv/probe.S arch/riscv/trap_entry.S arch/riscv/trap.c)
endif()
