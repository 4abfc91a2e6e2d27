"""Two hundred names that would be script if any page took a name for anything but text (F37).

Each would set `window.hit`, wherever a page might put it: between tags, into an attribute, an
address, a template or a script.
"""

from itertools import product

RUN = "hit=1"
TAGS = (
    *("img src=x onerror", "svg onload", "body onload", "video src=x onerror", "iframe onload"),
    *("details open ontoggle", "input autofocus onfocus", "p onmouseover", "audio src=x onerror"),
    *("marquee onstart", "style onload", "object data=x onerror", "svg/onload", "a onclick"),
    *("select autofocus onfocus", "embed src=x onerror", "button onclick"),
)
AROUND = (
    "<{}>",
    '"><{}>',
    "'><{}>",
    "<{}//",
    "--><{}>",
    "</title><{}>",
    "<p><{}></p>",
    "&lt;{}&gt;",
)
ADDRESSES = (
    *("javascript:{}", "JaVaScRiPt:{}", "java&#9;script:{}", "data:text/html,<svg onload={}>"),
    *("vbscript:{}", "//evil.example/?{}"),
)
LINKS = (
    "{}",
    "<a href={}>x</a>",
    "<iframe src={}>",
    "<form action={}>",
    "<base href={}>",
    "[x]({})",
)
SCRIPTS = (
    *("<script>{}</script>", "<SCRIPT>{}</SCRIPT>", "<script >{}</script >", "<scr<script>ipt>{}"),
    *("</script><script>{}</script>", "<script src=data:,{}></script>", "<svg><script>{}</script>"),
    *("<!--><script>{}</script>", "<![CDATA[<script>{}</script>]]>", "<math><script>{}</script>"),
)
TEMPLATES = (
    *("{{{{{}}}}}", "${{{}}}", "#{{{}}}", "<%={}%>", "{{%{}%}}", "[[{}]]", "`;{};`", "';{};'"),
    *('";{};"', "\\u003cscript\\u003e{}", "%3Cscript%3E{}%3C/script%3E", "\\x3cscript\\x3e{}"),
    *("constructor.constructor('{}')()", "__proto__", "toString", "<template>{}</template>"),
    *('{{"dangerouslySetInnerHTML":{{"__html":"<svg onload={}>"}}}}', "</main><svg onload={}>"),
    *("＜script＞{}＜/script＞", "<ſcript>{}</ſcript>", "&#60;script&#62;{}"),
)
LONGEST, LONGEST_NAME = 64, 32


def _all() -> list[str]:
    attributes = [around.format(f"{tag}={RUN}") for tag, around in product(TAGS, AROUND)]
    addresses = [link.format(address.format(RUN)) for address, link in product(ADDRESSES, LINKS)]
    plain = [one.format(RUN) for one in (*SCRIPTS, *TEMPLATES)]
    made = dict.fromkeys([*plain, *addresses, *attributes])
    return [one for one in made if len(one) <= LONGEST][:200]


ALL = _all()
NAMES = [one for one in ALL if len(one) <= LONGEST_NAME]
"""Those that a name may be; titles and what our own server would never send may be longer."""
