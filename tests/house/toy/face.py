from linli.faces.web.shared.face import Entry, Face

FACE = Face(
    urls="tests.house.toy.urls",
    nav=(Entry("tools", "/tools/", icon="wrench", label="Tools", permission="lend_tools"),),
)
