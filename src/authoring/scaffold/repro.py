# /// script
# requires-python = ">=3.10"
# dependencies = [
#   "torch==2.11.0",  # TODO: every package that is imported below, pinned exactly
# ]
# ///
"""TODO: which message this raises, in how many ways, and what it runs.

    python tools/repro/run.py content/guides/$slug/repro.py --out OUT

TODO: what it needs: a GPU, or nothing; it downloads nothing.
"""

from repro.scenario import check, scenario

# ----------------------------------------------------------------------------------- errors


# TODO: the class without its modules, and the text; {name} stands for anything.
@scenario("error", reproduces="$message", expect="RuntimeError: inconsistent tensor size")
def error():
    # region: error
    import torch

    torch.ones(2) @ torch.ones(3)  # TODO: the smallest code that raises the real message
    # endregion


# ------------------------------------------------------------------------------------ fixes


@scenario("fix-first-fix")
def fix_first_fix():
    # region: fix-first-fix
    import torch

    product = torch.ones(3) @ torch.ones(3)  # TODO: the same code, mended
    # endregion
    check("the product is 3", product.item() == 3)  # TODO: what proves that the fix works


@scenario("fix-second-fix")
def fix_second_fix():
    # region: fix-second-fix
    import torch

    product = torch.ones(2) @ torch.ones(2)  # TODO: the other way
    # endregion
    check("the product is 2", product.item() == 2)  # TODO: what proves that the fix works
