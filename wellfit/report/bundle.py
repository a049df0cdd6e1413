"""The drawing code that a page carries with it: Vega, Vega-Lite and vega-embed in one script, from no network."""

from functools import cache

import vl_convert


@cache
def drawing_code() -> str:
    """Return the script; it defines `vegaEmbed`. Text that would end a script element is defused."""
    code: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return code.replace("</script", "<\\/script").replace("<!--", "<\\!--")
