/* unprivileged.h - has an isolated application (BOARD_ISOLATED) call the agent through the gate.
 *
 * To be included before all else in code that only the application executes: the names of the
 * agent's functions then mean others, which ask for them (board/gate.h).  What is linked with the
 * library `agent` by CMake is compiled so.
 *
 * SPDX-License-Identifier: MIT */
#ifndef AGENT_UNPRIVILEGED_H
#define AGENT_UNPRIVILEGED_H

#include "board/unprivileged.h"

#if BOARD_ISOLATED

#define agent_console             gated_agent_console
#define agent_console_read        gated_agent_console_read
#define agent_input(event)        gated_agent_input(event) /* there is a structure of that name */
#define agent_powerdown_requested gated_agent_powerdown_requested
#define agent_panic               gated_agent_panic
#define agent_shutdown            gated_agent_shutdown
#define agent_watchdog_start      gated_agent_watchdog_start
#define agent_watchdog_feed       gated_agent_watchdog_feed
#define agent_watchdog_stop       gated_agent_watchdog_stop
#define sensor_read               gated_sensor_read
#define sensor_covers             gated_sensor_covers
#define sensor_simulate           gated_sensor_simulate
#define actuator_set              gated_actuator_set
#define actuator_state            gated_actuator_state
#define actuator_actual           gated_actuator_actual
#define uplink_send               gated_uplink_send
#define profile_value             gated_profile_value

#endif
#endif
