/* vectors.h - the vector table's entries and the stacks it needs.
 *
 * SPDX-License-Identifier: MIT */
#ifndef ARMV7M_VECTORS_H
#define ARMV7M_VECTORS_H

extern char __agent_stack_top[], __app_stack_top[];

void board_start(void);
void pendsv_handler(void);
void fault_handler(void);
void svcall_handler(void);

/* A handler of an exception less urgent than the agent asks for the agent and returns: it is not
 * to be interrupted by it in between.  Until the agent runs. */
void armv7m_finish_handler(void);

#endif
