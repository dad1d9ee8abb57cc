# SPDX-License-Identifier: MIT
target_sources(board PRIVATE
    arch/armv7m/application.c arch/armv7m/describe.c arch/armv7m/fault.c arch/armv7m/levels.c arch/armv7m/nvic.c
    arch/armv7m/probe.S arch/armv7m/vectors.c)
if(E2KMON_ISOLATED)
    target_sources(board PRIVATE arch/armv7m/isolate.c)
endif()
if(NOT "BOARD_DEBUG=0" IN_LIST BOARD_DEFINITIONS)
    target_sources(board PRIVATE
        arch/armv7m/held.c arch/armv7m/mpu.c arch/armv7m/pass.c arch/armv7m/registers.c arch/armv7m/status.c arch/armv7m/step.c
        arch/armv7m/stop.c arch/armv7m/thumb_access.c arch/armv7m/thumb_next.c
        arch/armv7m/watch.c)
endif()
