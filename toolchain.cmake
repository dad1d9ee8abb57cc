# Cross compilation: -DBOARD=<name> chooses compiler, flags, libc and linker script.
# The facts of a board stand in board/<name>/board.cmake; nothing here names one.
#
# SPDX-License-Identifier: MIT

set(CMAKE_SYSTEM_NAME Generic)
set(BOARD "" CACHE STRING "Board to build for: a folder of board/ with a board.cmake")

# The compiler checks configure projects of their own; they need the board's name too.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES BOARD)
# No image links without the board's start code, so the checks only compile.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

set(E2KMON_ROOT ${CMAKE_CURRENT_LIST_DIR})
if(NOT EXISTS ${E2KMON_ROOT}/board/${BOARD}/board.cmake)
    message(FATAL_ERROR "BOARD='${BOARD}': there is no board/${BOARD}/board.cmake")
endif()
include(${E2KMON_ROOT}/board/${BOARD}/board.cmake)

# A board that needs other limits than the defaults names them.
if(BOARD_LIMITS AND NOT E2KMON_DEFINITIONS)
    set(E2KMON_DEFINITIONS ${BOARD_LIMITS})
endif()

set(CMAKE_SYSTEM_PROCESSOR ${BOARD_ARCH})
set(CMAKE_C_COMPILER ${BOARD_TRIPLE}-gcc)
set(CMAKE_ASM_COMPILER ${BOARD_TRIPLE}-gcc)

# -fbuiltin takes back the half of -ffreestanding that would make each memcpy() of a
# few bytes a call.
set(flags "-ffreestanding -fbuiltin -ffunction-sections -fdata-sections -fno-common")
string(APPEND flags " -fno-exceptions -fno-asynchronous-unwind-tables -fno-unwind-tables -g")
# An image says nothing of the folder that it was built in: with the same tools everybody gets the
# same bytes (tests/supply/reproducible).  Debuggers find the sources from the folder of this tree.
# The last that fits counts, as a build folder may lie in the tree.  The compiler does not hand them
# on to the assembler where -g is for that.
foreach(moved IN ITEMS "${E2KMON_ROOT}=." "${CMAKE_BINARY_DIR}=build")
    string(APPEND maps " \"-ffile-prefix-map=${moved}\"")
    string(APPEND asm_maps " \"-Wa,--debug-prefix-map=${moved}\"")
endforeach()
set(CMAKE_C_FLAGS_INIT "${BOARD_COMPILE_FLAGS} ${BOARD_OPTIMISE} ${flags}${maps}")
set(CMAKE_ASM_FLAGS_INIT "${BOARD_COMPILE_FLAGS} -g${asm_maps}")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-nostartfiles -Wl,--gc-sections -Wl,--fatal-warnings")

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
