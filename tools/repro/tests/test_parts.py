"""Contract, regions, needs, scrubbing, and the merging of evidence."""

import copy
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from repro import contract, evidence, needs, regions  # noqa: E402 - found through the path above
from repro.matching import matches  # noqa: E402
from repro.scrub import scrub  # noqa: E402

HASH = "0" * 64


def read(source: str) -> contract.Reproduction:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "repro.py")
        path.write_text(source, encoding="utf-8")
        return contract.read(path)


class ContractTest(unittest.TestCase):
    def test_it_reads_marks_pins_and_constants_without_running_the_file(self):
        made = read(
            '# /// script\n# dependencies = [\n#   "torch==2.11.0",\n# ]\n# ///\n'
            'raise RuntimeError\nTEXT = "ValueError: no"\n\n'
            '@scenario("error/a", reproduces="m", expect=TEXT, needs=["cuda"])\ndef a():\n    pass\n'
        )
        self.assertEqual(made.dependencies, ["torch"])
        self.assertEqual(made.scenarios[0].expect, "ValueError: no")
        self.assertEqual(made.scenarios[0].needs, ["cuda"])

    def test_it_refuses_what_cannot_be_evidence(self):
        mark = "@scenario({})\ndef a():\n    pass\n"
        for arguments, complaint in (
            ('"Fix"', "name it"),
            ('"fix-a", scope="half"', "scope must be"),
            ('"error/a", reproduces="m"', "needs expect"),
            ('"fix-a", regions=["fix-b"]', 'no region "fix-b"'),
            ('"fix-a", unknown=1', "unknown"),
        ):
            with self.assertRaisesRegex(contract.ContractError, complaint):
                read(mark.format(arguments))


class RegionTest(unittest.TestCase):
    SOURCE = (
        "import os\n\n# a comment\nLIMIT = 3\n\n"
        '@scenario("fix-a")\ndef fix_a():\n    # region: fix-a\n\n    if LIMIT:\n        print(1)\n'
        "    # endregion\n    check(1)\n\n\ndef helper():\n    pass\n"
    )

    def test_a_region_is_shown_without_its_indentation(self):
        self.assertEqual(regions.regions_of(self.SOURCE)["fix-a"], "if LIMIT:\n    print(1)")

    def test_the_prelude_is_what_scenarios_share(self):
        self.assertEqual(
            regions.prelude_of(self.SOURCE),
            "import os\nLIMIT = 3\ndef helper():\n    pass",
        )

    def test_a_comment_elsewhere_changes_no_hash(self):
        commented = self.SOURCE.replace("LIMIT = 3", "# why\nLIMIT = 3").replace(
            "    check(1)", "    # more\n    check(1)"
        )
        self.assertEqual(regions.prelude_of(commented), regions.prelude_of(self.SOURCE))
        for source in (commented, self.SOURCE):
            text = regions.hashed_text(source, "fix-a", ["fix-a"])
            self.assertEqual(text, "if LIMIT:\n    print(1)")

    def test_broken_regions_are_refused(self):
        for source in ("# region: a\n", "# endregion\n", "# region: a\n# region: b\n# endregion\n"):
            with self.assertRaises(regions.RegionError):
                regions.regions_of(source)


class NeedTest(unittest.TestCase):
    def test_versions_are_compared_as_numbers(self):
        self.assertLess(needs.version_key("0.9.2"), needs.version_key("0.10"))
        self.assertEqual(needs.version_key("2.11.0+cu130"), needs.version_key("2.11"))

    def test_reasons(self):
        self.assertEqual(needs.unmet(["python>=3.6"]), "")
        self.assertIn("needs python>=9.0; here is python 3.", needs.unmet(["python>=9.0"]))
        self.assertIn("which is not installed", needs.unmet(["no-such-package"]))


class MatchTest(unittest.TestCase):
    def test_names_stand_for_anything_and_doubled_braces_for_themselves(self):
        self.assertTrue(matches("E: {{Half}} got {dtype} instead", "E: {Half} got float instead."))
        self.assertFalse(matches("E: got {dtype} instead", "E: got instead"))


