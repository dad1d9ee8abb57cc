/* operator.h - whoever sits at the hub: what they type is echoed, and what they do with keys and
 * pointer is logged, a line each:
 *     hub: key ret down          hub: key 28 up (given by number)
 *     hub: button left down      hub: x to 100      hub: y by -3
 *
 * SPDX-License-Identifier: MIT */
#ifndef OPERATOR_H
#define OPERATOR_H

/* Deals with what has come.  Context: application. */
void operator_attend(void);

#endif
