from wellfit.record import StudyRecord


def test_where_there_is_signal_the_network_finds_it_and_the_controls_do_not(gate):
    stored = gate("power")
    evidence = stored["evidence"]
    assert stored["passed"]
    assert evidence["network"]["value"] < evidence["constant_loss"]
    assert evidence["network_minus_constant"]["high"] < 0
    assert evidence["permuted_labels"]["value"] > evidence["network"]["value"]
    # Blank inputs teach what is most frequent: the constant's loss, and nothing better.
    assert abs(evidence["zeroed_inputs"]["value"] - evidence["constant_loss"]) < 0.05
    assert evidence["one_batch"]["value"] < 0.5 * evidence["constant_loss"]
    assert "beats the best baseline" in stored["sentence"] or "finds signal" in stored["sentence"]


def test_the_controls_are_members_of_the_study(finished):
    members = StudyRecord.open(finished.folder).members.filter(gate="power")
    counts = dict(members.group_by("control").len().iter_rows())
    assert counts == {"none": 3, "permuted_labels": 3, "zeroed_inputs": 3, "one_batch": 3}


def test_labels_drawn_by_lot_are_no_signal(hopeless):
    (stored,) = [gate for gate in hopeless.summary["gates"] if gate["name"] == "power"]
    assert not stored["passed"]
    assert stored["sentence"] == (
        "The first network does not beat the constant prediction on held-out rows beyond noise."
    )
    assert stored["advice"].startswith("Check the target and the features")
    assert hopeless.verdict.kind == "no_signal"
