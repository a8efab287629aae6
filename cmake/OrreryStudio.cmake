# SPDX-License-Identifier: Apache-2.0
# Targets of the desktop program: like orrery_library and orrery_test, with Qt.

find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets LinguistTools Test)

# Qt's own flags for a target: moc runs by itself; what Qt warns of is its own business.
function(orrery_qt name)
    # moc 6.4 cannot read the standard library's <concepts> and does not need it: as if included.
    set_target_properties(${name} PROPERTIES AUTOMOC ON AUTOMOC_MOC_OPTIONS -D_GLIBCXX_CONCEPTS)
    target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII
                                               QT_NO_CAST_TO_ASCII)
endfunction()

# gui_library(gui-runs SOURCES run_manager.cpp LINK ...): headers with
# Q_OBJECT beside their source are found by moc without being listed.
function(gui_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
    orrery_library(${name} SOURCES ${arg_SOURCES} LINK Qt6::Widgets ${arg_LINK}
                   PRIVATE_LINK ${arg_PRIVATE_LINK})
    orrery_qt(${name})
endfunction()

# gui_test(test-gui-runs SOURCES run_manager_test.cpp LINK orrery::gui-runs): GoogleTest under the
# offscreen platform with a screen of 1920x1080; tests/gui/support has its main().
function(gui_test name)
    cmake_parse_arguments(arg "" "TIMEOUT" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE orrery-flags ${arg_LINK} orrery::gui-test-support
                                          Qt6::Test GTest::gtest)
    target_compile_definitions(${name} PRIVATE ORRERY_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                               ORRERY_PROGRAM="$<TARGET_FILE:orrery>")
    orrery_qt(${name})
    add_dependencies(${name} orrery)
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT})
endfunction()
