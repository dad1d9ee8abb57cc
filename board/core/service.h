/* service.h - what a polled board lets its poll look at.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_SERVICE_H
#define CORE_SERVICE_H

/* The board implements: does for every port what its interrupt would do. */
void board_service_ports(void);

#endif
