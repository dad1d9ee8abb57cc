/* stm32_syscfg.c - the system configuration controller of the STM32F4 as an object.
 * Source: RM0090, "System configuration controller (SYSCFG)".
 *
 * What is mapped at address 0 stays as it is: the vectors may be there.
 *
 * SPDX-License-Identifier: MIT */
#include "drivers/stm32_syscfg.h"

#include "drivers/register.h"

#define MEMRMP  0x00
#define PMC     0x04
#define EXTICR1 0x08
#define CMPCR   0x20

#define EXTICR(n, first, last)                                                                     \
    REGISTER_UP_TO("exticr" #n, 32, EXTICR1 + 4 * ((n)-1), OBJECT_READ_WRITE, 0xffff,              \
                   "four bits a line: port of the pins EXTI " #first " to " #last)

static const struct object_property properties[] = {
    REGISTER_READ("memrmp", 32, MEMRMP, "bits 1, 0: what is at address 0"),
    REGISTER_READ("pmc", 32, PMC, "bit 23: Ethernet by RMII"),
    EXTICR(1, 0, 3),
    EXTICR(2, 4, 7),
    EXTICR(3, 8, 11),
    EXTICR(4, 12, 15),
    REGISTER_READ("cmpcr", 32, CMPCR, "bit 0: compensation cell on, 8: ready"),
};
OBJECT_TYPE(stm32_syscfg_type, "stm32f4xx-syscfg", &object_device, properties);
