/* image.h - the image's data in RAM, and the word board/run leaves for it.
 *
 * SPDX-License-Identifier: MIT */
#ifndef CORE_IMAGE_H
#define CORE_IMAGE_H

/* The application's data as at its first start. */
void image_init_application(void);

/* All data as at reset, then main(); for the start code, on the agent's stack. */
_Noreturn void image_start(void);

#endif
