"""The runner against small reproductions that pass, fail, hang, crash and cannot run."""

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from repro import contract, run, runner  # noqa: E402 - found through the path above

SOURCE = """
# /// script
# dependencies = [
#   "no-such-package==2.0",
# ]
# ///
import os, signal, sys, time
from repro.scenario import check, measure, scenario

@scenario("error/type", reproduces="t", expect="TypeError: can only concatenate str (not {other}) to str")
def error_type():
    # region: error/type
    "a" + 1
    # endregion

@scenario("error/silent", expect="ValueError: never")
def error_silent():
    pass

@scenario("error/other", expect="ValueError: never")
def error_other():
    raise KeyError("something else")

@scenario("error/crash", expect="the process was ended by SIGSEGV")
def error_crash():
    os.kill(os.getpid(), signal.SIGSEGV)

@scenario("fix-a")
def fix_a():
    print("\\x1b[31mred\\x1b[0m", os.getcwd())
    measure("row", step_ms=3.0, peak_mib=1.23456)
    check("one is one", 1 == 1)

@scenario("fix-b")
def fix_b():
    check("the impossible", False)

@scenario("fix-unchecked")
def fix_unchecked():
    for outcome in []:
        check("never asked", outcome)

@scenario("fix-hang")
def fix_hang():
    time.sleep(600)

@scenario("fix-crash")
def fix_crash():
    os.kill(os.getpid(), signal.SIGSEGV)

@scenario("fix-exit")
def fix_exit():
    sys.exit(3)

@scenario("fix-needs", needs=["no-such-package>=2"])
def fix_needs():
    raise AssertionError("must not run")

@scenario("fix-imports")
def fix_imports():
    import no_such_package

@scenario("error/imports", expect="ModuleNotFoundError: No module named 'no_such_package'")
def error_imports():
    import no_such_package

@scenario("fix-undeclared")
def fix_undeclared():
    import no_such_other
"""


def record_all(source: str) -> dict[str, dict]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "some-guide", "repro.py")
        path.parent.mkdir()
        path.write_text(source, encoding="utf-8")
        reproduction = contract.read(path)
        made = runner.run(reproduction, only=[], timeout=8, jobs=4, report=lambda line: None)
    return {item["name"]: item for item in made["runs"][0]["scenarios"]}


class OutcomeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.records = record_all(SOURCE)

    def outcome(self, name):
        return self.records[name]["outcome"], self.records[name].get("reason")

    def test_the_expected_exception_passes_and_is_recorded(self):
        record = self.records["error/type"]
        self.assertEqual(record["outcome"], "passed")
        self.assertEqual(
            record["message"], 'TypeError: can only concatenate str (not "int") to str'
        )
        self.assertEqual(record["regions"], ["error/type"])

    def test_no_exception_or_another_one_fails(self):
        self.assertEqual(
            self.outcome("error/silent"), ("failed", "did not raise ValueError: never")
        )
        self.assertEqual(self.outcome("error/other")[0], "failed")
        self.assertEqual(self.records["error/other"]["message"], "KeyError: 'something else'")

    def test_a_crash_can_be_what_is_expected(self):
        self.assertEqual(self.records["error/crash"]["outcome"], "passed")

    def test_a_fix_passes_with_its_checks_and_numbers(self):
        record = self.records["fix-a"]
        self.assertEqual(record["outcome"], "passed")
        self.assertEqual(
            record["measurements"], [{"label": "row", "values": {"step_ms": 3, "peak_mib": 1.235}}]
        )
        self.assertTrue(record["log"].startswith("red ."), record["log"])

    def test_a_failed_check_is_named(self):
        self.assertEqual(self.outcome("fix-b"), ("failed", "check failed: the impossible"))

    def test_what_checks_nothing_proves_nothing(self):
        reason = "called neither check() nor measure(): say what must hold"
        self.assertEqual(self.outcome("fix-unchecked"), ("failed", reason))

    def test_hanging_crashing_and_leaving_end_as_outcomes(self):
        self.assertEqual(self.outcome("fix-hang"), ("failed", "did not end within 8 s"))
        self.assertEqual(self.outcome("fix-crash"), ("failed", "the process was ended by SIGSEGV"))
        self.assertEqual(
            self.outcome("fix-exit"), ("failed", "the process ended with status 3 and no result")
        )

    def test_what_the_machine_lacks_is_the_reason(self):
        reason = "needs no-such-package>=2, which is not installed"
        self.assertEqual(self.outcome("fix-needs"), ("not-run", reason))

    def test_a_package_of_the_header_that_is_not_installed_is_needed_where_it_is_imported(self):
        reason = "needs no-such-package, which is not installed"
        self.assertEqual(self.outcome("fix-imports"), ("not-run", reason))
        self.assertEqual(self.outcome("error/imports"), ("passed", None))
        self.assertEqual(self.outcome("fix-undeclared"), ("failed", "raised an exception"))


class CommandTest(unittest.TestCase):
    def command(self, source, *options):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "some-guide", "repro.py")
            path.parent.mkdir()
            path.write_text(source, encoding="utf-8")
            status = run.main([str(path), "--out", str(Path(folder, "out")), *options])
            self.assertEqual([made.name for made in path.parent.iterdir()], ["repro.py"])
            return status, Path(folder, "out", "some-guide", "evidence.json").exists()

    def test_a_failed_expectation_fails_the_command_and_is_written(self):
        self.assertEqual(self.command(SOURCE, "--only", "fix-b"), (1, True))

    def test_not_run_is_no_failure(self):
        self.assertEqual(self.command(SOURCE, "--only", "fix-needs,fix-a"), (0, True))

    def test_fixes_without_an_error_beside_them_are_named(self):
        for only, told in (("fix-a", True), ("fix-a,error/type", False), ("error/type", False)):
            with self.subTest(only), contextlib.redirect_stdout(io.StringIO()) as printed:
                self.command(SOURCE, "--only", only)
            self.assertEqual("no error was raised for some-guide" in printed.getvalue(), told)

    def test_what_has_ended_is_kept_when_the_run_is_stopped(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "some-guide", "repro.py")
            path.parent.mkdir()
            path.write_text(SOURCE, encoding="utf-8")
            only = ["--only", "error/type,fix-hang", "--timeout", "20"]
            command = [sys.executable, run.__file__, str(path), "--out", folder, "--write", *only]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
                while not running.stdout.readline().startswith("passed"):
                    pass
                running.terminate()
                said = running.stdout.read()
            self.assertEqual(said, "stopped: 1 of 2 scenarios are recorded\n")
            self.assertEqual(running.returncode, 130)
            kept = json.loads(path.with_name("evidence.json").read_text(encoding="utf-8"))
        self.assertEqual([one["name"] for one in kept["runs"][0]["scenarios"]], ["error/type"])

    def test_bad_input_is_told_apart(self):
        self.assertEqual(self.command(SOURCE, "--only", "fix-unknown"), (2, False))
        self.assertEqual(self.command("def broken(:", "--only", "fix-a"), (2, False))
        self.assertEqual(self.command(SOURCE, "--python", "/nowhere/python"), (2, False))


if __name__ == "__main__":
    unittest.main()