class ScrubTest(unittest.TestCase):
    def test_colours_progress_and_places_are_taken_out(self):
        text = "\x1b[1mbold\x1b[0m\n 10%|#\r 50%|#\r100%|##\nFile /x/lib/site-packages/torch/a.py\n"
        self.assertEqual(scrub(text, {}), "bold\n100%|##\nFile site-packages/torch/a.py")
        self.assertEqual(scrub("at /secret/place/x.py", {"/secret/place": "."}), "at ./x.py")
        self.assertEqual(scrub(f"in {Path.home()}/a", {}).replace("~", ""), "in /a")

    def test_where_pip_looks_is_a_matter_of_the_machine(self):
        said = "Looking in links: /opt/wheels\nCollecting trl\nLooking in indexes: https://x.example"
        self.assertEqual(scrub(said, {}), "Collecting trl")

    def test_a_long_log_keeps_both_ends(self):
        kept = scrub("\n".join(str(number) for number in range(1000)), {}).split("\n")
        self.assertEqual(len(kept), 200)
        self.assertEqual((kept[0], kept[-1]), ("0", "999"))
        self.assertIn("801 lines left out", kept[60])


def run_of(device, outcomes, prelude=HASH, region=HASH):
    scenarios = [
        {"name": name, "outcome": outcome, "regionSha256": region}
        for name, outcome in outcomes.items()
    ]
    shared = {"id": device, "device": device, "environment": {}, "preludeSha256": prelude}
    return {**shared, "scenarios": scenarios}


class MergeTest(unittest.TestCase):
    def outcomes(self, made):
        return {
            (run["device"], item["name"]): item["outcome"]
            for run in made["runs"]
            for item in run["scenarios"]
        }

    def test_a_new_run_replaces_the_same_scenario_on_the_same_device_only(self):
        old = evidence.make(
            [run_of("H100", {"a": "failed", "b": "passed"}), run_of("CPU", {"a": "passed"})]
        )
        made = evidence.merge(old, evidence.make([run_of("H100", {"a": "passed"}, "1" * 64)]))
        self.assertEqual(
            self.outcomes(made),
            {("H100", "a"): "passed", ("H100", "b"): "passed", ("CPU", "a"): "passed"},
        )

    def test_a_new_text_of_a_scenario_drops_its_records_on_every_device(self):
        old = evidence.make([run_of("H100", {"a": "passed", "b": "passed"})])
        edited = run_of("CPU", {"a": "passed", "b": "not-run"}, region="1" * 64)
        self.assertEqual(
            self.outcomes(evidence.merge(old, evidence.make([edited]))),
            {("H100", "b"): "passed", ("CPU", "a"): "passed", ("CPU", "b"): "not-run"},
        )

    def test_what_could_not_run_displaces_nothing_that_did(self):
        old = evidence.make([run_of("H100", {"a": "passed", "b": "not-run"})])
        made = evidence.merge(old, evidence.make([run_of("H100", {"a": "not-run", "b": "passed"})]))
        self.assertEqual(self.outcomes(made), {("H100", "a"): "passed", ("H100", "b"): "passed"})

    def test_records_of_scenarios_that_are_gone_are_dropped(self):
        old = evidence.make([run_of("H100", {"a": "passed", "gone": "failed"})])
        made = evidence.merge(old, evidence.make([run_of("CPU", {"a": "passed"})]), {"a"})
        self.assertEqual(self.outcomes(made), {("H100", "a"): "passed", ("CPU", "a"): "passed"})

    def test_the_checksum_sees_a_change(self):
        made = evidence.make([run_of("CPU", {"a": "failed"})])
        self.assertEqual(made["checksum"], evidence.checksum(made["runs"]))
        edited = copy.deepcopy(made["runs"])
        edited[0]["scenarios"][0]["outcome"] = "passed"
        self.assertNotEqual(made["checksum"], evidence.checksum(edited))


if __name__ == "__main__":
    unittest.main()
