# SPDX-License-Identifier: MIT
list(APPEND BOARD_DEFINITIONS BOARD_TRAPS=1) # polled boards, too
target_sources(board PRIVATE
    arch/riscv/describe.c arch/riscv/enter.S arch/riscv/probe.S arch/riscv/start.S arch/riscv/trap.c
    arch/riscv/trap_entry.S drivers/semihosting.c)
if(E2KMON_ISOLATED)
    target_sources(board PRIVATE arch/riscv/isolate.c)
endif()
if(NOT "BOARD_DEBUG=0" IN_LIST BOARD_DEFINITIONS)
    target_sources(board PRIVATE
        arch/riscv/decode.c arch/riscv/decode_access.c arch/riscv/harts.c arch/riscv/pass.c
        arch/riscv/registers.c arch/riscv/step.c arch/riscv/stop.c arch/riscv/system.c arch/riscv/triggers.c)
endif()
