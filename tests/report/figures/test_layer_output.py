import json

import vl_convert

from wellfit.report.figures.layer_output import CELL, layer_output

VALUES = [{"row": row, "unit": unit, "value": float(row * unit % 3)} for row in (1, 2) for unit in (1, 2, 3)]


def test_it_compiles_and_draws_a_cell_and_a_number_for_each_value():
    specification = layer_output(VALUES, highest=2.0)
    drawn = vl_convert.vegalite_to_svg(json.dumps({**specification, "width": 300}))
    assert drawn.count(">0.00<") == sum(value["value"] == 0 for value in VALUES)
    assert drawn.count(">2.00<") == sum(value["value"] == 2 for value in VALUES)
    assert specification["height"] == 2 * CELL
    assert "#" not in json.dumps(specification)
