# What a test of firmware needs of an installed e2kmon: the Python package, board-test, and
# board/run with what it knows of each board.  In the same places relative to each other as in the
# tree, as the programs find each other by that.
#
# SPDX-License-Identifier: MIT
set(E2KMON_SHARE ${CMAKE_INSTALL_DATADIR}/e2kmon)

install(PROGRAMS ${CMAKE_CURRENT_LIST_DIR}/board-test DESTINATION ${E2KMON_SHARE})
install(DIRECTORY ${CMAKE_CURRENT_LIST_DIR}/../python DESTINATION ${E2KMON_SHARE}
    PATTERN __pycache__ EXCLUDE PATTERN *.egg-info EXCLUDE)
install(PROGRAMS ${PROJECT_SOURCE_DIR}/board/run DESTINATION ${E2KMON_SHARE}/board)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/board/ DESTINATION ${E2KMON_SHARE}/board
    FILES_MATCHING PATTERN run.conf PATTERN template EXCLUDE
    PATTERN arch EXCLUDE PATTERN core EXCLUDE PATTERN drivers EXCLUDE PATTERN include EXCLUDE)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/E2kmonBoardTest.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/e2kmon)
