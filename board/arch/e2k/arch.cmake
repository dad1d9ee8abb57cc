# e2k: compiled for RISC-V, then translated.  Brings the translator and the emulator, which
# are programs for the host and so a build of their own: in bin/ of the build folder.
#
# SPDX-License-Identifier: MIT
include(ExternalProject)

target_sources(board PRIVATE arch/e2k/call.c arch/e2k/describe.c arch/e2k/enter.c arch/e2k/safepoint.S arch/e2k/start.S)
if(NOT "BOARD_DEBUG=0" IN_LIST BOARD_DEFINITIONS)
    target_sources(board PRIVATE arch/e2k/debug.c arch/riscv/decode.c)
endif()

option(E2K_SAFEPOINTS "Let the application's loops call the agent now and then" ON)
# Those at entries cost nothing to speak of, those at blocks twice the code.
set(E2K_SAFEPOINTS_AT entries CACHE STRING
    "Where else a debugger can stop the application: loops (nowhere else), entries or blocks")

set(E2K_TRANSLATOR ${CMAKE_BINARY_DIR}/bin/rv2e2k CACHE INTERNAL "")
ExternalProject_Add(e2k_tools
    SOURCE_DIR ${CMAKE_CURRENT_LIST_DIR}/../../../tools/e2k
    BINARY_DIR ${CMAKE_BINARY_DIR}/e2k-tools
    CMAKE_ARGS -DCMAKE_BUILD_TYPE=RelWithDebInfo
    BUILD_ALWAYS ON
    BUILD_COMMAND ${CMAKE_COMMAND} --build <BINARY_DIR>
    COMMAND ${CMAKE_COMMAND} --install <BINARY_DIR> --prefix ${CMAKE_BINARY_DIR}
    BUILD_BYPRODUCTS ${E2K_TRANSLATOR}
    INSTALL_COMMAND ""
    LOG_CONFIGURE ON
    LOG_BUILD ON
    LOG_OUTPUT_ON_FAILURE ON)

# board_finish_image(<target>): <target>.riscv.elf is what is linked, <target>.elf the image.
function(board_finish_image target)
    set(image ${CMAKE_BINARY_DIR}/${target}.elf)
    set(safepoints)
    if(E2K_SAFEPOINTS)
        set(safepoints --safepoints .app_text --safepoints-at ${E2K_SAFEPOINTS_AT}
            --poll e2k_safepoint)
    endif()
    set_target_properties(${target} PROPERTIES SUFFIX .riscv.elf)
    add_custom_command(OUTPUT ${image}
        COMMAND ${E2K_TRANSLATOR} ${safepoints} $<TARGET_FILE:${target}> -o ${image}
        DEPENDS ${target} e2k_tools ${E2K_TRANSLATOR}
        COMMENT "Translating ${target}.elf"
        VERBATIM)
    add_custom_target(${target}_image ALL DEPENDS ${image})
endfunction()
