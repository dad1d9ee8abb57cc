# SPDX-License-Identifier: MIT
target_sources(board PRIVATE
    arch/armv7m/application.c arch/armv7m/fault.c arch/armv7m/levels.c arch/armv7m/nvic.c
    arch/armv7m/probe.S arch/armv7m/vectors.c)
