# Netduino Plus 2: an STM32F405, that is a Cortex-M4.
#
# SPDX-License-Identifier: MIT

set(BOARD_ARCH armv7m)
set(BOARD_TRIPLE arm-none-eabi)
set(BOARD_OPTIMISE -Os)
set(BOARD_COMPILE_FLAGS "--specs=picolibc.specs -mcpu=cortex-m4 -mthumb")
set(BOARD_LINK_FLAGS)
set(BOARD_LINKER_SCRIPT netduinoplus2.ld)
# Bytes at most, of which tests/bounds sees that they are enough, and not twice too many.
set(BOARD_STACK_NEEDS __agent_stack_needs=3840 __app_stack_needs=448)
set(BOARD_ISOLATES ON) # E2KMON_ISOLATED
set(BOARD_PORTS usart1=qmp usart2=console)
# USART2 has line 38; SysTick gets a 168 MHz clock divided by 8.
set(BOARD_DEFINITIONS NVIC_LINES=39 NVIC_SYSTICK=1 SYSTICK_MHZ=21)
# What suits 128 KiB of RAM.
set(BOARD_LIMITS QMP_MESSAGE_MAX=8192 QMP_TOKENS_MAX=1280 QMP_EVENTS_MAX=32
    AGENT_MONITOR_LINE=1023 AGENT_MONITOR_HISTORY=512 AGENT_MONITOR_OUT=512
    AGENT_MONITOR_COMPLETIONS=64)
set(BOARD_SOURCES
    netduinoplus2/board.c
    netduinoplus2/describe.c
    arch/armv7m/systick.c
    core/clock32.c
    core/no_calendar.c
    drivers/semihosting.c
    drivers/semihosting_files.c
    drivers/stm32_exti.c
    drivers/stm32_syscfg.c
    drivers/stm32_timer.c
    drivers/stm32_usart.c
    drivers/uart.c)
