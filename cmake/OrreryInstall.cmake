# SPDX-License-Identifier: Apache-2.0
# What `cmake --install build --prefix DIR` puts where. The program finds its scenarios from where
# it lies itself, so the tree may be moved as a whole.

include(GNUInstallDirs)

install(TARGETS orrery RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/scenarios"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/orrery"
    FILES_MATCHING PATTERN "*.yaml")
install(FILES "${PROJECT_SOURCE_DIR}/sim/scenario/scenario.schema.json"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/orrery")

set(packaging "${PROJECT_SOURCE_DIR}/packaging")
if(TARGET orrery-studio)
    install(TARGETS orrery-studio RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
    install(FILES "${packaging}/man/orrery-studio.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
    install(FILES "${packaging}/orrery-studio.desktop"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${packaging}/orrery-studio.svg"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
endif()
install(FILES "${packaging}/man/orrery.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${packaging}/completion/orrery.bash"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME orrery)
install(FILES "${packaging}/completion/orrery.fish"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES "${packaging}/completion/orrery.zsh"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" RENAME _orrery)

file(GLOB licences CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/LICENSE*")
install(FILES ${licences} "${PROJECT_SOURCE_DIR}/README.md" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
