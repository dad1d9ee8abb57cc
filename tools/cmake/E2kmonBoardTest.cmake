# e2kmon_add_board_test(): a test of CTest that has a board for itself.
#
#   e2kmon_add_board_test(
#       NAME name
#       BOARD name                    # as board/run has it
#       COMMAND program [argument]... # a target's name, too; @QMP@, @CONSOLE@, @GDB@ are replaced
#       [IMAGE elf | TARGET target]   # default: as board/run chooses
#       [BOARD_COMMAND word...]       # starts the board instead of board/run; {qmp}, {console}, {gdb},
#                                     # {folder}, {board}, {image} are replaced
#       [EMULATOR option...]          # options of the emulator's
#       [CONSOLE_EXPECT text...]      # has to come on the console, in this order
#       [PAUSED]                      # the application waits for cont
#       [NO_CONSOLE]                  # the board has none
#       [GDB]                         # its port for gdb is opened, too
#       [BRIDGE qmpctl]               # several clients at a time: qmpctl's path, or a target
#       [TIMEOUT seconds]             # default: 60
#       [KEEP folder]                 # default: board-tests/<name> in the current binary folder
#       [LABELS label...] [ENVIRONMENT variable=value...] [WORKING_DIRECTORY folder])
#
# What the program finds in its environment, and what is kept of a test that failed: docs/testing.md.
#
# SPDX-License-Identifier: MIT
include_guard(GLOBAL)

# In the tree the runner is here; the package says where it was installed to.
if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/board-test)
    set_property(GLOBAL PROPERTY e2kmon_board_test ${CMAKE_CURRENT_LIST_DIR}/board-test)
else()
    set_property(GLOBAL PROPERTY e2kmon_board_test ${E2KMON_SHARE}/board-test)
endif()

# Appends a word, which may have semicolons.
function(_e2kmon_append list word)
    string(REPLACE ";" "\\;" word "${word}")
    list(APPEND ${list} "${word}")
    set(${list} "${${list}}" PARENT_SCOPE)
endfunction()

function(e2kmon_add_board_test)
    set(lists COMMAND BOARD_COMMAND EMULATOR CONSOLE_EXPECT LABELS ENVIRONMENT)
    cmake_parse_arguments(PARSE_ARGV 0 arg "PAUSED;NO_CONSOLE;GDB"
        "NAME;BOARD;IMAGE;TARGET;TIMEOUT;KEEP;BRIDGE;WORKING_DIRECTORY" "${lists}")
    foreach(needed NAME BOARD COMMAND)
        if(NOT DEFINED arg_${needed})
            message(FATAL_ERROR "e2kmon_add_board_test: ${needed} is missing")
        endif()
    endforeach()
    if(DEFINED arg_UNPARSED_ARGUMENTS OR DEFINED arg_KEYWORDS_MISSING_VALUES)
        message(FATAL_ERROR "e2kmon_add_board_test(${arg_NAME}): what is "
            "'${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}'?")
    endif()
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    get_property(runner GLOBAL PROPERTY e2kmon_board_test)

    if(NOT DEFINED arg_TIMEOUT)
        set(arg_TIMEOUT 60)
    endif()
    if(NOT DEFINED arg_KEEP)
        string(MAKE_C_IDENTIFIER "${arg_NAME}" folder)
        set(arg_KEEP ${CMAKE_CURRENT_BINARY_DIR}/board-tests/${folder})
    endif()
    set(options --board ${arg_BOARD} --timeout ${arg_TIMEOUT} --keep ${arg_KEEP})
    if(DEFINED arg_TARGET)
        list(APPEND options --image $<TARGET_FILE:${arg_TARGET}>)
    elseif(DEFINED arg_IMAGE)
        get_filename_component(image "${arg_IMAGE}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
        list(APPEND options --image ${image})
    endif()
    # With `=`, as a word may begin with a hyphen.
    foreach(option BOARD_COMMAND EMULATOR CONSOLE_EXPECT)
        string(TOLOWER --${option} name)
        string(REPLACE _ - name ${name})
        foreach(word IN LISTS arg_${option})
            _e2kmon_append(options "${name}=${word}")
        endforeach()
    endforeach()
    foreach(flag PAUSED NO_CONSOLE GDB)
        if(arg_${flag})
            string(TOLOWER --${flag} option)
            string(REPLACE _ - option ${option})
            list(APPEND options ${option})
        endif()
    endforeach()
    set(command)
    foreach(word IN LISTS arg_COMMAND)
        if(NOT command AND TARGET "${word}")
            set(word $<TARGET_FILE:${word}>)
        endif()
        _e2kmon_append(command "${word}")
    endforeach()
    if(TARGET "${arg_BRIDGE}")
        set(arg_BRIDGE $<TARGET_FILE:${arg_BRIDGE}>)
    endif()
    if(DEFINED arg_BRIDGE)
        list(APPEND options --bridge ${arg_BRIDGE})
    endif()

    if(NOT DEFINED arg_WORKING_DIRECTORY)
        set(arg_WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
    endif()
    add_test(NAME ${arg_NAME}
        COMMAND ${Python3_EXECUTABLE} ${runner} ${options} -- ${command}
        WORKING_DIRECTORY ${arg_WORKING_DIRECTORY})
    # The runner ends by itself, and tells why; CTest's limit is for a runner that does not.
    math(EXPR limit "${arg_TIMEOUT} + 20")
    set_tests_properties(${arg_NAME} PROPERTIES TIMEOUT ${limit} SKIP_RETURN_CODE 77
        LABELS "${arg_LABELS}" ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()
